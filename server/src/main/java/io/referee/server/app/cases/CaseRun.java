package io.referee.server.app.cases;

import io.referee.server.account.DialPlan;
import io.referee.server.account.Directory;
import io.referee.server.dialplan.dial.LocalDomains;
import io.referee.server.dialplan.rule.PlanCase.Verdict;
import io.referee.server.dialplan.rule.RuleList;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Plays the cases of a file against the dial plans of an owner. *One thread.*
public final class CaseRun {
    private final Directory directory;
    private final String owner;
    private final Map<String, RuleList> ready = new HashMap<>();

    /// @param owner whose plans are played
    public CaseRun(Directory directory, String owner) {
        this.directory = directory;
        this.owner = owner;
    }

    /// How one case went.
    ///
    /// @param failure a sentence with its line in the file; empty when it passed
    /// @param steps what the rules said, when it failed
    public record Result(String name, String failure, List<String> steps) {

        /// Whether it went as it must.
        public boolean passed() {
            return failure.isEmpty();
        }
    }

    /// Plays all cases, in their order.
    public List<Result> play(CaseFile file) {
        List<Result> results = new ArrayList<>();
        for (CaseFile.Entry entry : file.entries()) {
            results.add(play(entry));
        }
        return List.copyOf(results);
    }

    private Result play(CaseFile.Entry entry) {
        String name = entry.planCase().name();
        Optional<DialPlan> plan = directory.dialPlan(owner, entry.plan());
        if (plan.isEmpty() || !plan.get().type().equals("rules")) {
            String what = plan.isEmpty() ? "there is no dial plan " : "these are no rules: ";
            return new Result(
                    name, entry.place().sentence(what + entry.plan() + ".").sentence(), List.of());
        }
        RuleList rules =
                ready.computeIfAbsent(
                        entry.plan(), _ -> RuleList.of(plan.get(), new LocalDomains(directory)));
        return switch (entry.planCase().check(rules)) {
            case Verdict.Passed _ -> new Result(name, "", List.of());
            case Verdict.Failed(String reason, List<String> steps) ->
                    new Result(
                            name,
                            entry.place().sentence(name + ": " + reason + ".").sentence(),
                            steps);
        };
    }
}
