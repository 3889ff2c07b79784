package io.referee.server.transfer;

import io.referee.server.call.Call;
import io.referee.sip.transport.Outside;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/// The call that a phone places because it got a REFER, when it comes to us. It is the phone's own
/// and goes its own way, but when the REFER is not allowed any more it does not go on ringing (F20
/// of `transfers.md` A18). *Engine thread only.*
final class PlacedElsewhere {
    private final Outside outside;
    private @Nullable Call call;
    private boolean forbidden;

    PlacedElsewhere(Outside outside) {
        this.outside = outside;
    }

    /// It has begun; whom it rings is decided when this returns.
    void began(Call placed) {
        call = placed;
        if (forbidden) {
            outside.schedule(Duration.ZERO, this::stop);
        }
    }

    /// It must not reach anybody any more. Two that talk already go on talking.
    void forbid() {
        forbidden = true;
        stop();
    }

    private void stop() {
        Call placed = call;
        if (placed != null && !placed.answered() && !placed.over()) {
            placed.hangUp(403, "Transfer not allowed any more");
        }
    }
}
