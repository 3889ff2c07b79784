package io.referee.server.app.cases;

import io.referee.server.account.DialPlan;
import io.referee.server.account.Directory;
import io.referee.server.dialplan.dial.LocalDomains;
import io.referee.server.dialplan.rule.PlanCase.Verdict;
import io.referee.server.dialplan.rule.RuleList;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Plays the cases of a file against the dial plans of an owner. *One thread.*
public final class CaseRun {
    private final Directory directory;
    private final String owner;
    private final ScriptPlayer scripts;
    private final Map<Listed, RuleList> ready = new HashMap<>();

    private record Listed(String plan, ZoneId zone) {}

    /// @param owner whose plans are played
    /// @param scripts who plays those that are scripts
    public CaseRun(Directory directory, String owner, ScriptPlayer scripts) {
        this.directory = directory;
        this.owner = owner;
        this.scripts = scripts;
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
        if (plan.isEmpty()) {
            return failed(entry, "there is no dial plan " + entry.plan(), List.of());
        }
        if (!plan.get().type().equals("rules") || entry.rings()) {
            return script(entry);
        }
        RuleList rules =
                ready.computeIfAbsent(
                        new Listed(entry.plan(), entry.zone()),
                        listed ->
                                RuleList.of(
                                        plan.get(), new LocalDomains(directory), listed.zone()));
        return switch (entry.planCase().check(rules)) {
            case Verdict.Passed _ -> new Result(name, "", List.of());
            case Verdict.Failed(String reason, List<String> steps) ->
                    failed(entry, name + ": " + reason, steps);
        };
    }

    private Result script(CaseFile.Entry entry) {
        String name = entry.planCase().name();
        if (!entry.planCase().call().provider().isEmpty()) {
            return failed(
                    entry,
                    name
                            + (entry.rings()
                                    ? ": the key provider cannot stand beside phones and hears;"
                                            + " it is in the number, too,"
                                    : ": the key provider is for rules; a script sees it in the"
                                            + " number,")
                            + " as in to: provider1.aaron with called: aaron",
                    List.of());
        }
        return switch (scripts.play(entry)) {
            case ScriptPlayer.Outcome.Done(Played played) -> {
                String difference = played.difference(entry);
                yield difference.isEmpty()
                        ? new Result(name, "", List.of())
                        : failed(entry, name + ": " + difference, played.lines());
            }
            case ScriptPlayer.Outcome.Impossible(String why) ->
                    failed(entry, name + ": " + why, List.of());
        };
    }

    private static Result failed(CaseFile.Entry entry, String why, List<String> steps) {
        String sentence = why.endsWith(".") ? why : why + ".";
        return new Result(
                entry.planCase().name(), entry.place().sentence(sentence).sentence(), steps);
    }
}
