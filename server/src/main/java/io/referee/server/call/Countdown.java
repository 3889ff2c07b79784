package io.referee.server.call;

import io.referee.sip.transport.Outside;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Something that happens after a while, unless it is stopped or started anew. *Engine thread
/// only.*
final class Countdown {
    private final Outside outside;
    private Outside.@Nullable Alarm alarm;
    private @Nullable Instant due;

    Countdown(Outside outside) {
        this.outside = outside;
    }

    void start(Duration after, Runnable then) {
        stop();
        alarm = outside.schedule(after, then);
        due = outside.now().plus(after);
    }

    /// When it happens; empty when it was stopped or never began.
    Optional<Instant> due() {
        return Optional.ofNullable(due);
    }

    void stop() {
        if (alarm != null) {
            alarm.cancel();
            alarm = null;
            due = null;
        }
    }
}
