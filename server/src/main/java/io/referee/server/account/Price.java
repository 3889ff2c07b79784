package io.referee.server.account;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;

/// What the talk on one leg costs. Credit is bought in seconds of talk at the usual price; a price
/// says how many of them are used up. *Immutable.*
///
/// @param perMinute what a minute costs, down to [#FINEST]
/// @param setup what an answer costs, down to [#FINEST]
/// @param increment talk is paid for in steps of this, each begun one in full; zero: by the
///   millisecond
public record Price(Duration perMinute, Duration setup, Duration increment) {

    /// The smallest part of credit: the fifth decimal of its number.
    public static final Duration FINEST = Duration.ofNanos(10_000);

    /// A second costs one: what is charged where there is no rate.
    public static final Price USUAL =
            new Price(Duration.ofMinutes(1), Duration.ZERO, Duration.ZERO);

    /// One copy: each leg has it.
    private static final String USUAL_TEXT = USUAL.written();

    private static final int DECIMALS = 5;
    private static final int NANO_DECIMALS = 9;

    /// The smallest talk that is counted.
    static final Duration MOMENT = Duration.ofMillis(1);

    /// Whether nothing is ever charged.
    public boolean free() {
        return perMinute.isZero() && setup.isZero();
    }

    /// What a leg costs that was answered and has talked for so long, rounded to [#FINEST].
    public Duration cost(Duration talked) {
        Duration minutes = perMinute.multipliedBy(paidMillis(talked)).dividedBy(60_000);
        return setup.plus(rounded(minutes));
    }

    /// The least that an answered leg costs on which somebody speaks.
    public Duration least() {
        return cost(MOMENT);
    }

    private long paidMillis(Duration talked) {
        long millis = talked.toMillis();
        long step = increment.toMillis();
        return step == 0 ? millis : Math.ceilDiv(millis, step) * step;
    }

    private static Duration rounded(Duration exact) {
        return credit(number(exact).setScale(DECIMALS, RoundingMode.HALF_UP));
    }

    // ---- as people write it

    /// An amount of credit as a number, one for each second of talk at the usual price.
    public static BigDecimal number(Duration credit) {
        BigDecimal whole = BigDecimal.valueOf(credit.getSeconds());
        BigDecimal number = whole.add(BigDecimal.valueOf(credit.getNano(), NANO_DECIMALS));
        BigDecimal shortest = number.setScale(DECIMALS, RoundingMode.HALF_UP).stripTrailingZeros();
        return shortest.scale() < 0 ? shortest.setScale(0) : shortest;
    }

    /// The amount of credit of a number.
    public static Duration credit(BigDecimal number) {
        BigDecimal whole = number.setScale(0, RoundingMode.FLOOR);
        BigDecimal rest = number.subtract(whole).movePointRight(NANO_DECIMALS);
        return Duration.ofSeconds(whole.longValueExact(), rest.longValue());
    }

    /// As it is written down: what a minute costs, the set-up, and the increment in milliseconds.
    public String text() {
        return equals(USUAL) ? USUAL_TEXT : written();
    }

    private String written() {
        return number(perMinute).toPlainString()
                + ' '
                + number(setup).toPlainString()
                + ' '
                + increment.toMillis();
    }

    /// What [#text()] has made; the usual price of a text that it has not.
    public static Price of(String text) {
        String[] parts = text.split(" ");
        if (parts.length != 3) {
            return USUAL;
        }
        return new Price(
                credit(new BigDecimal(parts[0])),
                credit(new BigDecimal(parts[1])),
                Duration.ofMillis(Long.parseLong(parts[2])));
    }

    /// In words: `12.5 a minute, 3 for the answer, in steps of 60 s`.
    public String words() {
        if (free()) {
            return "free";
        }
        String words = number(perMinute).toPlainString() + " a minute";
        words += setup.isZero() ? "" : ", " + number(setup).toPlainString() + " for the answer";
        return increment.toSeconds() <= 1
                ? words
                : words + ", in steps of " + increment.toSeconds() + " s";
    }
}
