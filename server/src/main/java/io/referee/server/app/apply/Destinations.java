package io.referee.server.app.apply;

import io.referee.server.account.DialPlan;
import io.referee.server.account.DirectorySnapshot;
import io.referee.server.app.apply.ApplyFile.PlanEntry;
import io.referee.server.dialplan.Dialled;
import io.referee.server.dialplan.dial.LocalDomains;
import io.referee.server.dialplan.dial.Resolver;
import io.referee.server.dialplan.rule.PlanCall;
import io.referee.server.dialplan.rule.RuleList;
import io.referee.server.dialplan.rule.Step;

import java.time.Instant;
import java.util.List;

/// Says beforehand which rules cannot be dialled. It is a warning only: the account or the provider
/// may come later.
final class Destinations {

    private Destinations() {}

    /// Adds a sentence for each thing that looks wrong with whom a rule without variables dials.
    static void warn(
            String owner, PlanEntry plan, DirectorySnapshot directory, List<String> warnings) {
        int number = 0;
        for (DialPlan.Rule rule : plan.rules()) {
            number++;
            if (rule.details().disabled() || dependsOnTheCall(rule, directory)) {
                continue;
            }
            String label = (rule.match() + " " + rule.pattern()).strip();
            for (String note : notes(owner, rule, directory)) {
                warnings.add(
                        plan.place()
                                .complaint(
                                        "holds rule "
                                                + number
                                                + " ("
                                                + (label.isEmpty() ? rule.direction() : label)
                                                + ") of "
                                                + plan.name()
                                                + ", of which "
                                                + note
                                                + ".")
                                .sentence());
            }
        }
    }

    private static boolean dependsOnTheCall(DialPlan.Rule rule, DirectorySnapshot directory) {
        String whom = rule.parameters();
        return whom.contains("${")
                || new LocalDomains(directory).canonical(whom).isPresent()
                || whom.isEmpty();
    }

    /// What the resolver would note if the rule matched.
    private static List<String> notes(
            String owner, DialPlan.Rule rule, DirectorySnapshot directory) {
        DialPlan.Details details =
                new DialPlan.Details(
                        "",
                        "",
                        "",
                        "",
                        rule.details().parameters2(),
                        rule.details().parameters3(),
                        "",
                        "",
                        "",
                        false);
        DialPlan.Rule always =
                new DialPlan.Rule("out", "exact", "0", rule.command(), rule.parameters(), details);
        DialPlan plan = new DialPlan("", "", "rules", "", List.of(always));
        Dialled nobody = new Dialled("0", "", "", "", "", "", "sip:0@elsewhere.invalid");
        Step step =
                RuleList.of(plan, new LocalDomains(directory))
                        .first(PlanCall.out(nobody), Instant.EPOCH)
                        .step();
        if (!(step instanceof Step.Dial dial)) {
            return List.of();
        }
        Resolver.Running run = Resolver.Running.plain(owner, "", nobody, "");
        return Resolver.of(directory, _ -> false).resolve(dial.string(), run).notes();
    }
}
