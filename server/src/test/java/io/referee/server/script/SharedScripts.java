package io.referee.server.script;

/// The workers of [Engines], for tests of other rooms.
public final class SharedScripts {
    private SharedScripts() {}

    public static Scripts jruby() {
        return Engines.JRUBY.scripts();
    }
}
