package io.referee.server.call;

import io.referee.sip.transport.Outside;

import java.time.Duration;
import java.time.Instant;

/// The beginning of an orderly end: nothing new is taken any more, and calls that ring, and
/// transfers that run, get a while to come to something that outlives a restart. *Engine thread
/// only.*
public final class Draining {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

    private final Switchboard switchboard;
    private final Outside outside;
    private final Instant latest;
    private final Runnable drained;

    private Draining(Switchboard switchboard, Duration limit, Runnable drained) {
        this.switchboard = switchboard;
        this.outside = switchboard.legs().outside();
        this.latest = outside.now().plus(limit);
        this.drained = drained;
    }

    /// Begins. `drained` runs once, at once when nothing has to be waited for, and after `limit` at
    /// the latest.
    public static void begin(Switchboard switchboard, Duration limit, Runnable drained) {
        switchboard.close();
        new Draining(switchboard, limit, drained).look();
    }

    private void look() {
        if (outside.now().isBefore(latest) && busy()) {
            outside.schedule(LOOK_AGAIN, this::look);
        } else {
            drained.run();
        }
    }

    private boolean busy() {
        return switchboard.calls().stream().anyMatch(call -> !call.answered() || call.guarded());
    }
}
