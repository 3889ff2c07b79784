package io.referee.bench.phones;

import java.util.ArrayList;
import java.util.List;

/// What came of a load. *Thread of the loop only.*
public final class Tally {
    private final List<Double> millis = new ArrayList<>();
    private long done;
    private long failed;

    void done() {
        done++;
    }

    void failed() {
        failed++;
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

    boolean isOver(long calls) {
        return done + failed >= calls;
    }

    void close(long calls) {
        failed = Math.max(failed, calls - done);
    }

    /// The times that were measured, sorted, in milliseconds.
    public double[] millis() {
        return millis.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    }
}
