package io.referee.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.account.DialPlan;
import io.referee.server.account.PlanVersionStore;
import io.referee.server.api.DirectoryDesk.Outcome;
import io.referee.server.script.Syntax;
import io.referee.server.script.SyntaxError;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/// Scripts are looked at before they are saved.
class ScriptCheckTest {
    private final List<String> asked = new ArrayList<>();
    private Syntax verdict = new Syntax.Good();
    private final StoredDirectory directory =
            new StoredDirectory(
                    new Forgetful(),
                    List.of("localhost"),
                    _ -> {},
                    text -> {
                        asked.add(text);
                        return verdict;
                    },
                    PlanVersionStore.NONE);

    ScriptCheckTest() {
        directory.apply("users: [{name: aaron}]", "");
    }

    private Outcome put(String script) {
        return directory.putDialPlan(
                "aaron", "main", "{\"type\": \"ruby\",\n \"script\": \"" + script + "\"}", "aaron");
    }

    private String kept() {
        return directory.current().dialPlan("aaron", "main").map(DialPlan::script).orElse("");
    }

    @Test
    void whatIsNoRubyIsNotSaved() {
        assertThat(put("sys.Log 1")).isInstanceOf(Outcome.Done.class);
        verdict = new Syntax.Wrong(new SyntaxError(3, 7, "unexpected end\nand more"));

        assertThat(put("sys.Dial("))
                .isEqualTo(
                        new Outcome.Wrong(
                                "request body, line 2:2: script is no Ruby: line 3, column 7:"
                                        + " unexpected end."));
        assertThat(kept()).isEqualTo("sys.Log 1");
        assertThat(asked).containsExactly("sys.Log 1", "sys.Dial(");
    }

    @Test
    void whatNobodyCouldLookAtIsSavedWithAWarning() {
        verdict = new Syntax.Unknown("no worker answered within 10 s");

        assertThat(put("sys.Log 2"))
                .isInstanceOfSatisfying(
                        Outcome.Done.class,
                        done ->
                                assertThat(done.warnings())
                                        .containsExactly(
                                                "request body, line 2:2: script has not been"
                                                        + " checked, because no worker answered"
                                                        + " within 10 s; it is saved as it is."));
        assertThat(kept()).isEqualTo("sys.Log 2");
    }

    @Test
    void whatDoesNotChangeIsNotLookedAtAgain() {
        put("sys.Log 3");
        put("sys.Log 3");

        assertThat(asked).containsExactly("sys.Log 3");
    }
}
