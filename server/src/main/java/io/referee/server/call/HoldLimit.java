package io.referee.server.call;

import java.time.Duration;

/// Ends a call that stays on hold for too long: phones hold for a transfer that they then never ask
/// for (`transfers.md` H14), and whoever is held waits for ever. Whoever holds, parties or the
/// server, and whether they take turns, makes no difference. After a restart the time begins anew.
/// *Engine thread only.*
final class HoldLimit {
    /// While somebody is in charge of the call, who will resume it or end it.
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(10);

    private static final int STATUS = 480;
    private static final String REASON = "On hold for too long";

    private final Call call;
    private final Countdown left;

    HoldLimit(Call call) {
        this.call = call;
        this.left = new Countdown(call.legs().outside());
    }

    /// A bridge of the call was put on hold, or is no longer.
    void held(boolean now) {
        Duration longest = call.legs().longestHold();
        if (now && !longest.isZero()) {
            left.start(longest, this::outlasted);
        } else {
            left.stop();
        }
    }

    private void outlasted() {
        if (call.guarded()) {
            left.start(LOOK_AGAIN, this::outlasted);
        } else {
            left.stop();
            call.hangUp(STATUS, REASON);
        }
    }
}
