package io.referee.bench;

/// One line of the table of everything. *Immutable.*
///
/// @param value median and range
/// @param target what was aimed at; empty where nothing was
/// @param met whether it was reached; empty without a target
record Finding(String workload, String figure, String value, String target, String met) {
    private static final String YES = "yes";
    private static final String NO = "**no**";

    /// A figure of which nothing was demanded.
    static Finding plain(String workload, String figure, String value) {
        return new Finding(workload, figure, value, "", "");
    }

    static Finding plain(String workload, String figure, Series series, String format) {
        return plain(workload, figure, series.text(format));
    }

    /// A figure whose median should not be above a limit.
    static Finding atMost(
            String workload, String figure, Series series, String format, double limit) {
        String target = "at most " + Series.number(format, limit);
        String met = verdict(series, series.median() <= limit);
        return new Finding(workload, figure, series.text(format), target, met);
    }

    /// A figure whose median should not be below a limit.
    static Finding atLeast(
            String workload, String figure, Series series, String format, double limit) {
        String target = "at least " + Series.number(format, limit);
        String met = verdict(series, series.median() >= limit);
        return new Finding(workload, figure, series.text(format), target, met);
    }

    private static String verdict(Series series, boolean met) {
        return Double.isNaN(series.median()) ? "not measured" : met ? YES : NO;
    }

    /// A statement that should be true.
    static Finding that(String workload, String figure, String value, boolean met) {
        return new Finding(workload, figure, value, "so", met ? YES : NO);
    }

    /// The same of a run that may have been smaller than what its target is for. Then it is not
    /// called met; what does not hold in the small stays a no.
    ///
    /// @param size how large the run was
    /// @param full how large it has to be for the target to be judged
    /// @param what calls, accounts
    Finding judgedAt(int size, int full, String what) {
        String sized = target + " with " + full + ' ' + what;
        String judged = size < full && met.equals(YES) ? "not judged: " + size + ' ' + what : met;
        return new Finding(workload, figure, value, sized, judged);
    }

    String row() {
        return "| %s | %s | %s | %s | %s |\n".formatted(workload, figure, value, target, met);
    }
}
