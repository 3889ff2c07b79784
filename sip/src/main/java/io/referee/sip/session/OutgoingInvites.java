package io.referee.sip.session;

import io.referee.sip.dialog.Dialog;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.Method;
import io.referee.sip.message.Request;
import io.referee.sip.message.Response;
import io.referee.sip.session.Session.Phase;

import org.jspecify.annotations.Nullable;

/// Our INVITE and re-INVITEs of a session, with their ACKs. *Engine thread only.*
final class OutgoingInvites {
    private static final byte[] NOTHING = new byte[0];

    private final Session session;
    private @Nullable ClientInvite invite;
    private @Nullable Request lastAck;
    private @Nullable Response owedAck;
    private final ReliableResponses reliable;

    OutgoingInvites(Session session) {
        this.session = session;
        this.reliable = new ReliableResponses(session);
    }

    /// What the peer said reliably before its final response.
    ReliableResponses reliable() {
        return reliable;
    }

    /// Whether one waits for its final response.
    boolean unanswered() {
        return invite != null && invite.pending();
    }

    /// Whether a 2xx waits for our ACK.
    boolean ackOwed() {
        return owedAck != null;
    }

    /// The Call-ID of what was sent, or `otherwise`.
    String callId(String otherwise) {
        return invite == null ? otherwise : invite.request().callId();
    }

    void begin(Request request, Authorizer authorizer) {
        reliable.begin(request);
        invite = new ClientInvite(session, authorizer, new FirstOutcome());
        invite.send(request);
    }

    void again(Request request, Authorizer authorizer, ReinviteListener outcome) {
        invite = new ClientInvite(session, authorizer, new AgainOutcome(outcome));
        invite.send(request);
    }

    void cancel(String reason) {
        if (invite != null && invite.pending()) {
            invite.cancel(reason);
        }
    }

    // ---- outcomes

    private final class FirstOutcome implements ClientInvite.Outcome {
        @Override
        public void progressed(Response response) {
            if (!reliable.takes(response)) {
                return;
            }
            session.noteAllow(response);
            if (!response.toTag().isEmpty() && session.dialogNow() == null) {
                session.dialog(Dialog.uac(request(), response));
            }
            session.phase(Phase.EARLY);
            reliable.acknowledge(response);
            session.listener().ringing(session, response);
        }

        @Override
        public void succeeded(Response response) {
            session.established(Dialog.uac(request(), response), response);
            session.said(request().body());
            owedAck = response;
            if (invite != null && invite.cancelled()) {
                Response gone = Challenges.standIn(request(), 487);
                session.sendBye(java.util.List.of());
                session.finish();
                session.listener().rejected(session, gone);
            } else {
                session.listener().answered(session, response);
            }
        }

        @Override
        public void repeated(Response response) {
            repeatAck(response);
        }

        @Override
        public void failed(Response response) {
            if (!session.over()) {
                session.finish();
                session.listener().rejected(session, response);
            }
        }
    }

    private Request request() {
        if (invite == null) {
            throw new IllegalStateException("no INVITE was sent");
        }
        return invite.request();
    }

    private final class AgainOutcome implements ClientInvite.Outcome {
        private final ReinviteListener outcome;

        AgainOutcome(ReinviteListener outcome) {
            this.outcome = outcome;
        }

        @Override
        public void progressed(Response response) {}

        @Override
        public void succeeded(Response response) {
            owedAck = response;
            session.refreshTarget(response.contact());
            session.noteAllow(response);
            session.said(request().body());
            if (session.confirmed()) {
                session.timer().answered(response);
            }
            if (session.over()) {
                acknowledge(NOTHING);
            } else {
                outcome.accepted(response);
            }
        }

        @Override
        public void repeated(Response response) {
            repeatAck(response);
        }

        @Override
        public void failed(Response response) {
            if (!session.over()) {
                outcome.refused(response);
                session.lostIf(response);
            }
        }
    }

    // ---- ACK

    /// Sends the ACK that is owed; does nothing when none is.
    void acknowledge(byte[] sdp) {
        Response response = owedAck;
        Dialog dialog = session.dialogNow();
        if (response != null && dialog != null) {
            owedAck = null;
            lastAck = ack(dialog, response, sdp);
            session.agent().outside().transmit(lastAck, session.hop());
        }
    }

    private Request ack(Dialog within, Response response, byte[] sdp) {
        UserAgent agent = session.agent();
        return within.request(
                        Method.ACK,
                        agent.transactions().via(session.hop()),
                        response.cseq().number())
                .add(HeaderName.USER_AGENT, agent.settings().product())
                .body("application/sdp", sdp)
                .request(Method.ACK, within.requestUri());
    }

    /// A 2xx came again: the ACK was lost, or another branch of a fork answered, which is hung up
    /// (§13.2.2.4).
    void repeatAck(Response response) {
        Dialog dialog = session.dialogNow();
        if (dialog != null && !response.toTag().equals(dialog.remoteTag())) {
            hangUpFork(response);
        } else if (lastAck != null && lastAck.cseq().number() == response.cseq().number()) {
            session.agent().outside().transmit(lastAck, session.hop());
        }
    }

    private void hangUpFork(Response response) {
        if (invite == null) {
            return;
        }
        UserAgent agent = session.agent();
        Dialog fork = Dialog.uac(invite.request(), response);
        agent.outside().transmit(ack(fork, response, NOTHING), session.hop());
        Request bye =
                fork.request(
                                Method.BYE,
                                agent.transactions().via(session.hop()),
                                fork.localSeq() + 1)
                        .request(Method.BYE, fork.requestUri());
        agent.send(bye, session.hop(), Authorizer.NONE, ResponseListener.NONE);
    }
}
