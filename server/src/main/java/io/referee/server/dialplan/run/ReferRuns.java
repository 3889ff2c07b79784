package io.referee.server.dialplan.run;

import io.referee.server.account.DialPlan;
import io.referee.server.dialplan.rule.PlanCall;
import io.referee.server.dialplan.rule.RuleList;
import io.referee.server.dialplan.rule.Step;
import io.referee.server.transfer.ReferPlans;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/// Runs the plans named `onRefer`: they are asked about a REFER, and their first word counts
/// (`transfers.md` 0.5). A plan that says nothing allows nothing. *Engine thread only.*
public final class ReferRuns implements ReferPlans {
    private static final int DECLINE = 603;

    private final Plans plans;

    public ReferRuns(Plans plans) {
        this.plans = plans;
    }

    @Override
    public Optional<Runnable> ask(Asked refer, Consumer<Word> then) {
        return plans.directory()
                .dialPlan(refer.owner(), RuleList.REFER_PLAN)
                .map(plan -> start(plan, refer, then));
    }

    /// Puts it to this very plan.
    ///
    /// @return what stops it
    public Runnable start(DialPlan plan, Asked refer, Consumer<Word> then) {
        PlanRun run = PlanRun.made(plan, refer.query());
        Consumer<Word> said =
                word -> {
                    run.step(word.inWords());
                    then.accept(word);
                };
        if (plan.type().toLowerCase(Locale.ROOT).equals("rules")) {
            said.accept(ruled(run));
            return () -> {};
        }
        ReferScript script = new ReferScript(plans, run, said);
        script.start();
        return script::stop;
    }

    private Word ruled(PlanRun run) {
        Step.Reasoned step =
                plans.rules(run.plan()).first(PlanCall.out(run.dialled()), plans.now());
        step.lines().forEach(run::step);
        return switch (step.step()) {
            case Step.Refer(int rule, Word word) -> local(word);
            case Step.Reject reject -> new Word.Refuse(reject.status(), reject.reason());
            case Step.Dial _, Step.End _ -> nothing();
        };
    }

    /// What a plan comes to that ends without a word.
    static Word nothing() {
        return new Word.Refuse(DECLINE, "The dial plan allows no such transfer");
    }

    /// In plans `local` is the default domain.
    static Word local(Word word) {
        boolean local =
                word instanceof Word.Accept(String to)
                        && to.toLowerCase(Locale.ROOT).endsWith("@local");
        if (local && word instanceof Word.Accept(String to)) {
            return new Word.Accept(to.substring(0, to.length() - "@local".length()));
        }
        return word;
    }
}
