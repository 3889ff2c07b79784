package io.referee.server.dialplan.run;

/// How many scripts of an owner run at once, be they for calls or tried. *Engine thread only.*
public interface Executions {
    /// Begins one more script of this owner; false when as many as may be run already.
    boolean enter(String owner);

    /// A script that was begun is over.
    void leave(String owner);
}
