package io.referee.sip.session;

import io.referee.sip.header.Replaces;
import io.referee.sip.message.Method;
import io.referee.sip.message.Request;
import io.referee.sip.transaction.ServerTransaction;

import java.util.Optional;

/// What is left of a session a moment after its end: enough to answer what crosses the BYE, as
/// [IncomingRequests] would, and to know the dialog when a Replaces names it. A tenth of what the
/// session was: of calls that have ended there are many, and the collector copies all that is kept.
/// *Engine thread only.*
final class Remains {
    private final String callId;
    private final String localTag;
    private final String remoteTag;
    private long remoteSeq;

    private Remains(Session session, SessionDialog dialog) {
        this.callId = session.callId();
        this.localTag = session.firstTag();
        this.remoteTag = dialog.remoteTag();
        this.remoteSeq = dialog.dialog().remoteSeq();
    }

    /// Of a session that is over, had one dialog and has nobody who listens any more; empty when
    /// more may have to be said than this can: to who answers an INVITE that we gave up, for
    /// example.
    static Optional<Remains> of(Session session) {
        boolean silent = session.over() && session.listener() == SessionListener.NOBODY;
        return silent && session.outgoing().settled() && session.aliases().isEmpty()
                ? session.forks().only().map(dialog -> new Remains(session, dialog))
                : Optional.empty();
    }

    String callId() {
        return callId;
    }

    String localTag() {
        return localTag;
    }

    /// Whether it is the dialog that this header names.
    boolean named(Replaces replaces) {
        return replaces.names(callId, localTag, remoteTag);
    }

    /// A request of the peer that has not heard of the end yet. A BYE gets its 200; a SUBSCRIBE may
    /// be for a subscription that goes on (RFC 5057 §5.5).
    void received(UserAgent agent, ServerTransaction transaction) {
        Request request = transaction.request();
        if (!request.fromTag().equals(remoteTag)) {
            answer(agent, transaction, 481);
            return;
        }
        transaction.proven();
        long number = request.cseq().number();
        if (number <= remoteSeq) {
            answer(agent, transaction, 500);
            return;
        }
        remoteSeq = number;
        if (request.is(Method.BYE)) {
            answer(agent, transaction, 200);
        } else if (request.is(Method.NOTIFY)) {
            answer(agent, transaction, 501);
        } else if (!request.is(Method.SUBSCRIBE) || !agent.within(transaction)) {
            answer(agent, transaction, 481);
        }
    }

    private static void answer(UserAgent agent, ServerTransaction transaction, int status) {
        transaction.respond(agent.responding(transaction).response(status));
    }
}
