package io.referee.sip.session;

import io.referee.sip.dialog.Dialog;
import io.referee.sip.message.Method;
import io.referee.sip.message.Request;
import io.referee.sip.message.Response;
import io.referee.sip.transaction.ClientTransaction;
import io.referee.sip.transport.Hop;

/// An INVITE to a server that was silent for so long that the next one was tried. It is not sent
/// again, and what comes of it yet is undone: a provisional response is answered with CANCEL, a 2xx
/// with ACK and BYE. *Engine thread only.*
final class Overtaken {
    private final UserAgent agent;
    private final ClientTransaction transaction;
    private final Reach reach;
    private boolean cancelled;
    private boolean hungUp;

    Overtaken(UserAgent agent, ClientTransaction transaction, Reach reach) {
        this.agent = agent;
        this.reach = reach;
        this.transaction = transaction;
        transaction.hush();
        abandonLater();
    }

    boolean is(ClientTransaction other) {
        return transaction == other;
    }

    private void abandonLater() {
        agent.outside()
                .schedule(
                        agent.settings().timing().giveUp(),
                        () -> {
                            if (!transaction.finished()) {
                                transaction.abandon();
                            }
                        });
    }

    void responded(Response response) {
        if (response.provisional() && !cancelled) {
            cancelled = true;
            agent.transactions().cancel(transaction, "");
        } else if (response.success()) {
            hangUp(response);
        }
    }

    /// RFC 3261 §13.2.2.4: each 2xx is acknowledged, also one that nobody wants.
    private void hangUp(Response response) {
        Dialog unwanted = Dialog.uac(transaction.request(), response);
        Hop wanted = Addressing.towardsAnswerer(response, unwanted.nextHop(), transaction.hop());
        boolean sure = reach.anywhere() || !Targets.named(wanted) && reach.includes(wanted);
        Hop hop = sure ? wanted : transaction.hop();
        Request ack = request(unwanted, Method.ACK, response.cseq().number(), hop);
        agent.transmit(ack, hop, reach, () -> {});
        if (!hungUp) {
            hungUp = true;
            Request bye = request(unwanted, Method.BYE, unwanted.localSeq() + 1, hop);
            agent.send(bye, hop, reach, Authorizer.NONE, ResponseListener.NONE);
        }
    }

    private Request request(Dialog unwanted, Method method, long seq, Hop hop) {
        return unwanted.request(method, agent.transactions().via(hop), seq)
                .request(method, unwanted.requestUri());
    }
}
