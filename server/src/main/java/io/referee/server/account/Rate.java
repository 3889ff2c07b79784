package io.referee.server.account;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// What calls to some numbers cost at the credit of an owner's accounts. *Immutable.*
///
/// @param code a leg asks for it by this; empty: by none. No two rates of an owner have the same
/// @param prefix what the numbers begin with, without `+`; empty: any number, or when it has a code
///   none, so that it is had by its code alone
/// @param plan which accounts have it: those whose rate plan is called so
/// @param description for people
public record Rate(String code, String prefix, String plan, Price price, String description) {

    /// The most rates of one owner.
    public static final int MAX_RATES = 5_000;

    /// The rate plan of a rate that names none.
    public static final String USUAL_PLAN = "default";

    /// The longest increment.
    public static final Duration MAX_INCREMENT = Duration.ofHours(1);

    /// The rate with this code.
    public static Optional<Rate> coded(List<Rate> rates, String code) {
        return rates.stream()
                .filter(rate -> !rate.code().isEmpty() && rate.code().equals(code))
                .findFirst();
    }

    /// The rate of a plan for a number: the one with the longest prefix that fits.
    ///
    /// @param number with or without `+`
    public static Optional<Rate> fitting(List<Rate> rates, String plan, String number) {
        String digits = bare(number);
        return rates.stream()
                .filter(rate -> !rate.byCodeAlone())
                .filter(rate -> rate.plan().equals(plan) && digits.startsWith(rate.prefix()))
                .max(Comparator.comparingInt(rate -> rate.prefix().length()));
    }

    /// A number without the `+` that says that it is an international one.
    public static String bare(String number) {
        return number.startsWith("+") ? number.substring(1) : number;
    }

    /// Whether it is for no number in particular, but for legs that ask for it.
    public boolean byCodeAlone() {
        return prefix.isEmpty() && !code.isEmpty();
    }

    /// By what people know it: its code, else its prefix.
    public String name() {
        if (!code.isEmpty()) {
            return code;
        }
        return prefix.isEmpty() ? plan : plan + '/' + prefix;
    }
}
