package io.referee.server.app.apply;

import io.referee.server.account.Price;
import io.referee.server.account.Rate;
import io.referee.server.app.document.Place;
import io.referee.server.app.document.Section;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// Reads rates and amounts of credit, and complains about the first that is wrong. *Any thread.*
final class RateReader {
    private static final int MAX_DESCRIPTION = 255;

    /// As many digits as the database keeps.
    private static final Pattern AMOUNT = Pattern.compile("[0-9]{1,10}(\\.[0-9]{1,5})?");

    private static final Pattern PREFIX = Pattern.compile("[0-9A-Za-z*#._-]{0,64}");
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,4}");

    private static final List<String> RATE =
            List.of("code", "prefix", "plan", "perMinute", "setup", "increment", "description");

    private RateReader() {}

    /// What an account has bought; null when nothing is said.
    static @Nullable Duration credit(Section section) {
        return section.has("credit")
                ? amount(section, "credit", "", "must be a number of seconds, 0 or more.")
                : null;
    }

    /// The rate plan of an account; null when nothing is said.
    static @Nullable String plan(Section account) {
        if (!account.has("ratePlan")) {
            return null;
        }
        String plan = account.text("ratePlan", "");
        return plan.isEmpty() ? plan : named(account, "ratePlan", plan);
    }

    /// The rates of a user, in their order.
    static List<Rate> rates(Section user) {
        Set<String> codes = new HashSet<>();
        Set<List<String>> prefixes = new HashSet<>();
        List<Rate> rates = new ArrayList<>();
        for (Section section : user.sections("rates", RATE)) {
            Rate rate = rate(section);
            if (!rate.code().isEmpty() && !codes.add(rate.code())) {
                throw section.place("code").complaint("repeats the rate " + rate.code() + ".");
            }
            if (!rate.byCodeAlone() && !prefixes.add(List.of(rate.plan(), rate.prefix()))) {
                throw section.place("prefix")
                        .complaint(
                                "repeats the prefix \""
                                        + rate.prefix()
                                        + "\" of the rate plan "
                                        + rate.plan()
                                        + ".");
            }
            rates.add(rate);
        }
        if (rates.size() > Rate.MAX_RATES) {
            throw user.place("rates").complaint("has more than " + Rate.MAX_RATES + " rates.");
        }
        return List.copyOf(rates);
    }

    private static Rate rate(Section section) {
        String code = section.text("code", "");
        String description = section.text("description", "");
        if (description.length() > MAX_DESCRIPTION) {
            throw section.place("description")
                    .complaint("must be at most " + MAX_DESCRIPTION + " characters.");
        }
        section.required("perMinute");
        return new Rate(
                code.isEmpty() ? code : named(section, "code", code),
                prefix(section),
                named(section, "plan", section.text("plan", Rate.USUAL_PLAN)),
                new Price(money(section, "perMinute"), money(section, "setup"), step(section)),
                description);
    }

    private static String prefix(Section section) {
        String prefix = Rate.bare(section.text("prefix", ""));
        if (!PREFIX.matcher(prefix).matches()) {
            throw section.place("prefix")
                    .complaint(
                            "must be what numbers begin with, at most 64 digits or letters, not \""
                                    + prefix
                                    + "\".");
        }
        return prefix;
    }

    private static Duration step(Section section) {
        String text = section.text("increment", "1");
        long most = Rate.MAX_INCREMENT.toSeconds();
        long seconds = SECONDS.matcher(text).matches() ? Long.parseLong(text) : 0;
        if (seconds < 1 || seconds > most) {
            throw section.place("increment")
                    .complaint("must be 1 to " + most + " seconds, not \"" + text + "\".");
        }
        return Duration.ofSeconds(seconds);
    }

    private static Duration money(Section section, String key) {
        return amount(section, key, "0", "must be a number, 0 or more, with at most 5 decimals.");
    }

    private static Duration amount(
            Section section, String key, String otherwise, String complaint) {
        String text = section.text(key, otherwise);
        if (!AMOUNT.matcher(text).matches()) {
            throw section.place(key).complaint(complaint);
        }
        return Price.credit(new BigDecimal(text));
    }

    private static String named(Section section, String key, String name) {
        if (EntryReader.isPlain(name)) {
            return name;
        }
        Place place = section.place(key);
        throw place.complaint(
                "must be 1 to "
                        + EntryReader.MAX_NAME
                        + " letters, digits or any of . _ - + * ! ~, not \""
                        + name
                        + "\".");
    }
}
