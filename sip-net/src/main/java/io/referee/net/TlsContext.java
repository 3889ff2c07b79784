package io.referee.net;

import java.time.Duration;
import java.time.InstantSource;

import javax.net.ssl.SSLContext;

/// TLS for connections that somebody else accepts: HTTPS and secure WebSocket, which the HTTP
/// server speaks. Its certificates may change while the server runs. *Any thread.*
public final class TlsContext {
    private static final Duration CERTIFICATE_CHECK = Duration.ofSeconds(10);

    private final TlsEntrance entrance;
    private final InstantSource clock;
    private long lookAgainMillis;

    private TlsContext(TlsEntrance entrance, InstantSource clock) {
        this.entrance = entrance;
        this.clock = clock;
        this.lookAgainMillis = next();
    }

    /// Reads the files.
    ///
    /// @param clock says when the files are looked at again
    /// @throws BindFailed with one sentence when a file is wrong
    public static TlsContext of(TlsServer settings, InstantSource clock) throws BindFailed {
        try {
            return new TlsContext(new TlsEntrance(settings), clock);
        } catch (UnusableFile e) {
            throw new BindFailed(e);
        }
    }

    private long next() {
        return clock.millis() + CERTIFICATE_CHECK.toMillis();
    }

    /// What the next connection is to use. New files count ten seconds after the last look at them;
    /// wrong ones leave the old in use, with a warning in the log.
    public synchronized SSLContext current() {
        if (clock.millis() >= lookAgainMillis) {
            lookAgainMillis = next();
            entrance.refresh();
        }
        return entrance.context();
    }
}
