package io.referee.server.api;

import io.referee.server.account.Owner;
import io.referee.server.guard.Guard;

import java.net.InetAddress;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;

/// Counts wrong keys by who showed them, and closes the API for who has shown too many. *Any
/// thread.*
record WrongKeys(
        EngineDoor engine,
        Guard guard,
        InstantSource clock,
        DirectoryDesk directory,
        Semaphore telling) {
    private static final String RETRY = "Too many wrong keys came from your address; try later.";

    /// Requests that may wait for the engine to be told of them; of more at once nobody is told, so
    /// that whoever floods the door keeps the engine from nothing.
    private static final int TOLD_AT_ONCE = 8;

    WrongKeys(ApiServices services) {
        this(
                services.engine(),
                services.guard(),
                services.clock(),
                services.directory(),
                new Semaphore(TOLD_AT_ONCE));
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
        tell(() -> guard.httpFailed(source));
    }

    /// Somebody wanted a call of `user` moved, or made, and showed no key at all.
    ///
    /// @param user empty when it is not known
    void keyless(Asked asked, String user) {
        InetAddress source = Forwarding.behind(asked.context()).orElseGet(asked::peer);
        String owner = directory.current().owner(user).map(Owner::name).orElse("");
        String reason = asked.context().path() + " without a key: 401";
        if (telling.tryAcquire()) {
            try {
                tell(() -> guard.abused(source, owner, user, reason));
            } finally {
                telling.release();
            }
        }
    }

    private void tell(Runnable what) {
        try {
            engine.ask(
                    () -> {
                        what.run();
                        return true;
                    });
        } catch (EngineDoor.Busy _) {
            // The engine has more to do than to count; who asks is refused all the same.
        }
    }
}
