package io.referee.server.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.referee.server.app.document.BadConfiguration;
import io.referee.server.script.Running;
import io.referee.server.script.ScriptEnd;
import io.referee.server.script.ScriptHost;
import io.referee.server.script.ScriptRun;
import io.referee.server.script.Scripts;
import io.referee.server.script.Syntax;
import io.referee.server.script.SyntaxError;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The script before all scripts changes while the server runs.
class CommonScriptTest {
    @TempDir Path folder;

    private final List<String> started = new ArrayList<>();
    private Syntax verdict = new Syntax.Good();
    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = Files.writeString(folder.resolve("common.rb"), "A = 1\n");
    }

    private CommonScript common() {
        return new CommonScript(Optional.of(file), _ -> verdict);
    }

    /// Both looks that a change needs.
    private static String lookedAt(CommonScript common) {
        common.look();
        common.look();
        return common.get();
    }

    @Test
    void theNextRunHasTheEdit() throws IOException {
        CommonScript common = common();
        EngineScripts scripts = new EngineScripts(Started::new, common, Runnable::run);
        ScriptRun run = ScriptRun.of("aaron", "main", "sys.Log A", Map.of());

        scripts.start(run, new Deaf());
        Files.writeString(file, "A = 22\n");
        lookedAt(common);
        scripts.start(run, new Deaf());

        assertThat(started).containsExactly("A = 1\n", "A = 22\n");
    }

    @Test
    void whatIsStillBeingWrittenIsNotTaken() throws IOException {
        CommonScript common = common();

        Files.writeString(file, "A = ");
        common.look();
        Files.writeString(file, "A = 333\n");
        common.look();
        assertThat(common.get()).isEqualTo("A = 1\n");
        common.look();

        assertThat(common.get()).isEqualTo("A = 333\n");
    }

    @Test
    void aFileThatIsReplacedByAnotherIsRead() throws IOException {
        CommonScript common = common();

        Files.delete(file);
        assertThat(lookedAt(common)).isEqualTo("A = 1\n");
        Files.writeString(file, "A = 4444\n");

        assertThat(lookedAt(common)).isEqualTo("A = 4444\n");
    }

    @Test
    void whatIsNoRubyIsNotTakenButItsRepairIs() throws IOException {
        CommonScript common = common();
        verdict = new Syntax.Wrong(new SyntaxError(1, 4, "unexpected end"));
        Files.writeString(file, "def oops\n");
        assertThat(lookedAt(common)).isEqualTo("A = 1\n");

        verdict = new Syntax.Good();
        Files.writeString(file, "def oops\nend\n");

        assertThat(lookedAt(common)).isEqualTo("def oops\nend\n");
    }

    @Test
    void theFileThatIsMadeEmptyPutsNothingBeforeScripts() throws IOException {
        CommonScript common = common();
        verdict = new Syntax.Wrong(new SyntaxError(0, 0, "nobody is to be asked about nothing"));

        Files.writeString(file, "");

        assertThat(lookedAt(common)).isEmpty();
    }

    @Test
    void whatIsTooLongIsRefusedAtTheStartAndLater() throws IOException {
        CommonScript common = common();
        Files.writeString(file, "#".repeat(CommonScript.MOST_CHARACTERS + 1));

        assertThat(lookedAt(common)).isEqualTo("A = 1\n");
        assertThatThrownBy(this::common)
                .isInstanceOf(BadConfiguration.class)
                .hasMessageContaining("common.rb");
    }

    @Test
    void withoutAFileThereIsNothing() {
        CommonScript none = new CommonScript(Optional.empty(), _ -> verdict);

        assertThat(lookedAt(none)).isEmpty();
    }

    /// Notes what runs are begun with.
    private final class Started implements Scripts {
        @Override
        public Running start(ScriptRun run, ScriptHost host) {
            started.add(run.commonText());
            return new Running() {
                @Override
                public void stop(String reason) {}

                @Override
                public void deadline(Duration fromNow) {}
            };
        }

        @Override
        public Syntax check(String text) {
            return verdict;
        }

        @Override
        public State state() {
            return new State("none", false, 0, 0, 0, 0, 0, List.of());
        }

        @Override
        public void close() {}
    }

    private static final class Deaf implements ScriptHost {
        @Override
        public void called(
                String name,
                List<@org.jspecify.annotations.Nullable Object> arguments,
                int line,
                io.referee.server.script.Reply reply) {}

        @Override
        public void logged(int line, String text) {}

        @Override
        public void traced(int line) {}

        @Override
        public void ended(ScriptEnd end) {}
    }
}
