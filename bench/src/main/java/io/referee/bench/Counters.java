package io.referee.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// The last line of SIPp's statistics.
///
/// @param succeeded calls that went through the whole scenario
/// @param failed calls that did not
/// @param retransmissions messages that were sent again
record Counters(long succeeded, long failed, long retransmissions) {
    static Counters last(Path csv) throws IOException {
        List<String> lines = Files.readAllLines(csv);
        if (lines.size() < 2) {
            return new Counters(0, 0, 0);
        }
        List<String> names = Arrays.asList(lines.getFirst().split(";"));
        String[] fields = lines.getLast().split(";");
        return new Counters(
                count(names, fields, "SuccessfulCall(C)"),
                count(names, fields, "FailedCall(C)"),
                count(names, fields, "Retransmissions(C)"));
    }

    /// The same out of so many calls: those that nobody heard the end of have failed.
    Counters of(long calls) {
        return new Counters(succeeded, Math.max(failed, calls - succeeded), retransmissions);
    }

    private static long count(List<String> names, String[] fields, String name) {
        return Long.parseLong(fields[names.indexOf(name)]);
    }
}
