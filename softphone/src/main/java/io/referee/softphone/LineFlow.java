package io.referee.softphone;

import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Outside;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.function.Consumer;

/// The way between a line and its registrar: kept open while the line is registered, and missed
/// when it is gone (RFC 5626 §4.4). *Engine thread only.*
final class LineFlow {
    /// Every 95 to 120 s on a connection (RFC 5626 §4.4.1).
    private static final Duration STREAM = Duration.ofSeconds(95);

    private static final int STREAM_JITTER_MILLIS = 25_000;

    /// Every 24 to 29 s over UDP, where NATs forget soon (RFC 5626 §4.4.2).
    private static final Duration DATAGRAM = Duration.ofSeconds(24);

    private static final int DATAGRAM_JITTER_MILLIS = 5_000;

    private final PhoneEngine engine;
    private final Hop registrar;
    private final Runnable lost;
    private final Consumer<Hop> ear = this::closed;
    private Outside.@Nullable Alarm alarm;

    /// @param lost what to do when the connection is gone
    LineFlow(PhoneEngine engine, Hop registrar, Runnable lost) {
        this.engine = engine;
        this.registrar = registrar;
        this.lost = lost;
    }

    /// The line is registered.
    void keep() {
        leave();
        engine.onClosed(ear);
        waitForNext();
    }

    /// The line is not registered any more.
    void leave() {
        engine.forgetClosed(ear);
        if (alarm != null) {
            alarm.cancel();
            alarm = null;
        }
    }

    private void waitForNext() {
        boolean stream = registrar.transport().reliable();
        Duration least = stream ? STREAM : DATAGRAM;
        int jitter = stream ? STREAM_JITTER_MILLIS : DATAGRAM_JITTER_MILLIS;
        Duration wait = least.plusMillis(engine.outside().random(jitter));
        alarm = engine.outside().schedule(wait, this::ping);
    }

    private void ping() {
        engine.keepAlive(registrar);
        waitForNext();
    }

    private void closed(Hop gone) {
        boolean ours =
                gone.transport() == registrar.transport()
                        && gone.port() == registrar.port()
                        && (gone.name().equalsIgnoreCase(registrar.name())
                                || gone.address().equals(registrar.address()));
        if (ours) {
            lost.run();
        }
    }
}
