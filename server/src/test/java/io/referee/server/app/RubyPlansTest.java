package io.referee.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.account.DialPlan;
import io.referee.server.account.DirectorySnapshot;
import io.referee.server.event.DialPlanFact;
import io.referee.server.event.Event;
import io.referee.server.event.EventStream;
import io.referee.server.event.SequenceStore;
import io.referee.server.script.Running;
import io.referee.server.script.ScriptHost;
import io.referee.server.script.ScriptRun;
import io.referee.server.script.Scripts;
import io.referee.server.script.Syntax;
import io.referee.server.script.SyntaxError;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// Plans that were there before there were workers.
class RubyPlansTest {
    private final EventStream events = new EventStream(SequenceStore.forgetful());
    private final CompletableFuture<Event> told = new CompletableFuture<>();
    private final CompletableFuture<Boolean> started = new CompletableFuture<>();
    private final RubyPlans plans = new RubyPlans(this::workers, events, Runnable::run);

    RubyPlansTest() {
        events.attach(told::complete);
    }

    private Scripts workers() {
        started.complete(true);
        return new Picky();
    }

    private static DirectorySnapshot directory(String type, String script) {
        return DirectorySnapshot.of(
                List.of("localhost"),
                List.of(),
                List.of(),
                List.of(new DialPlan("aaron", "main", type, script, List.of())));
    }

    @Test
    void aPlanThatIsNoRubyIsReportedToItsOwner() throws Exception {
        plans.check(directory("ruby", "sys.Dial("));

        Event event = told.get(60, TimeUnit.SECONDS);
        assertThat(event.owner()).isEqualTo("aaron");
        assertThat(event.fact())
                .isEqualTo(
                        new DialPlanFact.Failed(
                                "main", 2, "it is no Ruby: line 2, column 5: unexpected end"));
    }

    @Test
    void theFirstRubyPlanStartsTheWorkers() throws Exception {
        plans.warmUp(directory("ruby", "sys.Log"));

        assertThat(started.get(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void rulesNeedNoWorkers() {
        plans.warmUp(directory("rules", ""));
        plans.check(directory("rules", ""));

        assertThat(started).isNotDone();
    }

    /// Finds every script wrong.
    private static final class Picky implements Scripts {
        @Override
        public Running start(ScriptRun run, ScriptHost host) {
            throw new AssertionError("nothing is to run");
        }

        @Override
        public Syntax check(String text) {
            return new Syntax.Wrong(new SyntaxError(2, 5, "unexpected end"));
        }

        @Override
        public State state() {
            return new State("", false, 0, 0, 0, 0, 0, List.of());
        }

        @Override
        public void close() {}
    }
}
