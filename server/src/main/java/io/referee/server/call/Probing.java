package io.referee.server.call;

import io.referee.sip.message.Method;

import java.time.Duration;
import java.util.List;

/// Asks the peer of a leg now and then whether it still knows the dialog; silence and 481 end the
/// leg. *Engine thread only.*
final class Probing {
    private final Leg leg;
    private final Countdown next;
    private Duration interval = Duration.ZERO;

    Probing(Leg leg) {
        this.leg = leg;
        this.next = new Countdown(leg.outside());
    }

    /// How often; never without this.
    void every(Duration often) {
        interval = often;
    }

    /// The peer was heard of, or asked, just now.
    void arm() {
        arm(interval);
    }

    private void arm(Duration first) {
        if (!interval.isZero() && !leg.over()) {
            next.start(first, this::probe);
        }
    }

    /// Nobody knows when it was heard of last: it is asked within the interval, at a time of its
    /// own, because there may be many like it.
    void armAnywhere() {
        if (!interval.isZero()) {
            int millis = (int) Math.min(interval.toMillis(), Integer.MAX_VALUE);
            arm(Duration.ofMillis(1 + leg.outside().random(millis)));
        }
    }

    void stop() {
        next.stop();
    }

    private void probe() {
        if (leg.confirmed()) {
            leg.session().request(Method.OPTIONS, List.of(), "", new byte[0], response -> arm());
        }
    }
}
