package io.referee.server.api;

import io.referee.server.guard.Guard;

import java.net.InetAddress;
import java.time.InstantSource;

/// Counts wrong keys by who showed them, and closes the API for who has shown too many. *Any
/// thread.*
record WrongKeys(EngineDoor engine, Guard guard, InstantSource clock) {
    private static final String RETRY = "Too many wrong keys came from your address; try later.";

    WrongKeys(ApiServices services) {
        this(services.engine(), services.guard(), services.clock());
    }

    /// @throws Problem 429 when the source is banned
    void refuseBanned(Asked asked) {
        if (Forwarding.accountable(asked)
                .filter(source -> guard.httpBanned(source, clock.instant()))
                .isPresent()) {
            throw new Problem(429, "banned", RETRY);
        }
    }

    /// One more.
    void count(Asked asked) {
        Forwarding.accountable(asked).ifPresent(this::count);
    }

    private void count(InetAddress source) {
        try {
            engine.ask(
                    () -> {
                        guard.httpFailed(source);
                        return true;
                    });
        } catch (EngineDoor.Busy _) {
            // The engine has more to do than to count; the key is refused all the same.
        }
    }
}
