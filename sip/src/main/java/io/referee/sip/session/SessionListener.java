package io.referee.sip.session;

import io.referee.sip.message.Request;
import io.referee.sip.message.Response;
import io.referee.sip.message.SipMessage;
import io.referee.sip.transaction.ServerTransaction;

import java.util.Optional;

/// What the user of an INVITE session is told. *Engine thread only.* Each method may act on the
/// session at once.
public interface SessionListener {
    /// Nobody is told anything.
    SessionListener NOBODY = new SessionListener() {};

    /// A listener that knows by itself what was said, and answers [#restating]: the session keeps
    /// no copy ([Session#said] stays empty).
    interface WithLedger extends SessionListener {
        @Override
        Optional<byte[]> restating(Session session);
    }

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

    /// A reliable provisional response of ours to the peer's INVITE was never acknowledged; 504 was
    /// sent (RFC 3262 §3). The session is over.
    default void abandoned(Session session) {}

    /// The peer acknowledged a reliable provisional response of ours; 200 was sent. Its body, if
    /// any, is the answer to the offer in that response.
    default void provisionalAcknowledged(Session session, Request prack) {}

    /// The peer acknowledged our 2xx to its INVITE or re-INVITE.
    default void acknowledged(Session session, Request ack) {}

    /// The option tags in Require of a request within the dialog that do not work here: the value
    /// of Unsupported in the 420 that it gets, before anything of it takes effect (RFC 3261
    /// §8.2.2.3, §12.2.2). Empty when it may go on. Asked for every request but ACK, CANCEL, BYE.
    default String unsupported(Session session, Request request) {
        return "";
    }

    /// The peer sent a re-INVITE. Answer with [Session#accept] or [Session#refuse].
    default void reinvited(Session session, ServerTransaction transaction) {
        session.refuse(transaction, 488);
    }

    /// The peer gave up its re-INVITE before our answer; 487 was sent.
    default void reinviteCancelled(Session session, ServerTransaction transaction) {}

    /// The peer sent another request in the dialog (INFO, REFER, NOTIFY, MESSAGE, OPTIONS ...; of
    /// UPDATE and PRACK only those with an offer, to be answered with [Session#accept] or
    /// [Session#refuse]); in which one of several early dialogs, [Session#dialogOf] tells.
    default void requested(Session session, ServerTransaction transaction) {
        session.refuse(transaction, 501);
    }

    /// The session timer is due (RFC 4028 §7.4) and the peer does not take UPDATE, so what is in
    /// force is said again in a re-INVITE: our last body as it was. Empty when this is not the
    /// moment; the question comes again a second later.
    default Optional<byte[]> restating(Session session) {
        byte[] said = session.said();
        return said.length == 0 ? Optional.empty() : Optional.of(said);
    }

    /// The outcome of that re-INVITE; a 2xx was acknowledged already.
    default void restated(Session session, Response response) {}

    /// The peer has said that it is reached elsewhere from now on, by a request or response that
    /// may change nothing else (RFC 3261 §12.2, RFC 3311 §5.1).
    default void moved(Session session) {}

    /// The session timer was set anew by a refresh of either side.
    default void refreshed(Session session) {}

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

        /// The place that the peer has named for our requests, in Contact or Record-Route, is out
        /// of [reach][Session#reach()]. Nothing was sent there; the BYE went where our INVITE went.
        ///
        /// @param why reason phrase, [Reach#refusal()]
        record Unreachable(String why) implements Ending {}
    }
}
