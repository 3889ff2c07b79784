package io.referee.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.app.config.Configuration.DialPlans;
import io.referee.server.app.config.Configuration.ScriptAccess;
import io.referee.server.app.config.WebAccess;
import io.referee.server.script.Reply;
import io.referee.server.script.ScriptEnd;
import io.referee.server.script.ScriptHost;
import io.referee.server.script.ScriptRun;
import io.referee.server.script.Syntax;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What runs Ruby plans on a machine without bubblewrap.
class RubyWorkersTest {
    private static RubyWorkers workers(boolean wallsRequired) {
        DialPlans plans =
                new DialPlans(
                        DialPlans.Ruby.AUTO,
                        wallsRequired,
                        ZoneOffset.UTC,
                        Optional.empty(),
                        new ScriptAccess(WebAccess.OFF, Optional.empty(), 5));
        return new RubyWorkers(plans, name -> Optional.empty());
    }

    @Test
    void withoutTheWallsThatAreRequiredNoScriptRunsAndTheReasonIsTold() {
        try (RubyWorkers workers = workers(true)) {
            Ends ends = new Ends();
            workers.get().start(ScriptRun.of("aaron", "main", "sys.Log 1", Map.of()), ends);

            assertThat(ends.heard)
                    .singleElement()
                    .satisfies(
                            end -> {
                                assertThat(end.kind()).isEqualTo(ScriptEnd.Kind.WORKER_LOST);
                                assertThat(end.message()).contains("dialPlans.walls");
                            });
            assertThat(workers.get().check("x")).isInstanceOf(Syntax.Unknown.class);
            assertThat(workers.standing().missing())
                    .anyMatch(line -> line.contains("no Ruby dial plan can run"));
        }
    }

    @Test
    void otherwiseItIsSaidThatTheyAreMissing() {
        try (RubyWorkers workers = workers(false)) {
            assertThat(workers.standing().missing())
                    .anyMatch(line -> line.contains("scripts run without the walls"));
            assertThat(workers.standing().engine()).isEqualTo("jruby");
        }
    }

    private static final class Ends implements ScriptHost {
        private final List<ScriptEnd> heard = new ArrayList<>();

        @Override
        public void called(String name, List<@Nullable Object> arguments, int line, Reply reply) {}

        @Override
        public void logged(int line, String text) {}

        @Override
        public void traced(int line) {}

        @Override
        public void ended(ScriptEnd end) {
            heard.add(end);
        }
    }
}
