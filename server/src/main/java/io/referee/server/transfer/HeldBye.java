package io.referee.server.transfer;

import io.referee.server.call.Call;
import io.referee.server.call.HeaderRule;
import io.referee.server.call.Leg;
import io.referee.sip.message.Header;
import io.referee.sip.session.SessionListener.Ending;
import io.referee.sip.transport.Outside;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;

/// The BYE of a transferor whose REFER was passed on, while the other party still tells how it goes
/// (`transfers.md` A1 rule 6): the other party's own leg is hung up when it has told the end, or
/// after a while. *Engine thread only.*
final class HeldBye {
    /// The BYE goes on at once.
    static final HeldBye NEVER = new HeldBye(null, Duration.ZERO);

    private final @Nullable Order order;
    private final Duration delay;
    private @Nullable Runnable due;
    private Outside.@Nullable Alarm alarm;

    /// @param delay at most; zero: not at all
    HeldBye(@Nullable Order order, Duration delay) {
        this.order = order;
        this.delay = delay;
    }

    /// Whether the end of this leg is kept from the other party for now.
    boolean takes(Leg leg, Ending ending) {
        Order kept = order;
        boolean held =
                kept != null
                        && !delay.isZero()
                        && leg == kept.transferor()
                        && kept.transferee().confirmed();
        if (kept == null || !held || !(ending instanceof Ending.PeerHungUp(var bye))) {
            return false;
        }
        List<Header> reason = HeaderRule.reason(bye);
        Departing.from(kept.call(), kept.transferee());
        due = () -> hangUp(kept.call(), kept.transferee(), reason);
        alarm = leg.outside().schedule(delay, this::release);
        return true;
    }

    private static void hangUp(Call call, Leg transferee, List<Header> reason) {
        if (transferee.confirmed()) {
            call.left(transferee);
            transferee.hangUp("Other party hung up", reason);
            call.finishIfEmpty();
        }
    }

    /// Nothing is told any more.
    void release() {
        Runnable next = due;
        due = null;
        if (alarm != null) {
            alarm.cancel();
        }
        if (next != null) {
            next.run();
        }
    }
}
