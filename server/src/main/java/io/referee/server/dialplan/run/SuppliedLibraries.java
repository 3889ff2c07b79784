package io.referee.server.dialplan.run;

import io.referee.server.account.DialPlan;
import io.referee.server.dialplan.Parsed;
import io.referee.server.dialplan.dial.LocalDomains;
import io.referee.server.dialplan.rule.RubyPlan;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What older plans `require` by the names of the files that their server had (`sipsorcery.md`
/// 2.1). *Engine thread only.*
final class SuppliedLibraries {
    private static final String RULES = "simplewizard";

    /// They worked on tables that nobody has here.
    private static final List<String> EMPTY = List.of("teliswizard", "dialplanwizard", "mikesgem");

    private SuppliedLibraries() {}

    /// The text of a library: `simplewizard` decides by the owner's rule list of that name, and the
    /// others do nothing. Empty when there is none of that name; the owner is told either way.
    static Optional<String> text(Plans plans, PlanRun run, String name) {
        String small = name.strip().toLowerCase(Locale.ROOT);
        String plain = small.endsWith(".rb") ? small.substring(0, small.length() - 3) : small;
        if (plain.equals(RULES)) {
            return Optional.of(rules(plans, run));
        }
        if (EMPTY.contains(plain)) {
            run.step(plain + " does nothing: the tables of that wizard are not kept here");
            return Optional.of("");
        }
        run.step("require: there is no library " + name);
        return Optional.empty();
    }

    /// A script has no rules of its own: what the older service kept beside such a script is a rule
    /// list here, and other scripts hand a call to the list of that name.
    private static String rules(Plans plans, PlanRun run) {
        Optional<DialPlan> list =
                plans.directory()
                        .dialPlan(run.owner(), RULES)
                        .filter(plan -> plan.type().equals("rules"));
        if (list.isEmpty()) {
            run.step(RULES + " does nothing: there is no rule list of that name");
            return "";
        }
        LocalDomains domains = new LocalDomains(plans.directory());
        return switch (RubyPlan.of(list.get(), domains, plans.zone())) {
            case Parsed.Good<String>(String script) -> script;
            case Parsed.Wrong<String>(String _, String complaint) -> {
                run.step(RULES + " does nothing: " + complaint);
                yield "";
            }
        };
    }
}
