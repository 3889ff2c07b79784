package io.referee.sip.session;

import io.referee.sip.message.Request;
import io.referee.sip.message.Response;
import io.referee.sip.transaction.ClientTransaction;
import io.referee.sip.transaction.Effect;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Outside;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/// One INVITE or re-INVITE of ours, from the request to the ACK. *Engine thread only.*
final class ClientInvite implements Delivery.User {
    private final Session session;
    private final Reach reach;
    private final Outcome outcome;
    private Authorizer authorizer;
    private @Nullable Delivery delivery;
    private Hop asked;
    private long number;
    private boolean cancelWanted;
    private boolean over;
    private String cancelReason = "";
    private @Nullable Request ack;
    private Outside.@Nullable Alarm patience;

    /// Where the outcome goes.
    interface Outcome {
        /// 101 to 199.
        void progressed(ClientInvite invite, Response response);

        /// A challenge that is answered: the INVITE is sent again with this CSeq number.
        void challenged(long nextSeq);

        void succeeded(ClientInvite invite, Response response);

        /// A 2xx again, or of another answerer, or after we gave up.
        void repeated(ClientInvite invite, Response response);

        void failed(Response response);

        /// The same, because all that it could go to is out of its [Reach]: a response of our own
        /// making.
        default void barred(Response response) {
            failed(response);
        }
    }

    ClientInvite(Session session, Reach reach, Authorizer authorizer, Outcome outcome) {
        this.session = session;
        this.reach = reach;
        this.authorizer = authorizer;
        this.outcome = outcome;
        this.asked = session.hop();
    }

    void send(Request invite, Hop hop) {
        asked = hop;
        number = invite.cseq().number();
        delivery = session.agent().deliver(invite, hop, reach, this);
    }

    /// Its CSeq number, without a look into the request.
    long number() {
        return number;
    }

    Request request() {
        if (delivery == null) {
            throw new IllegalStateException("INVITE not sent yet");
        }
        return delivery.request();
    }

    /// Where it was sent.
    Hop hop() {
        ClientTransaction transaction = delivery == null ? null : delivery.transaction();
        return transaction == null ? asked : transaction.hop();
    }

    /// Whether no final response came yet.
    boolean pending() {
        return !over;
    }

    boolean cancelled() {
        return cancelWanted;
    }

    void cancel(String reason) {
        if (over || cancelWanted || delivery == null) {
            return;
        }
        cancelWanted = true;
        cancelReason = reason;
        delivery.stop();
        ClientTransaction transaction = delivery.transaction();
        if (transaction == null) {
            // Its server is still searched: nothing was sent, and nothing will be.
            Request unsent = delivery.request();
            session.agent().outside().schedule(Duration.ZERO, () -> giveUp(unsent));
        } else {
            sendCancel(transaction);
        }
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
            invite.abandon();
            giveUp(invite.request());
        }
    }

    private void giveUp(Request invite) {
        if (!over) {
            over = true;
            outcome.failed(Challenges.standIn(invite, 487));
        }
    }

    @Override
    public void responded(ClientTransaction current, Response response) {
        if (response.provisional()) {
            progressed(current, response);
        } else if (over) {
            if (response.success()) {
                outcome.repeated(this, response);
            }
        } else if (response.success()) {
            close();
            outcome.succeeded(this, response);
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
            outcome.progressed(this, response);
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
            outcome.challenged(again.get().cseq().number());
            send(again.get(), asked);
        } else if (!cancelWanted && session.timer().learned(response)) {
            Request longer = session.timer().askMore(current);
            outcome.challenged(longer.cseq().number());
            send(longer, asked);
        } else {
            close();
            outcome.failed(response);
        }
    }

    // ---- ACK

    /// Acknowledges its 2xx.
    void acknowledge(SessionDialog dialog, Response success, byte[] sdp) {
        Request sent = dialog.acknowledge(success, sdp);
        sent.rest();
        ack = sent;
    }

    /// Nothing is left to do but to send the ACK again; not where servers are searched, and the
    /// transaction may be one of several.
    void lastAck(SessionDialog dialog) {
        Request sent = ack;
        if (sent != null
                && delivery != null
                && !Targets.named(asked)
                && !Targets.named(dialog.hop())) {
            delivery.listener(new LastAck(session, dialog, sent));
        }
    }

    /// Its 2xx came again because the ACK was lost: the very same ACK goes out again (RFC 3261
    /// §13.2.2.4).
    void acknowledgeAgain(SessionDialog dialog) {
        if (ack != null) {
            dialog.repeat(ack);
        }
    }

    /// A 2xx came after its transaction was forgotten.
    void late(Response success) {
        if (over) {
            outcome.repeated(this, success);
        }
    }

    private void close() {
        over = true;
        if (patience != null) {
            patience.cancel();
        }
    }

    @Override
    public void turnedAway(Response response) {
        if (!over) {
            close();
            if (response.status() == Reach.REFUSED) {
                outcome.barred(response);
            } else {
                outcome.failed(response);
            }
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
