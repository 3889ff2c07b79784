package io.referee.server.app;

import io.referee.server.script.Reply;
import io.referee.server.script.Running;
import io.referee.server.script.ScriptEnd;
import io.referee.server.script.ScriptHost;
import io.referee.server.script.ScriptRun;
import io.referee.server.script.Scripts;
import io.referee.server.script.Syntax;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/// Scripts whose hosts live in the engine: whatever a script says is told there. *Any thread.*
///
/// @param workers who runs them, begun at the first need
/// @param commonScript what is put before every script; blank for nothing
/// @param engine runs something in the engine, in order
record EngineScripts(Supplier<Scripts> workers, Supplier<String> commonScript, Executor engine)
        implements Scripts {
    @Override
    public Running start(ScriptRun run, ScriptHost host) {
        return workers.get().start(run.after(commonScript.get()), new Told(host, engine));
    }

    @Override
    public Syntax check(String text) {
        return workers.get().check(text);
    }

    @Override
    public State state() {
        return workers.get().state();
    }

    /// Whoever made the workers ends them.
    @Override
    public void close() {}

    private record Told(ScriptHost host, Executor engine) implements ScriptHost {
        @Override
        public void called(String name, List<@Nullable Object> arguments, int line, Reply reply) {
            engine.execute(() -> host.called(name, arguments, line, reply));
        }

        @Override
        public void logged(int line, String text) {
            engine.execute(() -> host.logged(line, text));
        }

        @Override
        public void traced(int line) {
            engine.execute(() -> host.traced(line));
        }

        @Override
        public void ended(ScriptEnd end) {
            engine.execute(() -> host.ended(end));
        }
    }
}
