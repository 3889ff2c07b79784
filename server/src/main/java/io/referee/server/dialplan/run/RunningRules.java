package io.referee.server.dialplan.run;

import io.referee.server.account.Account;
import io.referee.server.call.Route;
import io.referee.server.dialplan.rule.PlanCall;
import io.referee.server.dialplan.rule.RuleList;
import io.referee.server.dialplan.rule.Step;

import java.util.Optional;

/// A rule list that decides about a call: when the dial of a rule fails, the next rule that matches
/// has its turn. *Engine thread only.*
final class RunningRules implements PlanDial.Then {
    private final Plans plans;
    private final PlanRun run;
    private final RuleList rules;
    private final PlanCall call;
    private final PlanDial.Budget budget = new PlanDial.Budget();
    private int rule;
    private final Unanswered unanswered;
    private String silence = "No rule matched";

    private RunningRules(Plans plans, PlanRun asked) {
        this.plans = plans;
        this.run = asked.kind() == PlanRun.Kind.REDIRECT ? towards(asked) : asked;
        this.rules = plans.rules(run.plan());
        this.unanswered = new Unanswered(run);
        this.call =
                run.kind() == PlanRun.Kind.IN
                        ? PlanCall.in(run.dialled(), run.account().map(Account::aor).orElse(""), "")
                        : PlanCall.out(run.dialled());
    }

    private static PlanRun towards(PlanRun run) {
        return run.redirection().map(run::towards).orElse(run);
    }

    static Route start(Plans plans, PlanRun run) {
        return new RunningRules(plans, run).next();
    }

    /// Whatever came of it: also who declines is to reach the voicemail of a later rule.
    @Override
    public Optional<Route> failed(DialResult result) {
        unanswered.failed(result);
        return Optional.of(next());
    }

    @Override
    public void over(Route.End end) {}

    private Route next() {
        Step.Reasoned step = rules.next(rule, call, plans.now());
        step.lines().forEach(run::step);
        return switch (step.step()) {
            case Step.Dial dial -> {
                rule = dial.rule();
                silence = "Nobody answered";
                DialOrder order =
                        DialOrder.of(
                                dial.string().toString(), dial.ringLimit(), dial.answeredLimit());
                yield PlanDial.start(plans, run, order, budget, this).orElseGet(this::ended);
            }
            case Step.Reject reject -> new Route.Refused(reject.status(), reject.reason());
            case Step.Refer _, Step.End _ -> ended();
        };
    }

    private Route ended() {
        return unanswered.told(silence);
    }
}
