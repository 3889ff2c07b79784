package io.referee.server.dialplan.run;

import io.referee.server.script.Running;
import io.referee.server.script.ScriptEnd;
import io.referee.server.script.ScriptHost;
import io.referee.server.script.ScriptRun;
import io.referee.server.script.Scripts;
import io.referee.server.script.SyntaxError;

import java.time.Duration;
import java.util.Optional;

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
    public Optional<SyntaxError> check(String text) {
        return Optional.empty();
    }

    @Override
    public State state() {
        return new State("", false, 0, 0, 0, 0, 0);
    }

    @Override
    public void close() {}
}
