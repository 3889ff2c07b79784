package io.referee.server.call;

import io.referee.sip.message.Method;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/// Asks the peer of a leg now and then whether it still knows the dialog; silence and 481 end the
/// leg. *Engine thread only.*
final class Probing {
    /// All legs together; more would be what a busy server does for calls that are quiet.
    private static final int MOST_A_SECOND = 100;

    private final Leg leg;
    private final Countdown next;
    private Supplier<Duration> interval = () -> Duration.ZERO;

    Probing(Leg leg) {
        this.leg = leg;
        this.next = new Countdown(leg.outside());
    }

    /// How often, asked each time, and zero for never; never without this.
    void every(Supplier<Duration> often) {
        interval = often;
    }

    /// How often each is asked where there are many: all together about [#MOST_A_SECOND] times a
    /// second, more only soon after many have come at once.
    static Duration shared(Duration often, int legs) {
        if (often.isZero() || legs <= often.toMillis() * MOST_A_SECOND / 1_000) {
            return often;
        }
        return Duration.ofMillis(legs * 1_000L / MOST_A_SECOND);
    }

    /// The peer was heard of, or asked, just now.
    void arm() {
        arm(interval.get());
    }

    private void arm(Duration first) {
        if (!first.isZero() && !leg.over()) {
            next.start(first, this::probe);
        }
    }

    /// Nobody knows when it was heard of last: it is asked within the interval, at a time of its
    /// own, because there may be many like it.
    void armAnywhere() {
        Duration often = interval.get();
        if (!often.isZero()) {
            int millis = (int) Math.min(often.toMillis(), Integer.MAX_VALUE);
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
