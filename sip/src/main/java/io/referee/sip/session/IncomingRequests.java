package io.referee.sip.session;

import io.referee.sip.dialog.Dialog;
import io.referee.sip.message.Header;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.MessageBuilder;
import io.referee.sip.message.Method;
import io.referee.sip.message.Request;
import io.referee.sip.message.Response;
import io.referee.sip.session.Exchange.Carrier;
import io.referee.sip.session.Exchange.Party;
import io.referee.sip.session.Session.Phase;
import io.referee.sip.transaction.ServerTransaction;
import io.referee.sip.transport.Hop;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// What the peer asks of a session: its INVITE and re-INVITEs, answered until the ACK comes, and
/// its other requests. *Engine thread only.*
final class IncomingRequests {
    private static final byte[] NOTHING = new byte[0];

    private final Session session;
    private @Nullable IncomingInvite first;
    private @Nullable ServerTransaction invite;
    private @Nullable ServerTransaction update;
    private @Nullable AnswerRepeater repeater;

    IncomingRequests(Session session) {
        this.session = session;
    }

    /// The INVITE that began the session.
    void begin(ServerTransaction transaction) {
        invite = transaction;
        first = new IncomingInvite(session, transaction);
        transaction.listener(new InviteWatch());
    }

    /// The INVITE that began the session; empty when it was ours.
    Optional<IncomingInvite> first() {
        return Optional.ofNullable(first);
    }

    // ---- INVITE

    /// Where the INVITE that waits came from.
    Optional<Hop> beginningHop() {
        return Optional.ofNullable(invite).map(ServerTransaction::hop);
    }

    /// Who sent the INVITE that began the session has proven who he is.
    void proven() {
        if (invite != null) {
            invite.proven();
        }
    }

    /// Whether the caller has not shown yet that he gets what we send.
    boolean doubted() {
        return invite != null && invite.doubted();
    }

    /// Whether an INVITE waits for our final response.
    boolean unanswered() {
        return invite != null && !invite.answered();
    }

    /// Whether an UPDATE of the peer with an offer waits for our answer.
    boolean updateOpen() {
        return update != null && !update.answered();
    }

    /// Whether a 2xx of ours waits for its ACK.
    boolean unacknowledged() {
        return repeater != null;
    }

    /// Whether it is the answer to the call itself that waits for its ACK.
    boolean callUnacknowledged() {
        return repeater != null && invite != null && invite.request().toTag().isEmpty();
    }

    /// The INVITE that may still be answered, progressed or rejected.
    Optional<ServerTransaction> beginning() {
        boolean late = session.phase() == Phase.OVER || session.phase() == Phase.CONFIRMED;
        return late ? Optional.empty() : Optional.ofNullable(invite);
    }

    void reject(int status, String reason, List<Header> headers) {
        Optional<ServerTransaction> rejected = beginning();
        if (rejected.isPresent()) {
            ServerTransaction transaction = rejected.get();
            transaction.respond(
                    session.agent()
                            .responding(transaction)
                            .addAll(headers)
                            .response(status, reason));
            session.termination().finish();
        }
    }

    /// Takes an answer back that could not go out yet.
    void giveUpAnswer(List<Header> headers) {
        if (first != null) {
            ServerTransaction unanswered = first.transaction();
            unanswered.respond(
                    session.agent().responding(unanswered).addAll(headers).response(480));
            session.termination().finish();
        }
    }

    /// Answers with 200 and repeats it until the ACK.
    void accept(ServerTransaction transaction, byte[] sdp, List<Header> headers) {
        MessageBuilder builder =
                responding(transaction, session.localTag(), headers).body("application/sdp", sdp);
        session.timer().grant(transaction.request(), builder);
        session.said(sdp);
        Response response = builder.response(200);
        UserAgent agent = session.agent();
        repeater =
                new AnswerRepeater(
                        agent.outside(),
                        agent.settings().timing(),
                        transaction,
                        response,
                        this::ackMissing);
        invite = transaction;
        repeater.start();
    }

    /// The start of a response within this dialog, with our Contact and Allow.
    MessageBuilder responding(ServerTransaction transaction, String tag, List<Header> headers) {
        UserAgent agent = session.agent();
        MessageBuilder builder =
                agent.responding(transaction.request(), tag)
                        .add(
                                HeaderName.CONTACT,
                                agent.contact(
                                                session.contactUser(),
                                                transaction.hop(),
                                                Addressing.asked(transaction.request()))
                                        + session.features())
                        .add(HeaderName.ALLOW, session.allowed());
        String supported =
                SessionSettings.listing(agent.settings().supported(), session.extensions());
        if (!supported.isEmpty()) {
            builder.add(HeaderName.SUPPORTED, supported);
        }
        return builder.addAll(headers);
    }

    private void ackMissing() {
        repeater = null;
        session.termination().lost(408);
    }

    /// An ACK for a 2xx of ours came.
    void acknowledged(Request ack) {
        AnswerRepeater waiting = repeater;
        if (waiting != null && waiting.invite().cseq().number() == ack.cseq().number()) {
            stopRepeating();
            settled();
            begun();
            session.listener().acknowledged(session, ack);
            session.termination().byeIfWaiting();
        }
    }

    /// Its INVITE is answered and done with: the transaction lingers, and need not know of us.
    private void settled() {
        if (invite != null) {
            invite.listener(ServerTransaction.Listener.NONE);
            invite = null;
        }
    }

    /// The caller has our answer: of its INVITE nothing is needed any more, unless there were other
    /// early dialogs, for which requests may still be on their way.
    private void begun() {
        if (first != null && first.aliases().isEmpty()) {
            first = null;
        }
    }

    void stopRepeating() {
        if (repeater != null) {
            repeater.stop();
            repeater = null;
        }
    }

    /// The session is over: nobody will answer what was not answered yet.
    void close() {
        stopRepeating();
        if (first != null) {
            first.stop();
        }
        ServerTransaction open = invite;
        if (open != null && !open.answered()) {
            open.respond(session.agent().responding(open).response(487));
        }
    }

    private final class InviteWatch implements ServerTransaction.Listener {
        @Override
        public void cancelled(ServerTransaction transaction, Request cancel) {
            transaction.respond(session.agent().responding(transaction).response(487));
            session.termination().cancelled(cancel);
        }
    }

    private final class ReinviteWatch implements ServerTransaction.Listener {
        @Override
        public void cancelled(ServerTransaction transaction, Request cancel) {
            transaction.respond(session.agent().responding(transaction).response(487));
            session.listener().reinviteCancelled(session, transaction);
        }
    }

    // ---- all requests within the dialog

    void received(ServerTransaction transaction) {
        session.dialogOf(transaction.request())
                .ifPresentOrElse(
                        dialog -> received(transaction, dialog), () -> unknownDialog(transaction));
    }

    /// A peer that has answered our INVITE has a dialog, though its response is late or lost, and
    /// would give the dialog up for a 481 (RFC 3261 §12.2.1.2): it may ask again. Its BYE may not.
    private void unknownDialog(ServerTransaction transaction) {
        if (session.early() && !transaction.request().is(Method.BYE)) {
            refuseForNow(transaction, 500);
        } else {
            session.refuse(transaction, 481);
        }
    }

    private void received(ServerTransaction transaction, SessionDialog within) {
        Request request = transaction.request();
        if (first != null && first.late(transaction)) {
            return;
        }
        transaction.proven();
        proven();
        if (first != null) {
            first.turnTo(request.toTag());
        }
        Dialog now = within.dialog();
        if (!now.inOrder(request)) {
            session.refuse(transaction, 500);
            return;
        }
        within.advance(now.withRemoteSeq(request.cseq().number()));
        within.heardFrom(transaction.hop());
        if (session.over() || within.over()) {
            dead(transaction);
        } else if (request.is(Method.BYE)) {
            hungUp(transaction, within);
        } else {
            String unknown = session.listener().unsupported(session, request);
            if (unknown.isEmpty()) {
                alive(transaction, within);
            } else {
                refuseExtension(transaction, unknown);
            }
        }
    }

    /// Nothing of the request takes effect (RFC 3261 §8.2.2.3). A BYE does not come here: its
    /// sender has hung up, whatever the answer is (§15.1.1).
    private void refuseExtension(ServerTransaction transaction, String unknown) {
        transaction.respond(
                session.agent()
                        .responding(transaction)
                        .add(HeaderName.UNSUPPORTED, unknown)
                        .response(420));
    }

    private void alive(ServerTransaction transaction, SessionDialog within) {
        Request request = transaction.request();
        if (request.is(Method.PRACK)) {
            pracked(transaction);
        } else if (request.is(Method.INVITE)) {
            if (!answerOwed()) {
                ackIsImplied();
            }
            reinvited(transaction);
        } else if (request.is(Method.UPDATE)) {
            if (request.hasBody() && answerBrought()) {
                ackIsImplied();
            }
            updated(transaction, within);
        } else {
            session.listener().requested(session, transaction);
        }
    }

    /// A PRACK whose response is not known, or that comes when the INVITE is over, is 481 (RFC 3262
    /// §3).
    private void pracked(ServerTransaction transaction) {
        if (first == null) {
            session.refuse(transaction, 481);
        } else {
            first.pracked(transaction);
        }
    }

    /// Without a body it only refreshes target and session timer, which is our business alone (RFC
    /// 3311 §5.2, RFC 4028 §9).
    private void updated(ServerTransaction transaction, SessionDialog within) {
        Request request = transaction.request();
        if (session.confirmed() && session.timer().tooSmall(request)) {
            tooSmall(transaction);
            return;
        }
        if (request.hasBody()) {
            int refusal = refusal(request, within);
            if (refusal != 0) {
                refuseForNow(transaction, refusal);
                return;
            }
        }
        session.peer().note(request);
        request.contact().ifPresent(contact -> within.target(contact.uri()));
        if (request.hasBody()) {
            update = transaction;
            early().ifPresent(e -> e.exchange(e.exchange().after(Carrier.UPDATE, Party.PEER)));
            session.listener().requested(session, transaction);
        } else {
            acceptUpdate(transaction, NOTHING, List.of());
        }
    }

    /// The INVITE of the peer whose early dialogs are not over yet.
    private Optional<IncomingInvite> early() {
        return first == null || first.transaction().answered() ? Optional.empty() : first();
    }

    /// Why an offer in an UPDATE cannot be taken now (RFC 3311 §5.2); 0 when it can.
    private int refusal(Request update, SessionDialog within) {
        if (within.updatePending()) {
            return 491;
        }
        if (updateOpen()) {
            return 500;
        }
        if (early().isPresent() || !session.confirmed()) {
            Exchange exchange = session.provisionals().exchange(update);
            boolean offer = exchange.meaning(Carrier.UPDATE, Party.PEER) == Exchange.Meaning.OFFER;
            return offer ? 0 : exchange.refusal();
        }
        if (session.weOffer()) {
            return 491;
        }
        return unanswered() ? 500 : answerOwed() ? 491 : 0;
    }

    private void refuseForNow(ServerTransaction transaction, int status) {
        MessageBuilder response = session.agent().responding(transaction);
        if (status == 500) {
            int seconds = session.agent().outside().random(10);
            response.add(HeaderName.RETRY_AFTER, Integer.toString(seconds));
        }
        transaction.respond(response.response(status));
    }

    private void tooSmall(ServerTransaction transaction) {
        transaction.respond(
                session.agent()
                        .responding(transaction)
                        .add(session.timer().minimumHeader())
                        .response(422, "Session Interval Too Small"));
    }

    /// Answers an UPDATE, or a PRACK with an offer, with 200.
    void acceptUpdate(ServerTransaction transaction, byte[] sdp, List<Header> headers) {
        Request request = transaction.request();
        MessageBuilder builder =
                responding(transaction, request.toTag(), headers).body("application/sdp", sdp);
        if (session.confirmed() && request.is(Method.UPDATE)) {
            session.timer().grant(request, builder);
        }
        session.said(sdp);
        transaction.respond(builder.response(200));
        settle(request, Exchange::answeredByUs);
    }

    /// The offer of an UPDATE or PRACK in an early dialog is no longer open.
    void settle(Request request, UnaryOperator<Exchange> how) {
        Optional<IncomingInvite> before = early();
        if (request.hasBody()
                && before.isPresent()
                && before.get().exchange(request.toTag()).offeredBy(Party.PEER)) {
            before.get().turnTo(request.toTag());
            before.get().settled(how.apply(before.get().exchange()));
        }
    }

    /// Whether a 2xx of ours brought an offer, and its ACK has to bring the answer.
    private boolean answerOwed() {
        return repeater != null && repeater.hasSdp() && !repeater.invite().hasSdp();
    }

    /// Whether the 2xx that is repeated answers an offer. When a reliable response has done that
    /// before (RFC 3262 §5), an UPDATE may cross the 2xx (RFC 3311 §5.1), which may be lost.
    private boolean answerBrought() {
        return repeater != null && repeater.hasSdp() && repeater.invite().hasSdp();
    }

    /// Who sends another INVITE, or an offer after one that only our 2xx answered, has seen it (RFC
    /// 3261 §14.1, RFC 3264 §4): its ACK was lost.
    private void ackIsImplied() {
        if (repeater != null) {
            stopRepeating();
            invite = null;
            session.termination().byeIfWaiting();
        }
    }

    /// The call is over but remembered: NOTIFY still finds its user, and SUBSCRIBE whoever has a
    /// subscription that keeps the dialog alive (RFC 5057 §5.5); a BYE that crosses ours is right
    /// too, all else gets 481.
    private void dead(ServerTransaction transaction) {
        if (transaction.request().is(Method.NOTIFY)) {
            session.listener().requested(session, transaction);
        } else if (transaction.request().is(Method.BYE)) {
            transaction.respond(session.agent().responding(transaction).response(200));
        } else if (!transaction.request().is(Method.SUBSCRIBE)
                || !session.agent().within(transaction)) {
            session.refuse(transaction, 481);
        }
    }

    private void hungUp(ServerTransaction transaction, SessionDialog within) {
        transaction.respond(session.agent().responding(transaction).response(200));
        if (session.early()) {
            session.termination().earlyEnded(within, transaction.request());
        } else {
            session.termination().peerHungUp(transaction.request());
        }
    }

    private void reinvited(ServerTransaction transaction) {
        if (session.over()) {
            session.refuse(transaction, 481);
        } else if (session.weOffer()) {
            session.refuse(transaction, 491);
        } else if (unanswered() || repeater != null || !session.confirmed() || updateOpen()) {
            refuseForNow(transaction, 500);
        } else if (session.timer().tooSmall(transaction.request())) {
            tooSmall(transaction);
        } else {
            session.peer().note(transaction.request());
            refreshTarget(transaction.request());
            invite = transaction;
            transaction.listener(new ReinviteWatch());
            session.listener().reinvited(session, transaction);
        }
    }

    private void refreshTarget(Request request) {
        SessionDialog current = session.forks().current();
        if (current != null) {
            request.contact().ifPresent(contact -> current.target(contact.uri()));
        }
    }
}
