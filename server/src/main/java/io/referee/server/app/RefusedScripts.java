package io.referee.server.app;

import io.referee.server.script.Running;
import io.referee.server.script.ScriptEnd;
import io.referee.server.script.ScriptHost;
import io.referee.server.script.ScriptRun;
import io.referee.server.script.Scripts;
import io.referee.server.script.Syntax;

import java.time.Duration;
import java.util.List;

/// Scripts that are not run, and why. *Immutable.*
record RefusedScripts(String why) implements Scripts {
    @Override
    public Running start(ScriptRun run, ScriptHost host) {
        host.ended(new ScriptEnd(ScriptEnd.Kind.WORKER_LOST, why, 0, ""));
        return new Running() {
            @Override
            public void stop(String reason) {}

            @Override
            public void deadline(Duration fromNow) {}
        };
    }

    @Override
    public Syntax check(String text) {
        return new Syntax.Unknown(why);
    }

    @Override
    public State state() {
        return new State("", false, 0, 0, 0, 0, 0, List.of(why));
    }

    @Override
    public void close() {}
}
