package io.referee.sip.session;

import io.referee.sip.header.RAck;
import io.referee.sip.message.Header;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.MessageBuilder;
import io.referee.sip.message.Method;
import io.referee.sip.message.Request;
import io.referee.sip.message.Response;
import io.referee.sip.session.Exchange.Carrier;
import io.referee.sip.session.Exchange.Party;
import io.referee.sip.transaction.ServerTransaction;
import io.referee.sip.transport.Outside;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;

/// One dialog that our provisional responses offer a caller, by its To tag; a caller may see
/// several, as if a proxy had forked its INVITE. Reliable responses (RFC 3262 §3) go one after the
/// other: the next one waits for the PRACK of the last. *Engine thread only.*
final class EarlyDialog {
    /// Most responses that wait for a PRACK; of more, the oldest without SDP is left out.
    static final int MAX_WAITING = 8;

    private static final int RSEQ_START = 1_000_000;

    private final Session session;
    private final ServerTransaction invite;
    private final String tag;
    private final Runnable gaveUp;
    private final ArrayDeque<Provisional> waiting = new ArrayDeque<>(1);
    private Exchange exchange;
    private long rseq;
    private @Nullable Response open;
    private Duration interval = Duration.ZERO;
    private Duration waited = Duration.ZERO;
    private Outside.@Nullable Alarm alarm;

    /// @param gaveUp a reliable response was never acknowledged
    EarlyDialog(Session session, ServerTransaction invite, String tag, Runnable gaveUp) {
        this.session = session;
        this.invite = invite;
        this.tag = tag;
        this.gaveUp = gaveUp;
        this.exchange =
                invite.request().hasSdp()
                        ? Exchange.BEGUN.after(Carrier.INVITE, Party.PEER)
                        : Exchange.BEGUN;
    }

    /// What a provisional response says.
    record Provisional(int status, String reason, byte[] sdp, List<Header> headers) {}

    String tag() {
        return tag;
    }

    Exchange exchange() {
        return exchange;
    }

    void exchange(Exchange next) {
        exchange = next;
    }

    /// Whether the 2xx must wait: a session description of ours was not acknowledged yet (§3), or
    /// an offer of the peer not answered.
    boolean blocksAnswer() {
        Response sent = open;
        return sent != null && sent.hasBody()
                || exchange.offered() && exchange.before() == Exchange.State.AGREED;
    }

    // ---- sending

    void send(Provisional said) {
        if (!session.provisionals().reliable(said.sdp())) {
            invite.respond(
                    builder(said.headers())
                            .body("application/sdp", said.sdp())
                            .response(said.status(), said.reason()));
        } else if (open == null) {
            sendReliably(said);
        } else {
            makeRoom();
            waiting.add(said);
        }
    }

    private MessageBuilder builder(List<Header> headers) {
        return session.incoming().responding(invite, tag, headers);
    }

    private void makeRoom() {
        if (waiting.size() >= MAX_WAITING
                && !waiting.removeIf(provisional -> provisional.sdp().length == 0)) {
            waiting.removeFirst();
        }
    }

    private void sendReliably(Provisional said) {
        Exchange.Meaning meaning = exchange.meaning(Carrier.RELIABLE, Party.US);
        boolean sayable = meaning == Exchange.Meaning.OFFER || meaning == Exchange.Meaning.ANSWER;
        byte[] sdp = sayable ? said.sdp() : new byte[0];
        if (sdp.length > 0) {
            exchange = exchange.after(Carrier.RELIABLE, Party.US);
            session.said(sdp);
        }
        rseq = rseq == 0 ? 1 + session.agent().outside().random(RSEQ_START) : rseq + 1;
        Response response =
                builder(said.headers())
                        .add(HeaderName.REQUIRE, "100rel")
                        .add(HeaderName.RSEQ, Long.toString(rseq))
                        .body("application/sdp", sdp)
                        .response(said.status(), said.reason());
        open = response;
        waited = Duration.ZERO;
        interval = session.agent().settings().timing().t1();
        invite.respond(response);
        schedule();
    }

    private void schedule() {
        alarm = session.agent().outside().schedule(interval, this::repeat);
    }

    /// At T1, doubling without a cap, for 64*T1 (§3).
    private void repeat() {
        Response again = open;
        if (again == null) {
            return;
        }
        Duration limit = session.agent().settings().timing().giveUp();
        waited = waited.plus(interval);
        if (waited.compareTo(limit) >= 0) {
            stop();
            gaveUp.run();
            return;
        }
        invite.respond(again);
        Duration left = limit.minus(waited);
        Duration twice = interval.plus(interval);
        interval = twice.compareTo(left) > 0 ? left : twice;
        schedule();
    }

    /// Nothing more is repeated or sent: there is a final response.
    void stop() {
        waiting.clear();
        if (alarm != null) {
            alarm.cancel();
            alarm = null;
        }
    }

    // ---- PRACK

    /// Whether this PRACK acknowledges the response that waits for one (§3); the next one is not
    /// sent yet.
    boolean acknowledges(Request prack) {
        Response sent = open;
        Optional<RAck> rack = prack.value(HeaderName.RACK).flatMap(RAck::parse);
        if (sent == null
                || rack.isEmpty()
                || rack.get().rseq() != rseq
                || rack.get().cseq().number() != invite.request().cseq().number()
                || !rack.get().cseq().method().equals(Method.INVITE)) {
            return false;
        }
        open = null;
        if (alarm != null) {
            alarm.cancel();
            alarm = null;
        }
        return true;
    }

    /// Sends what waited for the PRACK.
    void sendNext() {
        Provisional next = waiting.poll();
        if (next != null && open == null && !invite.answered()) {
            sendReliably(next);
        }
    }
}
