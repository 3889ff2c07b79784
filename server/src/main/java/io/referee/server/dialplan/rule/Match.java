package io.referee.server.dialplan.rule;

import io.referee.server.account.DialPlan;
import io.referee.server.dialplan.Parsed;
import io.referee.server.dialplan.dial.LocalDomains;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;

/// Which calls a rule is for. *Immutable.*
sealed interface Match {

    /// Outgoing: the number dialled is exactly this.
    record Exact(String number) implements Match {}

    /// Outgoing: the number dialled begins so, or the pattern is found in it.
    record Dialling(SafeRegex pattern) implements Match {}

    /// Incoming.
    ///
    /// @param caller what must be found in the caller's name or address; empty: any caller
    /// @param window empty: at any time
    record Incoming(Callee callee, Optional<SafeRegex> caller, Optional<TimeWindow> window)
            implements Match {}

    /// Whom an incoming call is for.
    sealed interface Callee {

        record Any() implements Callee {}

        /// @param aor `user@domain` with the domain's own name
        record OfAccount(String aor) implements Callee {}

        record OverProvider(String name) implements Callee {}

        /// Found in `user@domain`.
        record Found(SafeRegex pattern) implements Callee {}
    }

    /// What it takes to read incoming rules.
    ///
    /// @param zone of times that name none
    record Reading(LocalDomains domains, ZoneId zone) {}

    /// How much its patterns cost.
    default int cost() {
        return switch (this) {
            case Exact _ -> 0;
            case Dialling d -> d.pattern().cost();
            case Incoming i ->
                    i.caller().map(SafeRegex::cost).orElse(0)
                            + (i.callee() instanceof Callee.Found(SafeRegex p) ? 2 * p.cost() : 0);
        };
    }

    /// Why a call does not match; empty when it does.
    default String mismatch(PlanCall call, Instant at) {
        return switch (this) {
            case Exact e -> e.number().equals(call.dialled().user()) ? "" : doesNotMatch(call);
            case Dialling d -> d.pattern().found(call.dialled().user()) ? "" : doesNotMatch(call);
            case Incoming i -> mismatch(i, call, at);
        };
    }

    private static String doesNotMatch(PlanCall call) {
        return "does not match " + call.dialled().user();
    }

    private static String mismatch(Incoming match, PlanCall call, Instant at) {
        String callee = mismatch(match.callee(), call);
        if (!callee.isEmpty()) {
            return callee;
        }
        Optional<TimeWindow> closed = match.window().filter(window -> !window.contains(at));
        if (closed.isPresent()) {
            TimeWindow window = closed.get();
            return "is for " + window.text() + ", and it is " + window.clock(at);
        }
        return match.caller().map(caller -> mismatch(caller, call)).orElse("");
    }

    private static String mismatch(SafeRegex caller, PlanCall call) {
        return caller.found(call.dialled().fromName()) || caller.found(call.fromUri())
                ? ""
                : "is for callers like "
                        + caller
                        + ", not "
                        + (call.dialled().fromName() + " <" + call.fromUri() + ">").strip();
    }

    private static String mismatch(Callee callee, PlanCall call) {
        return switch (callee) {
            case Callee.Any _ -> "";
            case Callee.OfAccount(String aor) ->
                    aor.equals(call.calledAor())
                            ? ""
                            : "is for calls to " + aor + ", not " + call.calledAor();
            case Callee.OverProvider(String name) ->
                    name.equalsIgnoreCase(call.providerName())
                            ? ""
                            : "is for calls over "
                                    + name
                                    + ", not "
                                    + (call.providerName().isEmpty()
                                            ? "none"
                                            : call.providerName());
            case Callee.Found(SafeRegex pattern) ->
                    pattern.found(call.calledAor())
                            ? ""
                            : "is for calls to what matches "
                                    + pattern
                                    + ", not "
                                    + call.calledAor();
        };
    }

    // ---- reading

    /// Reads what an outgoing rule matches.
    static Parsed<Match> outgoing(DialPlan.Rule rule) {
        if (rule.pattern().isEmpty()) {
            return wrong("pattern", "must not be empty.");
        }
        return switch (rule.match().toLowerCase(Locale.ROOT)) {
            case "exact" ->
                    rule.pattern().length() > SafeRegex.MAX_LENGTH
                            ? wrong(
                                    "pattern",
                                    "must not be longer than "
                                            + SafeRegex.MAX_LENGTH
                                            + " characters.")
                            : new Parsed.Good<>(new Exact(rule.pattern()));
            case "prefix" -> dialling(SafeRegex.prefix(rule.pattern()));
            case "regex" -> dialling(SafeRegex.parse("pattern", rule.pattern()));
            default ->
                    wrong("match", "must be exact, prefix or regex, not \"" + rule.match() + "\".");
        };
    }

    private static Parsed<Match> dialling(Parsed<SafeRegex> read) {
        return switch (read) {
            case Parsed.Good<SafeRegex>(SafeRegex pattern) ->
                    new Parsed.Good<>(new Dialling(pattern));
            case Parsed.Wrong<SafeRegex>(String key, String complaint) -> wrong(key, complaint);
        };
    }

    /// Reads what an incoming rule matches.
    static Parsed<Match> incoming(DialPlan.Rule rule, Reading reading) {
        Parsed<Callee> callee = callee(rule.details(), reading);
        Parsed<SafeRegex> caller = SafeRegex.parse("pattern", rule.pattern());
        Parsed<TimeWindow> window =
                TimeWindow.parse(
                        rule.details().time().isBlank() ? "MTuWThFSaSu" : rule.details().time(),
                        rule.details().zone(),
                        reading.zone());
        if (callee instanceof Parsed.Wrong<Callee>(String key, String complaint)) {
            return wrong(key, complaint);
        }
        if (caller instanceof Parsed.Wrong<SafeRegex>(String key, String complaint)) {
            return wrong(key, complaint);
        }
        if (window instanceof Parsed.Wrong<TimeWindow>(String key, String complaint)) {
            return wrong(key, complaint);
        }
        return new Parsed.Good<>(
                new Incoming(
                        ((Parsed.Good<Callee>) callee).value(),
                        rule.pattern().isBlank()
                                ? Optional.empty()
                                : Optional.of(((Parsed.Good<SafeRegex>) caller).value()),
                        rule.details().time().isBlank()
                                ? Optional.empty()
                                : Optional.of(((Parsed.Good<TimeWindow>) window).value())));
    }

    private static Parsed<Callee> callee(DialPlan.Details details, Reading reading) {
        String kind = details.toMatch().replace(" ", "").toLowerCase(Locale.ROOT);
        String parameter = details.toMatchParameter().strip();
        boolean any = kind.isEmpty() || kind.equals("any");
        if (any) {
            return kind.isEmpty() && !parameter.isEmpty()
                    ? new Parsed.Wrong<>(
                            "toMatchParameter",
                            "needs the key toMatch: toSIPAccount, toSIPProvider or regex.")
                    : new Parsed.Good<>(new Callee.Any());
        }
        if (parameter.isEmpty()) {
            return new Parsed.Wrong<>("toMatch", "needs the key toMatchParameter.");
        }
        return switch (kind) {
            case "tosipaccount" -> account(parameter, reading);
            case "tosipprovider" -> new Parsed.Good<>(new Callee.OverProvider(parameter));
            case "regex" ->
                    switch (SafeRegex.parse("toMatchParameter", parameter)) {
                        case Parsed.Good<SafeRegex>(SafeRegex pattern) ->
                                new Parsed.Good<>(new Callee.Found(pattern));
                        case Parsed.Wrong<SafeRegex>(String key, String complaint) ->
                                new Parsed.Wrong<>(key, complaint);
                    };
            default ->
                    new Parsed.Wrong<>(
                            "toMatch",
                            "must be any, toSIPAccount, toSIPProvider or regex, not \""
                                    + details.toMatch()
                                    + "\".");
        };
    }

    private static Parsed<Callee> account(String text, Reading reading) {
        int at = text.indexOf('@');
        String user = at < 0 ? text : text.substring(0, at);
        String host = at < 0 ? "local" : text.substring(at + 1);
        return reading.domains()
                .canonical(host)
                .<Parsed<Callee>>map(
                        domain -> new Parsed.Good<>(new Callee.OfAccount(user + "@" + domain)))
                .orElseGet(
                        () ->
                                new Parsed.Wrong<>(
                                        "toMatchParameter",
                                        "must be an account of this server, and "
                                                + host
                                                + " is no domain of it."));
    }

    private static Parsed<Match> wrong(String key, String complaint) {
        return new Parsed.Wrong<>(key, complaint);
    }
}
