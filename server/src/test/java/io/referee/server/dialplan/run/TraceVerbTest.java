package io.referee.server.dialplan.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.account.DialPlan;
import io.referee.server.account.DirectorySnapshot;
import io.referee.server.call.PlanReports;
import io.referee.server.call.RouteQuery;
import io.referee.server.script.Reply;
import io.referee.sip.uri.SipUri;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What `sys.Trace = true` of a script comes to.
class TraceVerbTest {
    private final List<String> told = new ArrayList<>();
    private final PlanRunner plans =
            new PlanRunner(
                    new PlanRunner.Surroundings(
                            () -> Instant.EPOCH,
                            () -> DirectorySnapshot.empty(List.of("example.org")),
                            account -> List.of(),
                            provider -> Plans.Way.PLAIN,
                            aor -> true,
                            port -> false,
                            5));

    private final class Told implements PlanReports {
        @Override
        public void step(String plan, String text) {
            told.add("step " + text);
        }

        @Override
        public void traced(String plan, String to) {
            told.add("traced " + plan + " to " + to);
        }

        @Override
        public void error(String plan, int line, String text) {
            throw new AssertionError(text);
        }

        @Override
        public PlanReports to(String owner) {
            return this;
        }
    }

    private RunningScript script(String traceEmail) {
        DialPlan plan = new DialPlan("aaron", "main", "ruby", "1", List.of(), traceEmail);
        RouteQuery query =
                RouteQuery.anonymous(SipUri.of("5", "example.org", -1), "example.org", new Told());
        return new RunningScript(plans, PlanRun.made(plan, query));
    }

    private static void set(RunningScript script, boolean value) {
        List<@Nullable Object> answers = new ArrayList<>();
        script.called(
                "SetTrace",
                List.of(value),
                1,
                new Reply() {
                    @Override
                    public void answer(@Nullable Object answer, Map<String, Object> changed) {
                        answers.add(answer);
                    }

                    @Override
                    public void fail(String text) {
                        throw new AssertionError(text);
                    }
                });
        assertThat(answers).hasSize(1).containsOnlyNulls();
    }

    @Test
    void theMessagesAreWantedByThoseWhomThePlanNames() {
        RunningScript script = script("al@example.org");
        set(script, true);
        set(script, true);
        set(script, false);
        set(script, false);

        assertThat(told).containsExactly("traced main to al@example.org", "traced main to ");
    }

    @Test
    void aPlanThatNamesNobodyIsTold() {
        RunningScript script = script("");
        set(script, true);
        set(script, false);

        assertThat(told)
                .containsExactly("step Trace: the plan has no traceEmail, so nobody is mailed");
    }

    @Test
    void aPlanThatIsTriedMailsNobody() {
        plans.watched((run, order, resolution) -> {});
        RunningScript script = script("al@example.org");
        set(script, true);

        assertThat(told)
                .containsExactly(
                        "step Trace: the messages of the call would be mailed to al@example.org");
    }
}
