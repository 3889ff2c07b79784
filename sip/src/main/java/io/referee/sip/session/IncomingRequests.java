package io.referee.sip.session;

import io.referee.sip.dialog.Dialog;
import io.referee.sip.message.Header;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.MessageBuilder;
import io.referee.sip.message.Method;
import io.referee.sip.message.Request;
import io.referee.sip.message.Response;
import io.referee.sip.session.Session.Phase;
import io.referee.sip.transaction.ServerTransaction;
import io.referee.sip.transport.Hop;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;

/// What the peer asks of a session: its INVITE and re-INVITEs, answered until the ACK comes, and
/// its other requests. *Engine thread only.*
final class IncomingRequests {
    private final Session session;
    private @Nullable ServerTransaction invite;
    private @Nullable AnswerRepeater repeater;

    IncomingRequests(Session session) {
        this.session = session;
    }

    /// The INVITE that began the session.
    void begin(ServerTransaction transaction) {
        invite = transaction;
        transaction.listener(new InviteWatch());
    }

    // ---- INVITE

    /// Where the INVITE that waits came from.
    Optional<Hop> beginningHop() {
        return Optional.ofNullable(invite).map(ServerTransaction::hop);
    }

    /// Who sent the INVITE that began the session has proven who he is.
    void proven() {
        if (invite != null) {
            invite.proven();
        }
    }

    /// Whether an INVITE waits for our final response.
    boolean unanswered() {
        return invite != null && !invite.answered();
    }

    /// Whether a 2xx of ours waits for its ACK.
    boolean unacknowledged() {
        return repeater != null;
    }

    /// Whether it is the answer to the call itself that waits for its ACK.
    boolean callUnacknowledged() {
        return repeater != null && invite != null && invite.request().toTag().isEmpty();
    }

    /// The INVITE that may still be answered, progressed or rejected.
    Optional<ServerTransaction> beginning() {
        boolean late = session.phase() == Phase.OVER || session.phase() == Phase.CONFIRMED;
        return late ? Optional.empty() : Optional.ofNullable(invite);
    }

    void progress(int status, byte[] sdp, List<Header> headers) {
        Optional<ServerTransaction> ringing = beginning();
        if (ringing.isPresent()) {
            session.phase(Phase.EARLY);
            ringing.get()
                    .respond(
                            responding(ringing.get(), headers)
                                    .body("application/sdp", sdp)
                                    .response(status));
        }
    }

    void reject(int status, String reason, List<Header> headers) {
        Optional<ServerTransaction> rejected = beginning();
        if (rejected.isPresent()) {
            ServerTransaction transaction = rejected.get();
            transaction.respond(
                    session.agent()
                            .responding(transaction)
                            .addAll(headers)
                            .response(status, reason));
            session.finish();
        }
    }

    /// Answers with 200 and repeats it until the ACK.
    void accept(ServerTransaction transaction, byte[] sdp, List<Header> headers) {
        Response response =
                responding(transaction, headers).body("application/sdp", sdp).response(200);
        UserAgent agent = session.agent();
        repeater =
                new AnswerRepeater(
                        agent.outside(),
                        agent.settings().timing(),
                        transaction,
                        response,
                        this::ackMissing);
        invite = transaction;
        repeater.start();
    }

    /// The start of a response within this dialog, with our Contact and Allow.
    MessageBuilder responding(ServerTransaction transaction, List<Header> headers) {
        UserAgent agent = session.agent();
        MessageBuilder builder =
                agent.responding(transaction)
                        .add(
                                HeaderName.CONTACT,
                                agent.contact(
                                        session.contactUser(),
                                        transaction.hop(),
                                        Addressing.asked(transaction.request())))
                        .add(HeaderName.ALLOW, session.allowed());
        if (!agent.settings().supported().isEmpty()) {
            builder.add(HeaderName.SUPPORTED, agent.settings().supported());
        }
        return builder.addAll(headers);
    }

    private void ackMissing() {
        repeater = null;
        session.lost(408);
    }

    /// An ACK for a 2xx of ours came.
    void acknowledged(Request ack) {
        AnswerRepeater waiting = repeater;
        if (waiting != null && waiting.cseq() == ack.cseq().number()) {
            stopRepeating();
            invite = null;
            session.listener().acknowledged(session, ack);
            session.byeIfWaiting();
        }
    }

    void stopRepeating() {
        if (repeater != null) {
            repeater.stop();
            repeater = null;
        }
    }

    /// The session is over: nobody will answer what was not answered yet.
    void close() {
        stopRepeating();
        ServerTransaction open = invite;
        if (open != null && !open.answered()) {
            open.respond(session.agent().responding(open).response(487));
        }
    }

    private final class InviteWatch implements ServerTransaction.Listener {
        @Override
        public void cancelled(ServerTransaction transaction, Request cancel) {
            transaction.respond(session.agent().responding(transaction).response(487));
            session.finish();
            session.listener().cancelled(session, cancel);
        }
    }

    private final class ReinviteWatch implements ServerTransaction.Listener {
        @Override
        public void cancelled(ServerTransaction transaction, Request cancel) {
            transaction.respond(session.agent().responding(transaction).response(487));
            session.listener().reinviteCancelled(session, transaction);
        }
    }

    // ---- all requests within the dialog

    void received(ServerTransaction transaction) {
        Request request = transaction.request();
        Dialog current = session.dialogNow();
        if (current == null || !current.remoteTag().equals(request.fromTag())) {
            session.refuse(transaction, 481);
            return;
        }
        transaction.proven();
        if (!current.inOrder(request)) {
            session.refuse(transaction, 500);
            return;
        }
        session.dialog(current.withRemoteSeq(request.cseq().number()));
        if (session.over()) {
            dead(transaction);
        } else if (request.is(Method.BYE)) {
            hungUp(transaction);
        } else {
            alive(transaction);
        }
    }

    private void alive(ServerTransaction transaction) {
        Request request = transaction.request();
        boolean update = request.is(Method.UPDATE);
        if (request.is(Method.INVITE) || update) {
            ackIsImplied();
        }
        if (request.is(Method.INVITE)) {
            reinvited(transaction);
        } else if (update && request.hasBody() && session.offerPending()) {
            session.refuse(transaction, 491);
        } else {
            if (update) {
                session.refreshTarget(request.contact());
            }
            session.listener().requested(session, transaction);
        }
    }

    /// Who asks anew has seen our 2xx (RFC 3261 §14.1), so only its ACK was lost. It is still
    /// waited for when it has to bring an answer.
    private void ackIsImplied() {
        if (repeater != null && invite != null && invite.request().hasBody()) {
            stopRepeating();
            invite = null;
            session.byeIfWaiting();
        }
    }

    /// The dialog is dead but remembered: NOTIFY still finds its user (RFC 5057 §5.5), a BYE that
    /// crosses ours is right too, all else gets 481.
    private void dead(ServerTransaction transaction) {
        if (transaction.request().is(Method.NOTIFY)) {
            session.listener().requested(session, transaction);
        } else if (transaction.request().is(Method.BYE)) {
            transaction.respond(session.agent().responding(transaction).response(200));
        } else {
            session.refuse(transaction, 481);
        }
    }

    private void hungUp(ServerTransaction transaction) {
        transaction.respond(session.agent().responding(transaction).response(200));
        session.peerHungUp(transaction.request());
    }

    private void reinvited(ServerTransaction transaction) {
        if (session.over()) {
            session.refuse(transaction, 481);
        } else if (session.weOffer()) {
            session.refuse(transaction, 491);
        } else if (unanswered() || repeater != null || !session.confirmed()) {
            transaction.respond(
                    session.agent()
                            .responding(transaction)
                            .add(
                                    HeaderName.RETRY_AFTER,
                                    Integer.toString(session.agent().outside().random(10)))
                            .response(500));
        } else {
            session.refreshTarget(transaction.request().contact());
            invite = transaction;
            transaction.listener(new ReinviteWatch());
            session.listener().reinvited(session, transaction);
        }
    }
}
