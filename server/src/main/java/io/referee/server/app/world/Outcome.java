package io.referee.server.app.world;

import org.jspecify.annotations.Nullable;

/// What comes of a question of a script. *Immutable.*
///
/// @param note for the log of the plan; empty for none
record Outcome(@Nullable Object value, String note) {
    static final Outcome DONE = new Outcome(null, "");

    static Outcome of(@Nullable Object value) {
        return new Outcome(value, "");
    }

    /// Nothing but a note.
    static Outcome noted(String note) {
        return new Outcome(null, note);
    }

    /// Nothing, and why.
    static Outcome failed(String why) {
        return noted(why);
    }
}
