package io.referee.sip.session;

import io.referee.sip.message.Request;
import io.referee.sip.message.Response;
import io.referee.sip.transaction.ClientTransaction;
import io.referee.sip.transaction.Effect;
import io.referee.sip.transport.Outside;

import org.jspecify.annotations.Nullable;

/// One INVITE or re-INVITE of ours, from the request to the ACK. *Engine thread only.*
final class ClientInvite implements ClientTransaction.Listener {
    private final Session session;
    private final Outcome outcome;
    private Authorizer authorizer;
    private @Nullable ClientTransaction transaction;
    private boolean cancelWanted;
    private boolean over;
    private String cancelReason = "";
    private Outside.@Nullable Alarm patience;

    /// Where the outcome goes.
    interface Outcome {
        void progressed(Response response);

        void succeeded(Response response);

        /// A 2xx again, or of another fork.
        void repeated(Response response);

        void failed(Response response);
    }

    ClientInvite(Session session, Authorizer authorizer, Outcome outcome) {
        this.session = session;
        this.authorizer = authorizer;
        this.outcome = outcome;
    }

    void send(Request invite) {
        transaction = session.agent().transactions().send(invite, session.hop(), this);
    }

    Request request() {
        if (transaction == null) {
            throw new IllegalStateException("INVITE not sent yet");
        }
        return transaction.request();
    }

    /// Whether no final response came yet.
    boolean pending() {
        return !over;
    }

    boolean cancelled() {
        return cancelWanted;
    }

    void cancel(String reason) {
        if (over || cancelWanted || transaction == null) {
            return;
        }
        cancelWanted = true;
        cancelReason = reason;
        sendCancel(transaction);
    }

    private void sendCancel(ClientTransaction invite) {
        if (!invite.provisionalSeen()) {
            return;
        }
        session.agent().transactions().cancel(invite, cancelReason);
        // RFC 3261 §9.1: without a final response within 64*T1 the transaction counts as cancelled.
        patience =
                session.agent()
                        .outside()
                        .schedule(
                                session.agent().settings().timing().giveUp(), () -> giveUp(invite));
    }

    private void giveUp(ClientTransaction invite) {
        if (!over) {
            over = true;
            invite.abandon();
            outcome.failed(Challenges.standIn(invite.request(), 487));
        }
    }

    @Override
    public void responded(ClientTransaction current, Response response) {
        if (response.provisional()) {
            progressed(current, response);
        } else if (over) {
            if (response.success()) {
                outcome.repeated(response);
            }
        } else if (response.success()) {
            close();
            outcome.succeeded(response);
        } else {
            failed(current, response);
        }
    }

    private void progressed(ClientTransaction current, Response response) {
        if (over) {
            return;
        }
        if (cancelWanted && patience == null) {
            sendCancel(current);
        }
        if (response.status() > 100 && !cancelWanted) {
            outcome.progressed(response);
        }
    }

    private void failed(ClientTransaction current, Response response) {
        var again =
                cancelWanted
                        ? java.util.Optional.<Request>empty()
                        : Challenges.again(
                                session.agent().transactions(), current, response, authorizer);
        if (again.isPresent()) {
            authorizer = authorizer.afterwards();
            session.usedSeq(again.get().cseq().number());
            send(again.get());
        } else {
            close();
            outcome.failed(response);
        }
    }

    private void close() {
        over = true;
        if (patience != null) {
            patience.cancel();
        }
    }

    @Override
    public void failed(ClientTransaction current, Effect.Cause cause) {
        if (!over) {
            close();
            outcome.failed(
                    cancelWanted
                            ? Challenges.standIn(current.request(), 487)
                            : Challenges.standIn(current.request(), cause));
        }
    }
}
