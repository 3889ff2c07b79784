package io.referee.server.api;

import io.referee.server.guard.Guard;

import java.time.Instant;

/// Counts wrong keys by their source, and closes the API for who has shown too many. Behind a proxy
/// everybody has the proxy's address, so nobody is counted there. *Any thread.*
record WrongKeys(EngineDoor engine, Guard guard) {
    private static final String RETRY = "Too many wrong keys came from your address; try later.";

    /// @throws Problem 429 when the source is banned
    void refuseBanned(Asked asked) {
        if (!asked.relayed() && guard.httpBanned(asked.peer(), Instant.now())) {
            throw new Problem(429, "banned", RETRY);
        }
    }

    /// One more.
    void count(Asked asked) {
        if (asked.relayed()) {
            return;
        }
        try {
            engine.ask(
                    () -> {
                        guard.httpFailed(asked.peer());
                        return true;
                    });
        } catch (EngineDoor.Busy _) {
            // The engine has more to do than to count; the key is refused all the same.
        }
    }
}
