package io.referee.sip.session;

import io.referee.sip.message.Request;
import io.referee.sip.message.Response;
import io.referee.sip.transaction.ServerTransaction;
import io.referee.sip.transaction.Timing;
import io.referee.sip.transport.Outside;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/// Repeats a 2xx to an INVITE until the ACK comes: at T1, doubling to T2, for 64*T1 (RFC 3261
/// §13.3.1.4), over every transport because the ACK travels end to end. *Engine thread only.*
final class AnswerRepeater {
    private final Outside outside;
    private final Timing timing;
    private final ServerTransaction transaction;
    private final Response response;
    private final Runnable gaveUp;
    private Duration interval;
    private Duration waited = Duration.ZERO;
    private Outside.@Nullable Alarm alarm;

    AnswerRepeater(
            Outside outside,
            Timing timing,
            ServerTransaction transaction,
            Response response,
            Runnable gaveUp) {
        this.outside = outside;
        this.timing = timing;
        this.transaction = transaction;
        this.response = response;
        this.gaveUp = gaveUp;
        this.interval = timing.t1();
    }

    void start() {
        transaction.respond(response);
        alarm = outside.schedule(interval, this::ring);
    }

    private void ring() {
        waited = waited.plus(interval);
        if (waited.compareTo(timing.giveUp()) >= 0) {
            gaveUp.run();
            return;
        }
        transaction.respond(response);
        interval = timing.next(interval);
        Duration left = timing.giveUp().minus(waited);
        interval = interval.compareTo(left) > 0 ? left : interval;
        alarm = outside.schedule(interval, this::ring);
    }

    void stop() {
        if (alarm != null) {
            alarm.cancel();
        }
    }

    /// What it answers.
    Request invite() {
        return transaction.request();
    }

    /// Whether the 2xx bears a session description.
    boolean hasSdp() {
        return response.hasSdp();
    }
}
