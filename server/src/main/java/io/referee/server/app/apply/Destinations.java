package io.referee.server.app.apply;

import io.referee.server.account.DialPlan;
import io.referee.server.account.DirectorySnapshot;
import io.referee.server.app.apply.ApplyFile.PlanEntry;
import io.referee.server.dialplan.Decision;
import io.referee.server.dialplan.Dialled;
import io.referee.server.dialplan.RuleList;

import java.util.List;

/// Says beforehand which rules cannot be dialled. It is a warning only: the account may come later.
final class Destinations {

    private Destinations() {}

    /// Adds a sentence for each rule without variables that leads nowhere in this directory.
    static void warn(PlanEntry plan, DirectorySnapshot directory, List<String> warnings) {
        int index = 0;
        for (DialPlan.Rule rule : plan.rules()) {
            String reason =
                    dependsOnTheCall(rule.parameters(), directory)
                            ? ""
                            : unavailable(rule, directory);
            if (!reason.isEmpty()) {
                warnings.add(
                        plan.place()
                                .complaint(
                                        "holds rule "
                                                + (index + 1)
                                                + " ("
                                                + rule.match()
                                                + " "
                                                + rule.pattern()
                                                + ") of "
                                                + plan.name()
                                                + ", which cannot be dialled: "
                                                + reason
                                                + ".")
                                .sentence());
            }
            index++;
        }
    }

    private static boolean dependsOnTheCall(String parameters, DirectorySnapshot directory) {
        return parameters.contains("${")
                || parameters.equalsIgnoreCase("local")
                || directory.serves(parameters);
    }

    /// Why the rule could not be dialled if it matched; empty when it could.
    private static String unavailable(DialPlan.Rule rule, DirectorySnapshot directory) {
        DialPlan.Rule always = new DialPlan.Rule("out", "exact", "0", "dial", rule.parameters());
        RuleList list = RuleList.of(new DialPlan("", "", "rules", "", List.of(always)));
        Decision decision = list.decide(new Dialled("0", "", "", ""), directory).decision();
        return decision instanceof Decision.Unavailable unavailable ? unavailable.reason() : "";
    }
}
