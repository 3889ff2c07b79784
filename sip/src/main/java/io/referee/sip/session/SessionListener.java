package io.referee.sip.session;

import io.referee.sip.message.Request;
import io.referee.sip.message.Response;
import io.referee.sip.message.SipMessage;
import io.referee.sip.transaction.ServerTransaction;

/// What the user of an INVITE session is told. *Engine thread only.* Each method may act on the
/// session at once.
public interface SessionListener {

    /// Our INVITE rings: 101 to 198. When it was forked, [Session#dialogOf] tells in which early
    /// dialog.
    default void ringing(Session session, Response response) {}

    /// One early dialog of our INVITE is over, because of a 199 response (RFC 6228 §4) or a BYE of
    /// the peer, which was answered. The INVITE itself still waits for its final response. Not
    /// called for the early dialogs that end because another one was confirmed or the INVITE
    /// failed.
    default void earlyEnded(Session session, SessionDialog early, SipMessage because) {}

    /// Our INVITE was answered. The user acknowledges with [Session#acknowledge] now or soon.
    default void answered(Session session, Response response) {}

    /// Our INVITE failed: a final failure response, or one that stands for it (408 for silence, 503
    /// for a transport that could not send, 487 after [Session#cancel]). The session is over.
    default void rejected(Session session, Response response) {}

    /// The peer cancelled its INVITE before our answer; 487 was sent. The session is over.
    default void cancelled(Session session, Request cancel) {}

    /// The peer acknowledged our 2xx to its INVITE or re-INVITE.
    default void acknowledged(Session session, Request ack) {}

    /// The peer sent a re-INVITE. Answer with [Session#accept] or [Session#refuse].
    default void reinvited(Session session, ServerTransaction transaction) {
        session.refuse(transaction, 488);
    }

    /// The peer gave up its re-INVITE before our answer; 487 was sent.
    default void reinviteCancelled(Session session, ServerTransaction transaction) {}

    /// The peer sent another request in the dialog (UPDATE, INFO, REFER, NOTIFY, MESSAGE, OPTIONS
    /// ...); in which one of several early dialogs, [Session#dialogOf] tells.
    default void requested(Session session, ServerTransaction transaction) {
        session.refuse(transaction, 501);
    }

    /// The session is over after it was confirmed.
    default void ended(Session session, Ending ending) {}

    /// Why a confirmed session is over.
    sealed interface Ending {
        /// The peer sent BYE.
        record PeerHungUp(Request bye) implements Ending {}

        /// We did, with [Session#bye].
        record WeHungUp() implements Ending {}

        /// The peer is lost: no ACK, or an in-dialog request got 408, 481 or silence. `status` says
        /// which.
        record Lost(int status) implements Ending {}
    }
}
