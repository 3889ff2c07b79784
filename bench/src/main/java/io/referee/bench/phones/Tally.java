package io.referee.bench.phones;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What came of a load. *Thread of the loop only.*
public final class Tally {
    private final List<Double> millis = new ArrayList<>();
    private long done;
    private long failed;
    private final Map<String, Integer> reasons = new TreeMap<>();

    void done() {
        done++;
    }

    /// @param why as whoever runs the load shall read it: the same words for the same reason
    void failed(String why) {
        failed++;
        reasons.merge(why, 1, Integer::sum);
    }

    void took(long nanos) {
        millis.add(nanos / 1e6);
    }

    /// Calls that went as they should to their end.
    public long succeeded() {
        return done;
    }

    /// Calls that did not, those that were not over in time included.
    public long failures() {
        return failed;
    }

    /// Why calls failed, and how many of them.
    public Map<String, Integer> reasons() {
        return reasons;
    }

    boolean isOver(long calls) {
        return done + failed >= calls;
    }

    void close(long calls) {
        long late = calls - done - failed;
        if (late > 0) {
            failed += late;
            reasons.put("not over in time", (int) late);
        }
    }

    /// The times that were measured, sorted, in milliseconds.
    public double[] millis() {
        return millis.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    }
}
