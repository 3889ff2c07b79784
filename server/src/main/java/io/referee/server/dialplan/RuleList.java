package io.referee.server.dialplan;

import io.referee.server.account.Account;
import io.referee.server.account.DialPlan;
import io.referee.server.account.Directory;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A dial plan of type `rules`, ready to decide. *Immutable, any thread.*
///
/// Rules are tried in order. A rule whose dial fails gives way to the next one that matches, and
/// when none is left the caller hears how the last one failed. A destination is
/// - `account@domain` of a served domain (`local` means the default one),
/// - `account`: of the default domain,
/// - a served domain alone: the dialled number there.
///
/// Anything else would be a provider or an outside host, and those are not available in this
/// version.
public final class RuleList {
    /// The most rules of one plan.
    public static final int MAX_RULES = 1000;

    private static final String NO_PROVIDERS = "providers are not available in this version";

    /// @param label as in `rule 2 (prefix 011353)`
    private record Line(String label, Parsed<Route> route) {}

    private final List<Line> lines;

    private RuleList(List<Line> lines) {
        this.lines = List.copyOf(lines);
    }

    /// Makes the rules of a plan ready. A rule that cannot be used never matches, and says so in
    /// its step.
    public static RuleList of(DialPlan plan) {
        List<Line> lines = new ArrayList<>();
        for (DialPlan.Rule rule : plan.rules()) {
            String label =
                    "rule " + (lines.size() + 1) + " (" + rule.match() + " " + rule.pattern() + ")";
            lines.add(new Line(label, Route.parse(rule)));
        }
        return new RuleList(lines);
    }

    /// What to do with a call.
    public Outcome decide(Dialled call, Directory directory) {
        return decideAfter(0, call, directory);
    }

    /// What to do with a call when the dial of `rule` has failed; rule 0 is the beginning.
    public Outcome decideAfter(int rule, Dialled call, Directory directory) {
        List<String> steps = new ArrayList<>();
        Decision decision = new Decision.NoMatch();
        for (int i = rule; i < lines.size(); i++) {
            Decision here = decide(i, call, directory, steps);
            if (here instanceof Decision.Dial) {
                return new Outcome(here, List.copyOf(steps));
            }
            decision = here instanceof Decision.NoMatch ? decision : here;
        }
        steps.add(
                rule == 0 && decision instanceof Decision.NoMatch
                        ? "no rule matched"
                        : "no rule is left");
        return new Outcome(decision, List.copyOf(steps));
    }

    private Decision decide(int index, Dialled call, Directory directory, List<String> steps) {
        Line line = lines.get(index);
        return switch (line.route()) {
            case Parsed.Wrong<Route>(String key, String complaint) -> {
                steps.add(line.label() + " cannot be used: " + key + " " + complaint);
                yield new Decision.NoMatch();
            }
            case Parsed.Good<Route>(Route route) when !route.pattern().matches(call.user()) -> {
                steps.add(line.label() + " does not match " + call.user());
                yield new Decision.NoMatch();
            }
            case Parsed.Good<Route>(Route route) -> {
                String destination = route.destination().fill(call);
                Decision decision = resolve(index + 1, destination, call, directory);
                steps.add(line.label() + " matched, " + inWords(decision, destination));
                yield decision;
            }
        };
    }

    private static String inWords(Decision decision, String destination) {
        return switch (decision) {
            case Decision.Dial d -> "dial " + d.account() + "@" + d.domain();
            case Decision.Unavailable u -> "dial " + destination + ", but " + u.reason();
            case Decision.NoMatch _ ->
                    throw new AssertionError("a rule that matched says where to go");
        };
    }

    private static Decision resolve(
            int rule, String destination, Dialled call, Directory directory) {
        String plain = withoutScheme(destination);
        int at = plain.indexOf('@');
        if (at >= 0) {
            return resolve(rule, plain.substring(0, at), plain.substring(at + 1), directory);
        }
        Optional<Account> account = directory.account(plain, directory.defaultDomain());
        if (account.isPresent()) {
            return dial(rule, account.get());
        }
        if (domain(plain, directory).isPresent()) {
            return resolve(rule, call.user(), plain, directory);
        }
        return new Decision.Unavailable(
                rule,
                480,
                "there is no account "
                        + plain
                        + "@"
                        + directory.defaultDomain()
                        + ", and "
                        + NO_PROVIDERS);
    }

    private static Decision resolve(int rule, String user, String host, Directory directory) {
        Optional<String> domain = domain(host, directory);
        if (domain.isEmpty()) {
            return new Decision.Unavailable(
                    rule, 480, host + " is not a domain of this server, and " + NO_PROVIDERS);
        }
        return directory
                .account(user, domain.get())
                .map(account -> dial(rule, account))
                .orElseGet(
                        () ->
                                new Decision.Unavailable(
                                        rule,
                                        404,
                                        "there is no account " + user + "@" + domain.get()));
    }

    private static Decision dial(int rule, Account account) {
        return new Decision.Dial(rule, account.name(), account.domain());
    }

    private static Optional<String> domain(String host, Directory directory) {
        if (directory.serves(host)) {
            return Optional.of(host);
        }
        return host.equalsIgnoreCase("local")
                ? Optional.of(directory.defaultDomain())
                : Optional.empty();
    }

    private static String withoutScheme(String destination) {
        String lower = destination.toLowerCase(Locale.ROOT);
        if (lower.startsWith("sip:")) {
            return destination.substring("sip:".length());
        }
        return lower.startsWith("sips:") ? destination.substring("sips:".length()) : destination;
    }
}
