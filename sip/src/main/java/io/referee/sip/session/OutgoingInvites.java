package io.referee.sip.session;

import io.referee.sip.message.Request;
import io.referee.sip.message.Response;
import io.referee.sip.session.Session.Phase;
import io.referee.sip.transaction.ClientTransaction;
import io.referee.sip.transport.Hop;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;

/// Our INVITE and re-INVITEs of a session, with their ACKs. *Engine thread only.*
final class OutgoingInvites {
    private static final byte[] NOTHING = new byte[0];

    private final Session session;
    private Reach reach = Reach.ANYWHERE;
    private @Nullable ClientInvite first;
    private @Nullable String callId;
    private @Nullable ClientInvite latest;
    private @Nullable Response owedAck;
    private long acknowledged = -1;
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
        return latest != null && latest.pending();
    }

    /// Whether nothing is left to do for any of them but to send an ACK again.
    boolean settled() {
        return latest == null;
    }

    /// Whether a 2xx waits for our ACK.
    boolean ackOwed() {
        return owedAck != null;
    }

    /// The Call-ID of what was sent, or `otherwise`.
    String callId(String otherwise) {
        return callId == null ? otherwise : callId;
    }

    /// The INVITE that began the session.
    Optional<Request> begunBy() {
        return Optional.ofNullable(first).map(ClientInvite::request);
    }

    /// Where that INVITE was sent last; its name while that is looked up.
    Optional<Hop> begunTowards() {
        return Optional.ofNullable(first).map(ClientInvite::hop);
    }

    /// Where our requests in the session may go.
    Reach reach() {
        return reach;
    }

    /// Where the INVITE that begins the session may go, and all that follows it.
    void reach(Reach next) {
        reach = next;
    }

    void begin(Request request, Authorizer authorizer) {
        reliable.begin(request);
        callId = request.callId();
        ClientInvite invite = new ClientInvite(session, reach, authorizer, new FirstOutcome());
        first = invite;
        latest = invite;
        invite.send(request, session.hop());
    }

    void again(Request request, Authorizer authorizer, ReinviteListener outcome) {
        ClientInvite invite =
                new ClientInvite(session, reach, authorizer, new AgainOutcome(outcome));
        latest = invite;
        invite.send(request, session.hop());
    }

    void cancel(String reason) {
        if (latest != null && latest.pending()) {
            latest.cancel(reason);
        }
    }

    // ---- outcomes

    private final class FirstOutcome implements ClientInvite.Outcome {
        @Override
        public void progressed(ClientInvite invite, Response response) {
            if (!reliable.takes(response)) {
                return;
            }
            session.peer().note(response);
            Optional<SessionDialog> early =
                    session.forks().of(invite.request(), response, invite.hop());
            session.phase(Phase.EARLY);
            early.ifPresent(dialog -> reliable.acknowledge(response, dialog));
            if (response.status() == 199) {
                early.ifPresent(ended -> session.termination().earlyEnded(ended, response));
            } else if (early.isEmpty() || !early.get().over()) {
                session.listener().ringing(session, response);
            }
        }

        @Override
        public void challenged(long nextSeq) {
            reliable.restart();
            session.forks().clear();
        }

        @Override
        public void succeeded(ClientInvite invite, Response response) {
            session.forks().answered(invite.request(), response, invite.hop());
            reliable.confirmed(response.toTag());
            session.phase(Phase.CONFIRMED);
            session.peer().note(response);
            session.said(invite.request().sdp().orElse(NOTHING));
            session.timer().answered(response);
            owedAck = response;
            if (invite.cancelled()) {
                undo(Challenges.standIn(invite.request(), 487));
            } else if (session.current().barred()) {
                Request sent = invite.request();
                undo(Challenges.standIn(sent, Reach.REFUSED, reach.refusal()));
            } else {
                session.listener().answered(session, response);
            }
        }

        /// Nobody wants the call any more, or may have it.
        private void undo(Response standIn) {
            session.termination().sendBye(List.of());
            session.termination().finish();
            session.listener().rejected(session, standIn);
        }

        @Override
        public void repeated(ClientInvite invite, Response response) {
            SessionDialog dialog = session.forks().current();
            if (dialog == null || dialog.over() || !dialog.remoteTag().equals(response.toTag())) {
                unwanted(invite.request(), response, invite.hop());
            } else {
                invite.acknowledgeAgain(dialog);
            }
        }

        @Override
        public void failed(Response response) {
            session.forks().endAll();
            reliable.failed();
            if (!session.over()) {
                session.termination().finish();
                session.listener().rejected(session, response);
            }
        }
    }

    private final class AgainOutcome implements ClientInvite.Outcome {
        private final ReinviteListener outcome;

        AgainOutcome(ReinviteListener outcome) {
            this.outcome = outcome;
        }

        @Override
        public void progressed(ClientInvite invite, Response response) {}

        @Override
        public void challenged(long nextSeq) {
            session.usedSeq(nextSeq);
        }

        @Override
        public void succeeded(ClientInvite invite, Response response) {
            owedAck = response;
            response.contact().ifPresent(contact -> session.current().target(contact.uri()));
            session.peer().note(response);
            session.said(invite.request().sdp().orElse(NOTHING));
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
        public void repeated(ClientInvite invite, Response response) {
            SessionDialog dialog = session.forks().current();
            if (dialog != null && dialog.remoteTag().equals(response.toTag())) {
                invite.acknowledgeAgain(dialog);
            }
        }

        @Override
        public void failed(Response response) {
            if (!session.over()) {
                outcome.refused(response);
                session.termination().lostIf(response);
            }
        }

        @Override
        public void barred(Response response) {
            failed(response);
            SessionDialog dialog = session.forks().current();
            if (dialog != null) {
                dialog.unreachable();
            }
        }
    }

    /// A further answerer of the INVITE that began the session.
    void unwanted(ClientTransaction invite, Response response) {
        unwanted(invite.request(), response, invite.hop());
    }

    private void unwanted(Request invite, Response response, Hop sentTo) {
        session.forks()
                .of(invite, response, sentTo)
                .ifPresent(fork -> fork.hangUpUnwanted(response));
    }

    // ---- ACK

    /// Sends the ACK that is owed; does nothing when none is.
    void acknowledge(byte[] sdp) {
        Response response = owedAck;
        SessionDialog dialog = session.forks().current();
        if (response != null && dialog != null && latest != null) {
            owedAck = null;
            latest.acknowledge(dialog, response, sdp);
            acknowledged = latest.number();
            if (sdp.length == 0) {
                // While its transaction is remembered, so is the ACK; later it can be made anew.
                if (latest == first) {
                    latest.lastAck(dialog);
                }
                first = null;
                latest = null;
            }
        }
    }

    /// A 2xx came that belongs to no transaction any more.
    void stray(Response success) {
        long number = success.cseq().number();
        if (latest == null && session.confirmed()) {
            acknowledgeUnknown(success);
        } else if (latest != null && latest.number() == number) {
            latest.late(success);
        } else if (first != null && first.number() == number) {
            first.late(success);
        } else if (latest == null && number == acknowledged) {
            acknowledgeAnew(success);
        }
    }

    private void acknowledgeAnew(Response success) {
        SessionDialog dialog = session.forks().current();
        if (dialog != null && dialog.remoteTag().equals(success.toTag())) {
            dialog.acknowledge(success, NOTHING);
        }
    }

    /// The INVITE was sent before a restart: whoever repeats its 2xx waits for an ACK.
    private void acknowledgeUnknown(Response success) {
        SessionDialog dialog = session.forks().current();
        if (dialog != null && dialog.remoteTag().equals(success.toTag())) {
            dialog.acknowledge(success, NOTHING);
        }
    }
}
