package io.referee.sip.transaction;

import io.referee.sip.message.Request;
import io.referee.sip.message.SipMessage;
import io.referee.sip.transaction.Effect.Cause;
import io.referee.sip.transaction.Effect.Fail;
import io.referee.sip.transaction.Effect.PassUp;
import io.referee.sip.transaction.Effect.Send;
import io.referee.sip.transaction.Effect.Start;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Outside.Alarm;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/// A machine with its timers and its place in the layer: carries out what the pure machines want.
/// *Engine thread only.*
abstract sealed class RunningTransaction permits ClientTransaction, ServerTransaction {
    private final TransactionLayer layer;
    private final Request request;
    private final Hop hop;
    private @Nullable Ringing latest;
    private @Nullable Event last;
    private boolean over;
    private Instant doneAt = Instant.MAX;

    RunningTransaction(TransactionLayer layer, Request request, Hop hop) {
        this.layer = layer;
        this.request = request;
        this.hop = hop;
    }

    /// The request that made the transaction.
    public Request request() {
        return request;
    }

    /// Where the request went, or where it came from.
    public Hop hop() {
        return hop;
    }

    TransactionLayer layer() {
        return layer;
    }

    abstract void on(Event event);

    abstract void passUp(SipMessage message);

    abstract void fail(Cause cause);

    abstract void drop();

    /// Whether it had its final response and only absorbs retransmissions.
    abstract boolean done();

    /// It has its final response since now.
    final void becameDone() {
        doneAt = layer.outside().now();
        layer.lingering().done(this);
    }

    final Instant doneAt() {
        return doneAt;
    }

    /// What it keeps is hardly looked at any more.
    void rest() {
        request.rest();
    }

    Hop destination() {
        return hop;
    }

    final boolean over() {
        return over;
    }

    final void finish(boolean terminated) {
        if (terminated && !over) {
            over = true;
            silence();
            drop();
        }
    }

    private void silence() {
        for (Ringing one = latest; one != null; one = one.before) {
            one.alarm.cancel();
        }
        latest = null;
    }

    final void apply(List<Effect> effects) {
        for (Effect effect : effects) {
            switch (effect) {
                case Send send -> send(send.message());
                case PassUp up -> passUp(up.message());
                case Start start -> start(start);
                case Fail failed -> fail(failed.cause());
            }
        }
    }

    void send(SipMessage message) {
        layer.outside().transmit(message, destination());
    }

    private void start(Start start) {
        if (over) {
            return;
        }
        if (start.timer().isLast()) {
            silence();
            last = start.timer();
            layer.lingering().last(this, start.after());
        } else {
            latest = new Ringing(start, latest);
        }
    }

    /// Its last timer fires: nothing more has to be absorbed.
    final void lingered() {
        if (!over && last != null) {
            on(last);
        }
    }

    /// What happens when a timer fires, and the timers that run beside it. Nothing is kept of one
    /// that has fired.
    private final class Ringing implements Runnable {
        private final Event timer;
        private final Alarm alarm;
        private @Nullable Ringing before;

        Ringing(Start start, @Nullable Ringing before) {
            this.timer = start.timer();
            this.before = before;
            this.alarm = layer.outside().schedule(start.after(), this);
        }

        @Override
        public void run() {
            unlink();
            if (!over) {
                on(timer);
            }
        }

        private void unlink() {
            if (latest == this) {
                latest = before;
                return;
            }
            for (Ringing one = latest; one != null; one = one.before) {
                if (one.before == this) {
                    one.before = before;
                }
            }
        }
    }
}
