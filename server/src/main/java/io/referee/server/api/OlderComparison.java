package io.referee.server.api;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.IntPredicate;

/// How a field of a row is compared with a literal: numbers as numbers, times as times, everything
/// else as text without case.
final class OlderComparison {

    private OlderComparison() {}

    /// By order.
    enum Order {
        SAME("==", result -> result == 0),
        SAME_TOO("=", result -> result == 0),
        OTHER("!=", result -> result != 0),
        AT_MOST("<=", result -> result <= 0),
        AT_LEAST(">=", result -> result >= 0),
        LESS("<", result -> result < 0),
        MORE(">", result -> result > 0);

        private final String sign;
        private final IntPredicate fits;

        Order(String sign, IntPredicate fits) {
            this.sign = sign;
            this.fits = fits;
        }

        static Optional<Order> of(String sign) {
            return Arrays.stream(values()).filter(order -> order.sign.equals(sign)).findFirst();
        }

        /// Nothing is neither less nor more than anything, and the same as an empty text.
        boolean fits(@Nullable Object value, String literal) {
            if (value == null) {
                return (this == SAME || this == SAME_TOO) && literal.isEmpty()
                        || this == OTHER && !literal.isEmpty();
            }
            return fits.test(compare(value, literal));
        }

        /// Against `null`.
        boolean fitsNothing(@Nullable Object value) {
            return this == OTHER ? value != null : value == null && fits.test(0);
        }
    }

    /// By a part of the text.
    enum Part {
        CONTAINS("Contains", String::contains),
        STARTS("StartsWith", String::startsWith),
        ENDS("EndsWith", String::endsWith);

        private final String method;
        private final BiPredicate<String, String> fits;

        Part(String method, BiPredicate<String, String> fits) {
            this.method = method;
            this.fits = fits;
        }

        static Optional<Part> named(String name) {
            return Arrays.stream(values())
                    .filter(part -> part.method.equalsIgnoreCase(name))
                    .findFirst();
        }

        boolean fits(@Nullable Object value, String text) {
            return value != null
                    && fits.test(
                            value.toString().toLowerCase(Locale.ROOT),
                            text.toLowerCase(Locale.ROOT));
        }
    }

    private static int compare(Object value, String literal) {
        String text = value.toString();
        if (value instanceof Number) {
            Optional<BigDecimal> wanted = number(literal);
            if (wanted.isPresent()) {
                return new BigDecimal(text).compareTo(wanted.get());
            }
        }
        return time(text)
                .flatMap(at -> time(literal).map(at::compareTo))
                .orElseGet(() -> text.compareToIgnoreCase(literal));
    }

    private static Optional<BigDecimal> number(String text) {
        try {
            return Optional.of(new BigDecimal(text));
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    /// With an offset; without one in UTC; or the beginning of a day there.
    private static Optional<Instant> time(String text) {
        if (text.length() < 10 || text.charAt(4) != '-') {
            return Optional.empty();
        }
        try {
            boolean dayOnly = text.length() == 10;
            boolean offset = text.endsWith("Z") || text.lastIndexOf('+') > 10;
            return Optional.of(
                    dayOnly
                            ? LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC)
                            : offset || text.lastIndexOf('-') > 10
                                    ? OffsetDateTime.parse(text).toInstant()
                                    : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }
}
