package io.referee.server.call;

import io.referee.sip.transport.Outside;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/// Something that happens after a while, unless it is stopped or started anew. *Engine thread
/// only.*
final class Countdown {
    private final Outside outside;
    private Outside.@Nullable Alarm alarm;

    Countdown(Outside outside) {
        this.outside = outside;
    }

    void start(Duration after, Runnable then) {
        stop();
        alarm = outside.schedule(after, then);
    }

    void stop() {
        if (alarm != null) {
            alarm.cancel();
            alarm = null;
        }
    }
}
