package io.referee.server.dialplan.rule;

import io.referee.server.account.DialPlan;
import io.referee.server.dialplan.Dialled;
import io.referee.server.dialplan.Parsed;
import io.referee.server.dialplan.dial.LocalDomains;
import io.referee.server.dialplan.dial.Variables;
import io.referee.server.transfer.ReferPlans;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// A dial plan of type `rules`, ready to decide. *Immutable, any thread.* Making one is work: keep
/// it as long as the plan and the served domains are the same.
///
/// The rules of a call's direction are looked at by priority. A dial that fails gives way to the
/// next rule that matches; an answer, a rejection or the end of the list ends the run.
public final class RuleList {
    /// The most rules of one plan.
    public static final int MAX_RULES = 1000;

    /// The most that the patterns of one plan may cost together, so that one look at all of them is
    /// short.
    public static final int MAX_COST = 20_000;

    /// @param number its place as written, from 1
    /// @param label as in `rule 2 (prefix 011353)`
    private record Line(
            int number,
            String label,
            BigDecimal priority,
            Parsed<ReadyRule> rule,
            boolean disabled) {}

    /// The plan that is asked about REFERs instead of calls.
    public static final String REFER_PLAN = "onRefer";

    private final List<Line> lines;
    private final boolean aboutRefers;

    private RuleList(List<Line> lines, boolean aboutRefers) {
        this.lines = List.copyOf(lines);
        this.aboutRefers = aboutRefers;
    }

    /// Makes the rules of a plan ready; times that name no zone are in UTC. A rule that cannot be
    /// used never matches, and says so.
    public static RuleList of(DialPlan plan, LocalDomains domains) {
        return of(plan, domains, ZoneOffset.UTC);
    }

    /// The same with the zone of times that name none.
    public static RuleList of(DialPlan plan, LocalDomains domains, ZoneId zone) {
        List<Line> lines = new ArrayList<>(plan.rules().size());
        for (DialPlan.Rule rule : plan.rules()) {
            int number = lines.size() + 1;
            BigDecimal place = BigDecimal.valueOf(number);
            lines.add(
                    new Line(
                            number,
                            label(number, rule),
                            ReadyRule.priority(rule.details().priority()).orElse(place),
                            ReadyRule.parse(rule, domains, zone),
                            rule.details().disabled()));
        }
        lines.sort(Comparator.comparing(Line::priority).thenComparing(Line::number));
        return new RuleList(lines, plan.name().equals(REFER_PLAN));
    }

    private static String label(int number, DialPlan.Rule rule) {
        String kind =
                rule.direction().equalsIgnoreCase("in")
                        ? "in"
                        : (rule.match() + " " + rule.pattern()).strip();
        String description = rule.details().description();
        return "rule "
                + number
                + " ("
                + kind
                + (description.isEmpty() ? "" : ", " + description)
                + ")";
    }

    /// What to do with a call first.
    public Step.Reasoned first(PlanCall call, Instant at) {
        return next(0, call, at);
    }

    /// What to do with a call when the dial of `rule` has failed; rule 0 is the beginning.
    public Step.Reasoned next(int rule, PlanCall call, Instant at) {
        List<String> said = new ArrayList<>();
        boolean matched = rule != 0;
        for (Line line : lines.subList(placeAfter(rule), lines.size())) {
            String mismatch = mismatch(line, call, at);
            if (!mismatch.isEmpty()) {
                said.add(line.label() + " " + mismatch);
                continue;
            }
            matched = true;
            Command command = ((Parsed.Good<ReadyRule>) line.rule()).value().command();
            said.add(line.label() + " matched, " + inWords(command, call.dialled()));
            if (misplaced(command)) {
                said.add(line.label() + " is nothing for this plan: the next rule is looked at");
                continue;
            }
            switch (command) {
                case Command.Dial d -> {
                    return new Step.Reasoned(
                            new Step.Dial(
                                    line.number(), d.string(), d.ringLimit(), d.answeredLimit()),
                            List.copyOf(said));
                }
                case Command.Reject r -> {
                    return new Step.Reasoned(
                            new Step.Reject(line.number(), r.status(), r.reason()),
                            List.copyOf(said));
                }
                case Command.Refer r -> {
                    return new Step.Reasoned(
                            new Step.Refer(line.number(), filled(r.word(), call.dialled())),
                            List.copyOf(said));
                }
                case Command.HighriseLookup _ -> {}
            }
        }
        said.add(matched ? "no rule is left" : "no rule matched");
        return new Step.Reasoned(new Step.End(), List.copyOf(said));
    }

    /// Calls are dialled, and REFERs are decided about.
    private boolean misplaced(Command command) {
        return aboutRefers ? command instanceof Command.Dial : command instanceof Command.Refer;
    }

    private static ReferPlans.Word filled(ReferPlans.Word word, Dialled call) {
        return word instanceof ReferPlans.Word.Accept(String to)
                ? new ReferPlans.Word.Accept(Variables.fill(to, call, new ArrayList<>()))
                : word;
    }

    private int placeAfter(int rule) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).number() == rule) {
                return i + 1;
            }
        }
        return 0;
    }

    private static String mismatch(Line line, PlanCall call, Instant at) {
        if (line.disabled()) {
            return "is disabled";
        }
        return switch (line.rule()) {
            case Parsed.Wrong<ReadyRule>(String key, String complaint) ->
                    "cannot be used: " + key + " " + complaint;
            case Parsed.Good<ReadyRule>(ReadyRule rule) when rule.direction() != call.direction() ->
                    rule.direction() == PlanCall.Direction.IN
                            ? "is for incoming calls"
                            : "is for outgoing calls";
            case Parsed.Good<ReadyRule>(ReadyRule rule) -> rule.match().mismatch(call, at);
        };
    }

    private static String inWords(Command command, Dialled call) {
        return switch (command) {
            case Command.Dial d ->
                    "dial "
                            + Variables.fill(d.string().toString(), call, new ArrayList<>())
                            + (d.ringLimit().equals(Step.Dial.MAX_RING)
                                    ? ""
                                    : " for at most " + d.ringLimit().toSeconds() + " s");
            case Command.Reject r -> "reject with " + r.status() + " " + r.reason();
            case Command.Refer(ReferPlans.Word word) -> filled(word, call).inWords();
            case Command.HighriseLookup _ ->
                    "but Highrise is no longer available: the next rule is looked at";
        };
    }
}
