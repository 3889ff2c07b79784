package io.referee.sip.session;

import io.referee.sip.message.Request;
import io.referee.sip.message.Response;
import io.referee.sip.session.Session.Direction;
import io.referee.sip.session.Session.Phase;
import io.referee.sip.transaction.ClientTransaction;
import io.referee.sip.transaction.Effect;
import io.referee.sip.transport.Hop;

import org.jspecify.annotations.Nullable;

/// What an INVITE of ours that was answered and acknowledged still has to do while its transaction
/// lingers (RFC 6026 §7.2): when the 2xx comes again, the very same ACK goes out again (RFC 3261
/// §13.2.2.4), and when another answerer's comes, that one is acknowledged and hung up. It does not
/// hold on to the session, which may be over long before. *Engine thread only.*
final class LastAck implements ClientTransaction.Listener {
    private final UserAgent agent;
    private final Request ack;
    private final Hop hop;
    private final Reach reach;
    private final Authorizer authorizer;
    private final String remoteTag;
    private final String localTag;
    private @Nullable Session forked;

    /// @param session what the INVITE began
    /// @param ack as it was sent in its confirmed dialog
    LastAck(Session session, SessionDialog confirmed, Request ack) {
        this.agent = session.agent();
        this.ack = ack;
        this.hop = confirmed.hop();
        this.reach = session.reach();
        this.authorizer = session.authorizer();
        this.remoteTag = confirmed.remoteTag();
        this.localTag = session.firstTag();
    }

    @Override
    public void responded(ClientTransaction transaction, Response response) {
        if (!response.success()) {
            return;
        }
        if (response.toTag().equals(remoteTag)) {
            agent.transmit(ack, hop, reach, () -> {});
        } else {
            unwanted(transaction, response);
        }
    }

    @Override
    public void failed(ClientTransaction transaction, Effect.Cause cause) {}

    private void unwanted(ClientTransaction transaction, Response response) {
        Session known =
                agent.session(response.callId(), localTag).orElseGet(() -> forked(response));
        known.outgoing().unwanted(transaction, response);
    }

    /// The session is over and gone: its other dialogs get one of their own.
    private Session forked(Response response) {
        Session made = forked;
        if (made == null) {
            made = new Session(agent, localTag, response.callId(), Direction.OUTGOING, hop);
            made.phase(Phase.OVER);
            made.outgoing().reach(reach);
            made.authorizer(authorizer);
            forked = made;
        }
        return made;
    }
}
