package io.referee.server.dialplan.rule;

import io.referee.server.account.DialPlan;
import io.referee.server.dialplan.Parsed;
import io.referee.server.dialplan.dial.LocalDomains;

import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A rule that can be used. *Immutable, any thread.*
public final class ReadyRule {
    /// The longest description, in characters.
    public static final int MAX_DESCRIPTION = 50;

    private final PlanCall.Direction direction;
    private final Match match;
    private final Command command;

    private ReadyRule(PlanCall.Direction direction, Match match, Command command) {
        this.direction = direction;
        this.match = match;
        this.command = command;
    }

    /// Reads a rule; words in any case.
    ///
    /// @param zone of times that name none
    public static Parsed<ReadyRule> parse(DialPlan.Rule rule, LocalDomains domains, ZoneId zone) {
        Optional<Parsed.Wrong<ReadyRule>> details = details(rule.details());
        if (details.isPresent()) {
            return details.get();
        }
        Match.Reading reading = new Match.Reading(domains, zone);
        return switch (rule.direction().toLowerCase(Locale.ROOT)) {
            case "out" -> together(PlanCall.Direction.OUT, Match.outgoing(rule), rule);
            case "in" -> together(PlanCall.Direction.IN, Match.incoming(rule, reading), rule);
            default ->
                    new Parsed.Wrong<>(
                            "direction", "must be in or out, not \"" + rule.direction() + "\".");
        };
    }

    private static Parsed<ReadyRule> together(
            PlanCall.Direction direction, Parsed<Match> match, DialPlan.Rule rule) {
        return switch (match) {
            case Parsed.Wrong<Match>(String key, String complaint) ->
                    new Parsed.Wrong<>(key, complaint);
            case Parsed.Good<Match>(Match found) ->
                    switch (Command.parse(rule)) {
                        case Parsed.Wrong<Command>(String key, String complaint) ->
                                new Parsed.Wrong<>(key, complaint);
                        case Parsed.Good<Command>(Command command) ->
                                new Parsed.Good<>(new ReadyRule(direction, found, command));
                    };
        };
    }

    private static Optional<Parsed.Wrong<ReadyRule>> details(DialPlan.Details details) {
        if (details.description().length() > MAX_DESCRIPTION) {
            return Optional.of(
                    new Parsed.Wrong<>(
                            "description",
                            "must not be longer than " + MAX_DESCRIPTION + " characters."));
        }
        return details.priority().isEmpty() || priority(details.priority()).isPresent()
                ? Optional.empty()
                : Optional.of(
                        new Parsed.Wrong<>(
                                "priority",
                                "must be a number with at most five digits and three decimals, not"
                                        + " \""
                                        + details.priority()
                                        + "\"."));
    }

    static Optional<BigDecimal> priority(String text) {
        String digits = text.startsWith("-") ? text.substring(1) : text;
        int point = digits.indexOf('.');
        String whole = point < 0 ? digits : digits.substring(0, point);
        String decimals = point < 0 ? "0" : digits.substring(point + 1);
        return digits(whole, 5) && digits(decimals, 3)
                ? Optional.of(new BigDecimal(text))
                : Optional.empty();
    }

    private static boolean digits(String text, int most) {
        return !text.isEmpty()
                && text.length() <= most
                && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /// Keys of a rule that change nothing, each with why.
    public static List<Parsed.Wrong<ReadyRule>> idle(DialPlan.Rule rule) {
        List<Parsed.Wrong<ReadyRule>> idle = new ArrayList<>();
        DialPlan.Details details = rule.details();
        if (rule.direction().equalsIgnoreCase("in")) {
            idle(
                    idle,
                    "match",
                    rule.match(),
                    "is not looked at: the pattern of an incoming rule is searched for in the"
                            + " caller's name and address.");
        } else {
            idle(idle, "time", details.time(), "is looked at in incoming rules only.");
            idle(idle, "toMatch", details.toMatch(), "is looked at in incoming rules only.");
        }
        if (rule.command().equalsIgnoreCase("highriseLookup")) {
            idle(idle, "command", "x", "does nothing: Highrise is no longer available.");
        }
        return List.copyOf(idle);
    }

    private static void idle(
            List<Parsed.Wrong<ReadyRule>> found, String key, String value, String why) {
        if (!value.isBlank()) {
            found.add(new Parsed.Wrong<>(key, why));
        }
    }

    /// What its patterns cost; a list has a limit for all of them together.
    public int cost() {
        return match.cost();
    }

    PlanCall.Direction direction() {
        return direction;
    }

    Match match() {
        return match;
    }

    Command command() {
        return command;
    }
}
