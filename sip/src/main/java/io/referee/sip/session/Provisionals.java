package io.referee.sip.session;

import io.referee.sip.message.Header;
import io.referee.sip.message.Phrases;
import io.referee.sip.message.Request;
import io.referee.sip.message.Response;

import java.util.List;
import java.util.Optional;

/// The early part of a session, before the 2xx to its INVITE: provisional responses, reliable or
/// not (RFC 3262), the early dialogs that they make (RFC 3261 §12.1), and what offer and answer
/// came to in them. *Engine thread only.*
public final class Provisionals {
    private final Session session;

    Provisionals(Session session) {
        this.session = session;
    }

    // ---- the peer called us

    /// Sends a provisional response, 101 to 199, in the early dialog with this tag of ours. A body
    /// is SDP. A reliable one may wait for the PRACK of an earlier one (RFC 3262 §3).
    public void send(String tag, int status, byte[] sdp, List<Header> headers) {
        send(tag, status, Phrases.of(status), sdp, headers);
    }

    /// The same with a reason phrase of its own.
    ///
    /// @throws IllegalArgumentException when the reason holds CR or LF
    public void send(String tag, int status, String reason, byte[] sdp, List<Header> headers) {
        invite().ifPresent(invite -> invite.progress(tag, status, reason, sdp, headers));
    }

    private Optional<IncomingInvite> invite() {
        return session.incoming().first();
    }

    /// Begins another early dialog with the caller, as a fork would (RFC 3261 §13.2.2.4), and gives
    /// its tag: for a session description that differs from the one shown before. Empty when there
    /// are too many.
    public Optional<String> fork() {
        return invite().flatMap(IncomingInvite::fork);
    }

    /// Whether a provisional response with this body goes out reliably, so that the body is an
    /// answer in force, or an offer, and not a preview.
    public boolean reliable(byte[] sdp) {
        return invite().map(invite -> invite.reliable(sdp)).orElse(false);
    }

    // ---- we called the peer

    /// Whether this provisional response is reliable and carries an offer, so that its PRACK waits
    /// for [#acknowledge] (RFC 3262 §5).
    public boolean offers(Response response) {
        return session.outgoing().reliable().offers(response);
    }

    /// Sends the PRACK that such a response waits for, with the answer; empty when there is none.
    public void acknowledge(Response response, byte[] answer) {
        session.outgoing().reliable().answer(response, answer);
    }

    /// Whether offer and answer were exchanged reliably before the 2xx to our INVITE, which then
    /// has nothing to say about media (RFC 3261 §13.2.1).
    public boolean agreed() {
        return session.outgoing().reliable().exchange(session.remoteTag()).agreed();
    }

    // ---- both

    /// The early dialog with this tag, the peer's when we called, ours when the peer did, if an
    /// UPDATE with an offer may be sent in it now (RFC 3311 §5.1).
    public Optional<SessionDialog> updatable(String tag) {
        boolean agreed =
                invite().map(invite -> invite.agreed(tag))
                        .orElseGet(() -> session.outgoing().reliable().exchange(tag).agreed());
        if (!agreed || !session.peer().updates() || session.incoming().updateOpen()) {
            return Optional.empty();
        }
        Optional<SessionDialog> found =
                invite().isPresent() ? session.forks().ours(tag) : session.forks().find(tag);
        return found.filter(dialog -> !dialog.over() && !dialog.updatePending());
    }

    /// Where offer and answer stand in the early dialog that this request of the peer came in.
    Exchange exchange(Request request) {
        return invite().map(invite -> invite.exchange(request.toTag()))
                .orElseGet(() -> session.outgoing().reliable().exchange(request.fromTag()));
    }
}
