package io.referee.bench;

/// One line of the table of everything. *Immutable.*
///
/// @param value median and range
/// @param target what was aimed at; empty where nothing was
/// @param met whether it was reached; empty without a target
record Finding(String workload, String figure, String value, String target, String met) {

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
        return Double.isNaN(series.median()) ? "not measured" : met ? "yes" : "**no**";
    }

    /// A statement that should be true.
    static Finding that(String workload, String figure, String value, boolean met) {
        return new Finding(workload, figure, value, "so", met ? "yes" : "**no**");
    }

    String row() {
        return "| %s | %s | %s | %s | %s |\n".formatted(workload, figure, value, target, met);
    }
}
