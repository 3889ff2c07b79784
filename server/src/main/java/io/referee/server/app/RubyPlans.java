package io.referee.server.app;

import io.referee.server.account.DialPlan;
import io.referee.server.account.Directory;
import io.referee.server.event.DialPlanFact;
import io.referee.server.event.EventStream;
import io.referee.server.script.Scripts;
import io.referee.server.script.Syntax;
import io.referee.server.script.SyntaxError;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Clock;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/// The Ruby plans that there are: workers begin with the first of them, so that the first call
/// finds a warm one, and what was read from files before there were workers is looked at
/// afterwards. *Any thread; returns at once.*
///
/// @param workers begun at the first need
/// @param engine runs something in the engine, in order
record RubyPlans(Supplier<Scripts> workers, EventStream events, Executor engine) {
    private static final Logger LOG = LoggerFactory.getLogger(RubyPlans.class);

    /// Starts workers when a plan needs them.
    void warmUp(Directory directory) {
        if (!of(directory).isEmpty()) {
            Thread.startVirtualThread(this::started);
        }
    }

    private void started() {
        try {
            LOG.debug("Ruby dial plans: {}", workers.get().state());
        } catch (IllegalStateException e) {
            LOG.debug("No worker is started any more: {}", e.getMessage());
        }
    }

    /// Starts workers when a plan needs them, and reports plans that are no Ruby.
    void check(Directory directory) {
        List<DialPlan> plans = of(directory);
        if (!plans.isEmpty()) {
            Thread.startVirtualThread(() -> check(plans));
        }
    }

    private void check(List<DialPlan> plans) {
        try {
            for (DialPlan plan : plans) {
                if (workers.get().check(plan.script()) instanceof Syntax.Wrong(SyntaxError error)) {
                    report(plan, error);
                }
            }
        } catch (IllegalStateException e) {
            LOG.debug("No dial plan is checked any more: {}", e.getMessage());
        }
    }

    private void report(DialPlan plan, SyntaxError error) {
        String text = "it is no Ruby: " + ScriptCheck.words(error);
        LOG.warn("The dial plan {} of {}: {}.", plan.name(), plan.owner(), text);
        DialPlanFact fact = new DialPlanFact.Failed(plan.name(), error.line(), text);
        engine.execute(
                () -> events.publish(Clock.systemUTC().instant(), plan.owner(), "", "", "", fact));
    }

    private static List<DialPlan> of(Directory directory) {
        return directory.dialPlans().stream().filter(plan -> !plan.script().isEmpty()).toList();
    }
}
