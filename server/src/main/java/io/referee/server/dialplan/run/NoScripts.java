package io.referee.server.dialplan.run;

import io.referee.server.script.Running;
import io.referee.server.script.ScriptEnd;
import io.referee.server.script.ScriptHost;
import io.referee.server.script.ScriptRun;
import io.referee.server.script.Scripts;
import io.referee.server.script.Syntax;

import java.time.Duration;
import java.util.List;

/// Nobody runs scripts here. *Any thread.*
final class NoScripts implements Scripts {
    @Override
    public Running start(ScriptRun run, ScriptHost host) {
        host.ended(new ScriptEnd(ScriptEnd.Kind.OVERLOADED, "nobody runs scripts here", 0, ""));
        return new Running() {
            @Override
            public void stop(String reason) {}

            @Override
            public void deadline(Duration fromNow) {}
        };
    }

    @Override
    public Syntax check(String text) {
        return new Syntax.Unknown("nobody runs scripts here");
    }

    @Override
    public State state() {
        return new State("", false, 0, 0, 0, 0, 0, List.of());
    }

    @Override
    public void close() {}
}
