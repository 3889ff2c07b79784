package io.referee.server.dialplan.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.account.DialPlan;
import io.referee.server.account.DirectorySnapshot;
import io.referee.server.call.Ids;
import io.referee.server.call.PlanReports;
import io.referee.server.call.Route;
import io.referee.server.call.RouteQuery;
import io.referee.server.event.DialPlanFact;
import io.referee.server.event.Fact;
import io.referee.server.script.Running;
import io.referee.server.script.ScriptEnd;
import io.referee.server.script.ScriptHost;
import io.referee.server.script.ScriptRun;
import io.referee.server.script.Scripts;
import io.referee.server.script.Syntax;
import io.referee.server.virtual.VirtualOutside;
import io.referee.sip.uri.SipUri;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Events of a script say which of its lines they are about.
class StepLinesTest {
    private final List<Fact> facts = new ArrayList<>();

    private void play(Consumer<ScriptHost> script) {
        PlanRunner plans =
                new PlanRunner(
                        new PlanRunner.Surroundings(
                                () -> Instant.EPOCH,
                                () -> DirectorySnapshot.empty(List.of("example.org")),
                                account -> List.of(),
                                provider -> Plans.Way.PLAIN,
                                aor -> true,
                                port -> false,
                                5));
        plans.scripts(new Plays(script), (run, name, arguments, line, reply) -> reply.answer(null));
        PlanReports reports =
                PlanReports.of(
                        new VirtualOutside(),
                        (at, owner, call, chain, leg, fact) -> facts.add(fact),
                        new Ids("aaron", "1", "1"));
        RouteQuery query =
                RouteQuery.anonymous(SipUri.of("5", "example.org", -1), "example.org", reports);
        DialPlan plan = new DialPlan("aaron", "plan", "ruby", "", List.of());
        Route route = plans.run(PlanRun.made(plan, query));
        ((Route.Deciding) route).course().begin((status, reason, headers) -> {}, next -> {});
    }

    @Test
    void aLogLineAndALineThatRuns() {
        play(
                host -> {
                    host.traced(2);
                    host.logged(3, "hello");
                });

        assertThat(facts)
                .containsExactly(
                        new DialPlanFact.Step("plan", 2, "line 2"),
                        new DialPlanFact.Step("plan", 3, "line 3: hello"));
        assertThat(((DialPlanFact.Step) facts.getLast()).data()).containsEntry("line", 3);
    }

    @Test
    void anErrorAndWhatIsAboutNoLine() {
        play(host -> host.ended(new ScriptEnd(ScriptEnd.Kind.EXCEPTION, "no", 4, "Wrong")));

        assertThat(facts)
                .singleElement()
                .isInstanceOfSatisfying(
                        DialPlanFact.Failed.class,
                        failed -> assertThat(failed.data()).containsEntry("line", 4));
        assertThat(new DialPlanFact.Step("plan", "no line").data()).containsEntry("line", 0);
    }

    /// Says what the test has it say, once, as soon as the plan has begun.
    private record Plays(Consumer<ScriptHost> script) implements Scripts {
        @Override
        public Running start(ScriptRun run, ScriptHost host) {
            script.accept(host);
            return new Running() {
                @Override
                public void stop(String reason) {}

                @Override
                public void deadline(Duration fromNow) {}
            };
        }

        @Override
        public Syntax check(String text) {
            return new Syntax.Unknown("nobody reads scripts here");
        }

        @Override
        public State state() {
            return new State("", false, 0, 0, 0, 0, 0, List.of());
        }

        @Override
        public void close() {}
    }
}
