package io.referee.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/// One figure over the rounds. *Immutable.*
record Series(double[] sorted) {
    static <T> Series of(List<T> rounds, ToDoubleFunction<T> figure) {
        return new Series(rounds.stream().mapToDouble(figure).sorted().toArray());
    }

    static Series of(double[] values) {
        double[] copy = values.clone();
        Arrays.sort(copy);
        return new Series(copy);
    }

    double median() {
        int middle = sorted.length / 2;
        if (sorted.length == 0) {
            return Double.NaN;
        }
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /// Median and range: `61 (58–70)`.
    String text(String format) {
        return sorted.length == 0
                ? "—"
                : number(format, median())
                        + " ("
                        + number(format, sorted[0])
                        + "–"
                        + number(format, sorted[sorted.length - 1])
                        + ")";
    }

    static String number(String format, double value) {
        return Double.isNaN(value) ? "—" : String.format(Locale.ROOT, format, value);
    }
}
