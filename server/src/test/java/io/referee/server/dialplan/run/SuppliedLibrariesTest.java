package io.referee.server.dialplan.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.account.DialPlan;
import io.referee.server.account.Directory;
import io.referee.server.account.DirectorySnapshot;
import io.referee.server.account.Owner;
import io.referee.server.call.PlanReports;
import io.referee.server.call.RouteQuery;
import io.referee.sip.uri.SipUri;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// What `require` finds by the names of the older service.
class SuppliedLibrariesTest {
    private static final DialPlan LIST =
            new DialPlan(
                    "aaron",
                    "simplewizard",
                    "rules",
                    "",
                    List.of(new DialPlan.Rule("out", "exact", "5", "dialAdvanced", "bob@local")));

    private final List<String> told = new ArrayList<>();

    private String text(String library, DialPlan... plans) {
        DirectorySnapshot.Draft draft = DirectorySnapshot.empty(List.of("example.org")).draft();
        draft.put(new Owner("aaron", "", List.of()));
        draft.put(new Owner("eve", "", List.of()));
        for (DialPlan plan : plans) {
            draft.put(plan);
        }
        Directory directory = draft.snapshot();
        PlanRunner runner =
                new PlanRunner(
                        new PlanRunner.Surroundings(
                                () -> Instant.EPOCH,
                                () -> directory,
                                account -> List.of(),
                                provider -> Plans.Way.PLAIN,
                                aor -> true,
                                port -> false,
                                5));
        RouteQuery query =
                RouteQuery.anonymous(
                        SipUri.of("5", "example.org", -1), "example.org", new Told(told));
        DialPlan plan = new DialPlan("aaron", "plan", "ruby", "", List.of());
        return SuppliedLibraries.text(runner, PlanRun.made(plan, query), library).orElse("none");
    }

    @Test
    void theSimpleWizardIsTheRuleListOfThatName() {
        assertThat(text("simplewizard", LIST))
                .contains("if sys.Out", "number == '5'", "sys.Dial('bob@local')");
        assertThat(told).isEmpty();
        assertThat(text("SimpleWizard.rb", LIST)).contains("sys.Dial('bob@local')");
    }

    @Test
    void anotherOwnersListIsNotIt() {
        DialPlan hers = new DialPlan("eve", "simplewizard", "rules", "", LIST.rules());

        assertThat(text("simplewizard", hers)).isEmpty();
        assertThat(told)
                .containsExactly("simplewizard does nothing: there is no rule list of that name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"teliswizard", "dialplanwizard", "mikesgem"})
    void theOthersDoNothingAndSaySo(String library) {
        assertThat(text(library)).isEmpty();
        assertThat(told).singleElement().asString().startsWith(library + " does nothing");
    }

    @Test
    void anUnknownNameIsToldToTheOwner() {
        assertThat(text("net/http")).isEqualTo("none");
        assertThat(told).containsExactly("require: there is no library net/http");
    }

    private record Told(List<String> steps) implements PlanReports {
        @Override
        public void step(String plan, String text) {
            steps.add(text);
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
}
