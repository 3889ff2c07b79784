package io.referee.server.transfer;

import io.referee.server.call.Leg;
import io.referee.sip.message.Response;
import io.referee.sip.transport.Outside;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Optional;

/// How long one waits for a leg that cannot be sent an offer now, or that answered 491. *Engine
/// thread only.*
final class Patience {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

    private final Outside outside;
    private final Duration limit;
    private final int retries;
    private Outside.@Nullable Alarm alarm;
    private boolean waiting;
    private boolean retried;
    private int glares;
    private int looks;

    /// @param times how long an offer of somebody else is waited for, and how often ours is made
    ///   again
    Patience(Outside outside, TransferSettings.Times times) {
        this.outside = outside;
        this.limit = times.reinvite();
        this.retries = times.glares();
    }

    /// Whether something is going to be tried again.
    boolean waiting() {
        return waiting;
    }

    /// Nothing is tried again.
    void quiet() {
        waiting = false;
        if (alarm != null) {
            alarm.cancel();
        }
    }

    /// Whether no offer is open on the leg. If there is one, `again` runs after a while, or
    /// `tooLong` when that was tried for too long.
    boolean free(Leg leg, Runnable again, Runnable tooLong) {
        if (!leg.session().offerPending()) {
            return true;
        }
        looks++;
        if (LOOK_AGAIN.multipliedBy(looks).compareTo(limit) > 0) {
            tooLong.run();
        } else {
            later(LOOK_AGAIN, again);
        }
        return false;
    }

    /// After a 491 of this leg.
    void backOff(Leg leg, Runnable again, Runnable tooOften) {
        glares++;
        if (glares > retries) {
            tooOften.run();
        } else {
            later(Attempt.patience(leg, outside), again);
        }
    }

    /// Whether a refusal only means later: a 491, or a busy peer, once. Then `again` runs after a
    /// while.
    boolean again(Response response, Leg leg, Runnable again, Runnable tooOften) {
        Optional<Duration> wait = retried ? Optional.empty() : Attempt.retryAfter(response);
        if (response.status() == 491) {
            backOff(leg, again, tooOften);
        } else if (wait.isPresent()) {
            retried = true;
            later(wait.get(), again);
        } else {
            return false;
        }
        return true;
    }

    void later(Duration in, Runnable again) {
        waiting = true;
        alarm =
                outside.schedule(
                        in,
                        () -> {
                            waiting = false;
                            again.run();
                        });
    }
}
