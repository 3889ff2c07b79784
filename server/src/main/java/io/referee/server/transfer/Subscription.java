package io.referee.server.transfer;

import io.referee.server.call.Leg;
import io.referee.sip.message.Header;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.Method;
import io.referee.sip.message.Phrases;
import io.referee.sip.message.Response;
import io.referee.sip.transport.Outside;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The implicit subscription of a REFER: tells the transferor by NOTIFY how the transfer goes (RFC 3515 §2.4.4,
/// `transfers.md` 0.7). No failure of a NOTIFY ever touches the transfer. *Engine thread only.*
final class Subscription implements Asker {
    private final Leg transferor;
    private final Outside outside;
    private final TransferSettings settings;
    private final String event;
    private Instant expires;
    private Instant lastSent = Instant.EPOCH;
    private int lastStatus = 100;
    private boolean over;
    private Outside.@Nullable Alarm progressAlarm;
    private Outside.@Nullable Alarm expiryAlarm;

    /// @param eventId the CSeq number of the REFER, or empty for the first one of a dialog
    Subscription(Leg transferor, Outside outside, TransferSettings settings, String eventId) {
        this.transferor = transferor;
        this.outside = outside;
        this.settings = settings;
        this.event = eventId.isEmpty() ? "refer" : "refer;id=" + eventId;
        this.expires = outside.now().plus(lifetime());
    }

    private Duration lifetime() {
        return settings.ringTimeout().plusSeconds(60);
    }

    /// Sends the first NOTIFY and starts the clock.
    void open() {
        armExpiry();
        send(100, active(), Subscription::nothing);
    }

    private static void nothing() {}

    private String active() {
        long left = Math.max(1, Duration.between(outside.now(), expires).toSeconds());
        return "active;expires=" + left;
    }

    private void armExpiry() {
        if (expiryAlarm != null) {
            expiryAlarm.cancel();
        }
        expiryAlarm = outside.schedule(Duration.between(outside.now(), expires), this::expire);
    }

    private void expire() {
        if (!over) {
            send(lastStatus, "terminated;reason=timeout", Subscription::nothing);
            close();
        }
    }

    /// Whether an Event header names the event package of REFER.
    static boolean isRefer(String eventHeader) {
        int end = eventHeader.indexOf(';');
        return (end < 0 ? eventHeader : eventHeader.substring(0, end)).strip().equalsIgnoreCase("refer");
    }

    /// Whether this subscription is meant by an Event header.
    boolean isFor(String eventHeader) {
        return event.equalsIgnoreCase(eventHeader.replace(" ", "")) || eventHeader.strip().equalsIgnoreCase("refer");
    }

    boolean over() {
        return over;
    }

    /// A SUBSCRIBE within the dialog: `seconds` of 0 ends the subscription, never the transfer.
    void refresh(long seconds) {
        if (seconds == 0) {
            send(lastStatus, "terminated;reason=noresource", Subscription::nothing);
            close();
            return;
        }
        expires = outside.now().plus(lifetime());
        armExpiry();
        send(lastStatus, active(), Subscription::nothing);
    }

    @Override
    public void progress(int status) {
        if (over || transferor.over() || status == lastStatus) {
            return;
        }
        lastStatus = status;
        if (progressAlarm == null) {
            Instant earliest = lastSent.plus(settings.notifyMinInterval());
            Duration wait = Duration.between(outside.now(), earliest);
            progressAlarm = outside.schedule(wait.isNegative() ? Duration.ZERO : wait, this::sendProgress);
        }
    }

    private void sendProgress() {
        progressAlarm = null;
        if (!over && !transferor.over()) {
            send(lastStatus, active(), Subscription::nothing);
        }
    }

    @Override
    public void finished(int status, Runnable told) {
        if (over) {
            told.run();
            return;
        }
        lastStatus = status;
        boolean[] once = {false};
        Runnable tell = () -> {
            if (!once[0]) {
                once[0] = true;
                told.run();
            }
        };
        outside.schedule(settings.finalNotifyWait(), tell);
        send(status, "terminated;reason=noresource", tell);
        close();
    }

    @Override
    public Duration byeGrace() {
        return settings.transferorByeGrace();
    }

    private void send(int status, String state, Runnable answered) {
        lastSent = outside.now();
        String line = "SIP/2.0 " + status + ' ' + Phrases.of(status) + "\r\n";
        List<Header> headers = List.of(
                Header.of(HeaderName.EVENT, event), Header.of(HeaderName.SUBSCRIPTION_STATE, state));
        transferor.session().request(
                Method.NOTIFY,
                headers,
                "message/sipfrag;version=2.0",
                line.getBytes(StandardCharsets.UTF_8),
                response -> {
                    noteAnswer(response);
                    answered.run();
                });
    }

    /// These say that the subscriber is gone; all others concern the one NOTIFY only (`transfers.md` 0.7 item 7).
    private void noteAnswer(Response response) {
        int status = response.status();
        boolean gone = status == 404 || status == 405 || status == 408 || status == 410 || status == 416
                || status >= 480 && status <= 485 || status == 489 || status == 501 || status == 604;
        if (gone) {
            close();
        }
    }

    private void close() {
        over = true;
        if (progressAlarm != null) {
            progressAlarm.cancel();
        }
        if (expiryAlarm != null) {
            expiryAlarm.cancel();
        }
    }
}
