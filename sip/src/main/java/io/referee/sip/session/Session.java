package io.referee.sip.session;

import io.referee.sip.dialog.Dialog;
import io.referee.sip.header.NameAddr;
import io.referee.sip.message.Header;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.MessageBuilder;
import io.referee.sip.message.Method;
import io.referee.sip.message.Request;
import io.referee.sip.message.Response;
import io.referee.sip.session.SessionListener.Ending;
import io.referee.sip.transaction.ServerTransaction;
import io.referee.sip.transport.Hop;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An INVITE session: one dialog with one peer, from the INVITE to the BYE (RFC 3261 §13-15). It keeps the rules that
/// no user should have to think of: 2xx repeated until the ACK, one INVITE at a time and 491 or 500 for a second one,
/// CANCEL only after a provisional response, ACK before BYE, unwanted forks hung up, crossing requests answered for a
/// while after the end. *Engine thread only.*
public final class Session {
    private static final byte[] NOTHING = new byte[0];

    private final UserAgent agent;
    private final String localTag;
    private final String callId;
    private final Direction direction;
    private SessionListener listener = new SessionListener() {};
    private Phase phase = Phase.STARTING;
    private Hop hop;
    private String contactUser = "";
    private String allow = "";
    private @Nullable Dialog dialog;
    private Authorizer authorizer = Authorizer.NONE;
    private @Nullable ServerTransaction incomingInvite;
    private @Nullable AnswerRepeater repeater;
    private @Nullable ClientInvite outgoingInvite;
    private @Nullable Request lastAck;
    private @Nullable Response owedAck;
    private boolean updatePending;
    private @Nullable Farewell farewell;

    private enum Phase {
        STARTING,
        EARLY,
        CONFIRMED,
        OVER
    }

    /// Who sent the first INVITE.
    public enum Direction {
        INCOMING,
        OUTGOING
    }

    private record Farewell(List<Header> headers) {}

    private Session(UserAgent agent, String localTag, String callId, Direction direction, Hop hop) {
        this.agent = agent;
        this.localTag = localTag;
        this.callId = callId;
        this.direction = direction;
        this.hop = hop;
    }

    static Session outgoing(UserAgent agent, OutgoingInvite spec, String tag, SessionListener listener) {
        Session session = new Session(agent, tag, "", Direction.OUTGOING, spec.hop());
        session.listener = listener;
        session.contactUser = spec.contactUser();
        session.allow = spec.allow();
        session.authorizer = spec.authorizer();
        return session;
    }

    static Session incoming(UserAgent agent, ServerTransaction transaction) {
        Request invite = transaction.request();
        Session session =
                new Session(agent, transaction.toTag(), invite.callId(), Direction.INCOMING, transaction.hop());
        session.incomingInvite = transaction;
        session.dialog = Dialog.uas(invite, transaction.toTag(), 0).orElse(null);
        session.hop = Addressing.towards(invite, session.targetOr(invite), transaction.hop());
        transaction.listener(session.new IncomingWatch());
        return session;
    }

    private io.referee.sip.uri.Uri targetOr(Request invite) {
        return dialog == null ? invite.from().uri() : dialog.nextHop();
    }

    // ---- what it is -----------------------------------------------------------------------------------------------

    public String callId() {
        return dialog == null ? callIdOfInvite() : dialog.callId();
    }

    private String callIdOfInvite() {
        return outgoingInvite == null ? callId : outgoingInvite.request().callId();
    }

    public String localTag() {
        return localTag;
    }

    /// The peer's tag, empty while unknown.
    public String remoteTag() {
        return dialog == null ? "" : dialog.remoteTag();
    }

    public Direction direction() {
        return direction;
    }

    /// Where our requests to the peer go.
    public Hop hop() {
        return hop;
    }

    public Optional<Dialog> dialog() {
        return Optional.ofNullable(dialog);
    }

    public boolean confirmed() {
        return phase == Phase.CONFIRMED;
    }

    public boolean over() {
        return phase == Phase.OVER;
    }

    /// Whether an INVITE or UPDATE of either side waits for its answer or ACK: another offer has to wait (RFC 3264 §4).
    public boolean offerPending() {
        return updatePending || owedAck != null || outgoingPending() || incomingPending() || repeater != null;
    }

    private boolean outgoingPending() {
        return outgoingInvite != null && outgoingInvite.pending();
    }

    private boolean incomingPending() {
        return incomingInvite != null && !incomingInvite.answered();
    }

    UserAgent agent() {
        return agent;
    }

    public void listener(SessionListener next) {
        listener = next;
    }

    /// User part of our Contact.
    public void contactUser(String user) {
        contactUser = user;
    }

    /// Value of Allow on this session's messages; empty for the user agent's own.
    public void allow(String methods) {
        allow = methods;
    }

    /// Our credentials for challenges within the dialog.
    public void authorizer(Authorizer next) {
        authorizer = next;
    }

    // ---- the peer called us ---------------------------------------------------------------------------------------

    /// Sends a provisional response, 101 to 199. A body is SDP.
    public void progress(int status, byte[] sdp, List<Header> headers) {
        ServerTransaction invite = incomingInvite;
        if (invite == null || phase == Phase.OVER || phase == Phase.CONFIRMED) {
            return;
        }
        phase = Phase.EARLY;
        invite.respond(target(invite, headers).body("application/sdp", sdp).response(status));
    }

    /// Answers the call with 200.
    public void answer(byte[] sdp, List<Header> headers) {
        ServerTransaction invite = incomingInvite;
        if (invite == null || phase == Phase.OVER || phase == Phase.CONFIRMED) {
            return;
        }
        if (dialog == null) {
            reject(400, "No usable Contact", List.of());
            return;
        }
        phase = Phase.CONFIRMED;
        accept(invite, sdp, headers);
    }

    /// Refuses the call, 300 to 699. The session is over.
    public void reject(int status, String reason, List<Header> headers) {
        ServerTransaction invite = incomingInvite;
        if (invite == null || phase == Phase.OVER || phase == Phase.CONFIRMED) {
            return;
        }
        finish();
        invite.respond(agent.responding(invite).addAll(headers).response(status, reason));
    }

    /// Answers a re-INVITE of the peer with 200 and repeats it until the ACK.
    public void accept(ServerTransaction transaction, byte[] sdp, List<Header> headers) {
        Response response = target(transaction, headers).body("application/sdp", sdp).response(200);
        repeater = new AnswerRepeater(
                agent.outside(), agent.settings().timing(), transaction, response, this::ackMissing);
        incomingInvite = transaction;
        repeater.start();
    }

    /// Answers any in-dialog request with a failure status and its standard phrase.
    public void refuse(ServerTransaction transaction, int status) {
        transaction.respond(agent.responding(transaction).response(status));
    }

    /// The start of a response within this dialog, with our Contact and Allow.
    public MessageBuilder responding(ServerTransaction transaction) {
        return target(transaction, List.of());
    }

    private MessageBuilder target(ServerTransaction transaction, List<Header> headers) {
        MessageBuilder builder = agent.responding(transaction)
                .add(HeaderName.CONTACT, agent.contact(contactUser, transaction.hop()))
                .add(HeaderName.ALLOW, allow.isEmpty() ? agent.settings().allow() : allow);
        if (!agent.settings().supported().isEmpty()) {
            builder.add(HeaderName.SUPPORTED, agent.settings().supported());
        }
        return builder.addAll(headers);
    }

    private void ackMissing() {
        repeater = null;
        if (phase == Phase.CONFIRMED) {
            sendBye(List.of());
            end(new Ending.Lost(408));
        }
    }

    /// An ACK for a 2xx of ours came.
    void acknowledged(Request ack) {
        AnswerRepeater waiting = repeater;
        if (waiting == null || waiting.cseq() != ack.cseq().number()) {
            return;
        }
        waiting.stop();
        repeater = null;
        incomingInvite = null;
        listener.acknowledged(this, ack);
        Farewell late = farewell;
        if (late != null && phase == Phase.CONFIRMED) {
            sendBye(late.headers());
            end(new Ending.WeHungUp());
        }
    }

    private final class IncomingWatch implements ServerTransaction.Listener {
        @Override
        public void cancelled(ServerTransaction transaction, Request cancel) {
            transaction.respond(agent.responding(transaction).response(487));
            finish();
            listener.cancelled(Session.this, cancel);
        }
    }

    // ---- we called the peer ---------------------------------------------------------------------------------------

    void start(Request invite) {
        outgoingInvite = new ClientInvite(this, authorizer, new FirstOutcome());
        outgoingInvite.send(invite);
    }

    /// Gives our INVITE up. [SessionListener#rejected] follows, with 487 or what the peer answered; a 2xx that
    /// crosses is acknowledged and hung up. `reason` is a Reason value or empty.
    public void cancel(String reason) {
        if (outgoingInvite != null && phase != Phase.CONFIRMED && phase != Phase.OVER) {
            outgoingInvite.cancel(reason);
        }
    }

    private final class FirstOutcome implements ClientInvite.Outcome {
        @Override
        public void progressed(Response response) {
            if (!response.toTag().isEmpty() && dialog == null) {
                dialog = Dialog.uac(invite(), response);
            }
            phase = Phase.EARLY;
            listener.ringing(Session.this, response);
        }

        @Override
        public void succeeded(Response response) {
            dialog = Dialog.uac(invite(), response);
            hop = Addressing.towardsAnswerer(response, dialog.nextHop(), hop);
            phase = Phase.CONFIRMED;
            owedAck = response;
            if (outgoingInvite != null && outgoingInvite.cancelled()) {
                Response gone = Challenges.standIn(invite(), 487);
                sendBye(List.of());
                finish();
                listener.rejected(Session.this, gone);
            } else {
                listener.answered(Session.this, response);
            }
        }

        @Override
        public void repeated(Response response) {
            repeatAck(response);
        }

        @Override
        public void failed(Response response) {
            if (phase != Phase.OVER) {
                finish();
                listener.rejected(Session.this, response);
            }
        }

        private Request invite() {
            if (outgoingInvite == null) {
                throw new IllegalStateException("no INVITE was sent");
            }
            return outgoingInvite.request();
        }
    }

    /// Acknowledges the 2xx to our INVITE or re-INVITE; the body is the answer to an offer in the 2xx, or empty.
    public void acknowledge(byte[] sdp) {
        Response response = owedAck;
        if (response == null || dialog == null) {
            return;
        }
        owedAck = null;
        lastAck = ack(dialog, response, sdp);
        agent.outside().transmit(lastAck, hop);
        Farewell late = farewell;
        if (late != null && phase == Phase.CONFIRMED) {
            sendBye(late.headers());
            end(new Ending.WeHungUp());
        }
    }

    private Request ack(Dialog within, Response response, byte[] sdp) {
        return within.request(Method.ACK, agent.transactions().via(hop), response.cseq().number())
                .add(HeaderName.USER_AGENT, agent.settings().product())
                .body("application/sdp", sdp)
                .request(Method.ACK, within.requestUri());
    }

    /// A 2xx came again: the ACK was lost, or another branch of a fork answered, which is hung up (§13.2.2.4).
    void repeatAck(Response response) {
        if (dialog != null && !response.toTag().equals(dialog.remoteTag())) {
            if (outgoingInvite != null) {
                hangUpFork(response);
            }
        } else if (lastAck != null && lastAck.cseq().number() == response.cseq().number()) {
            agent.outside().transmit(lastAck, hop);
        }
    }

    private void hangUpFork(Response response) {
        if (outgoingInvite == null) {
            return;
        }
        Dialog fork = Dialog.uac(outgoingInvite.request(), response);
        agent.outside().transmit(ack(fork, response, NOTHING), hop);
        Request bye = fork.request(Method.BYE, agent.transactions().via(hop), fork.localSeq() + 1)
                .request(Method.BYE, fork.requestUri());
        agent.send(bye, hop, Authorizer.NONE, ResponseListener.NONE);
    }

    void usedSeq(long number) {
        if (dialog != null && dialog.localSeq() < number) {
            dialog = new Dialog(
                    dialog.callId(),
                    dialog.local(),
                    dialog.remote(),
                    dialog.remoteTarget(),
                    dialog.routeSet(),
                    number,
                    dialog.remoteSeq());
        }
    }

    // ---- within the dialog ----------------------------------------------------------------------------------------

    /// Sends a re-INVITE; an empty body asks the peer for an offer.
    ///
    /// @throws IllegalStateException when the session is not confirmed or an offer is pending ([#offerPending()])
    public void reinvite(byte[] sdp, List<Header> headers, ReinviteListener outcome) {
        if (phase != Phase.CONFIRMED || offerPending()) {
            throw new IllegalStateException("re-INVITE while " + phase + ", offer pending: " + offerPending());
        }
        outgoingInvite = new ClientInvite(this, authorizer, new AgainOutcome(outcome));
        outgoingInvite.send(next(Method.INVITE, headers, "application/sdp", sdp, Targeted.YES));
    }

    /// Gives up a re-INVITE of ours that got no final response; its listener still hears the outcome, 487 as a rule.
    public void cancelReinvite() {
        if (phase == Phase.CONFIRMED && outgoingInvite != null) {
            outgoingInvite.cancel("");
        }
    }

    private final class AgainOutcome implements ClientInvite.Outcome {
        private final ReinviteListener outcome;

        AgainOutcome(ReinviteListener outcome) {
            this.outcome = outcome;
        }

        @Override
        public void progressed(Response response) {}

        @Override
        public void succeeded(Response response) {
            owedAck = response;
            refreshTarget(response.contact());
            if (phase == Phase.OVER) {
                acknowledge(NOTHING);
            } else {
                outcome.accepted(response);
            }
        }

        @Override
        public void repeated(Response response) {
            repeatAck(response);
        }

        @Override
        public void failed(Response response) {
            if (phase != Phase.OVER) {
                outcome.refused(response);
                lostIf(response);
            }
        }
    }

    private void refreshTarget(Optional<NameAddr> contact) {
        if (contact.isPresent() && dialog != null) {
            dialog = dialog.withTarget(contact.get().uri());
        }
    }

    /// A request other than INVITE, with a body of any type.
    public void request(
            Method method, List<Header> headers, String contentType, byte[] body, ResponseListener outcome) {
        if (dialog == null || phase == Phase.OVER && !method.equals(Method.NOTIFY)) {
            return;
        }
        boolean update = method.equals(Method.UPDATE) && body.length > 0;
        updatePending |= update;
        boolean targeted = update || method.equals(Method.REFER) || method.equals(Method.NOTIFY);
        Request request = next(method, headers, contentType, body, targeted ? Targeted.YES : Targeted.NO);
        agent.send(request, hop, authorizer, new ResponseListener() {
            @Override
            public void responded(Response response) {
                usedSeq(response.cseq().number());
                if (update) {
                    updatePending = false;
                }
                outcome.responded(response);
                lostIf(response);
            }

            @Override
            public void progressed(Response response) {
                outcome.progressed(response);
            }
        });
    }

    /// Whether a message refreshes the peer's idea of our Contact (RFC 3261 §12.2: target refresh).
    private enum Targeted {
        YES,
        NO
    }

    private Request next(Method method, List<Header> headers, String contentType, byte[] body, Targeted targeted) {
        Dialog current = dialog;
        if (current == null) {
            throw new IllegalStateException("no dialog yet for " + method);
        }
        dialog = current.nextSeq();
        MessageBuilder builder = dialog.request(method, agent.transactions().via(hop), dialog.localSeq());
        if (targeted == Targeted.YES) {
            builder.add(HeaderName.CONTACT, agent.contact(contactUser, hop))
                    .add(HeaderName.ALLOW, allow.isEmpty() ? agent.settings().allow() : allow);
        }
        return builder.add(HeaderName.USER_AGENT, agent.settings().product())
                .addAll(headers)
                .body(contentType, body)
                .request(method, dialog.requestUri());
    }

    /// 481 says that the peer has lost the dialog, silence that it is gone (§12.2.1.2). NOTIFY is another usage
    /// (RFC 5057 §5.1), and a phone that ignores INFO or MESSAGE may still be talking.
    private void lostIf(Response response) {
        Method method = response.cseq().method();
        boolean asked = method.equals(Method.INVITE) || method.equals(Method.OPTIONS) || method.equals(Method.UPDATE);
        boolean lost = response.status() == 481 ? !method.equals(Method.NOTIFY) : response.status() == 408 && asked;
        if (lost && phase == Phase.CONFIRMED) {
            sendBye(List.of());
            end(new Ending.Lost(response.status()));
        }
    }

    /// Hangs up. An ACK that we owe goes first; while the peer owes us one, the BYE waits for it (§15).
    public void bye(List<Header> headers) {
        if (phase != Phase.CONFIRMED || farewell != null) {
            return;
        }
        if (repeater != null && direction == Direction.INCOMING && lastPeerAckOwed()) {
            farewell = new Farewell(headers);
            return;
        }
        sendBye(headers);
        end(new Ending.WeHungUp());
    }

    private boolean lastPeerAckOwed() {
        return repeater != null && incomingInvite != null && incomingInvite.request().toTag().isEmpty();
    }

    private void sendBye(List<Header> headers) {
        if (owedAck != null) {
            Farewell saved = farewell;
            farewell = null;
            acknowledge(NOTHING);
            farewell = saved;
        }
        if (outgoingInvite != null && outgoingInvite.pending()) {
            outgoingInvite.cancel("");
        }
        if (repeater != null) {
            repeater.stop();
            repeater = null;
        }
        Request bye = next(Method.BYE, headers, "", NOTHING, Targeted.NO);
        agent.send(bye, hop, authorizer, ResponseListener.NONE);
    }

    private void finish() {
        if (phase != Phase.OVER) {
            phase = Phase.OVER;
            if (repeater != null) {
                repeater.stop();
                repeater = null;
            }
            agent.forgetLater(this);
        }
    }

    private void end(Ending ending) {
        if (phase != Phase.OVER) {
            finish();
            listener.ended(this, ending);
        }
    }

    // ---- requests of the peer within the dialog -------------------------------------------------------------------

    void received(ServerTransaction transaction) {
        Request request = transaction.request();
        Dialog current = dialog;
        if (current == null || !sameRemote(current, request)) {
            refuse(transaction, 481);
            return;
        }
        if (!current.inOrder(request)) {
            refuse(transaction, 500);
            return;
        }
        dialog = current.withRemoteSeq(request.cseq().number());
        if (phase == Phase.OVER) {
            dead(transaction);
        } else if (request.is(Method.BYE)) {
            hungUp(transaction);
        } else if (request.is(Method.INVITE)) {
            reinvited(transaction);
        } else if (request.is(Method.UPDATE) && request.hasBody() && offerPending()) {
            refuse(transaction, 491);
        } else {
            if (request.is(Method.UPDATE)) {
                refreshTarget(request.contact());
            }
            listener.requested(this, transaction);
        }
    }

    private static boolean sameRemote(Dialog dialog, Request request) {
        return dialog.remoteTag().equals(request.fromTag());
    }

    /// The dialog is dead but remembered: NOTIFY still finds its user (RFC 5057 §5.5), a BYE that crosses ours is
    /// right too, all else gets 481.
    private void dead(ServerTransaction transaction) {
        if (transaction.request().is(Method.NOTIFY)) {
            listener.requested(this, transaction);
        } else if (transaction.request().is(Method.BYE)) {
            transaction.respond(agent.responding(transaction).response(200));
        } else {
            refuse(transaction, 481);
        }
    }

    private void hungUp(ServerTransaction transaction) {
        transaction.respond(agent.responding(transaction).response(200));
        ServerTransaction unanswered = incomingInvite;
        if (unanswered != null && !unanswered.answered()) {
            unanswered.respond(agent.responding(unanswered).response(487));
        }
        if (owedAck != null) {
            acknowledge(NOTHING);
        }
        if (phase == Phase.CONFIRMED) {
            end(new Ending.PeerHungUp(transaction.request()));
        } else if (phase != Phase.OVER && direction == Direction.INCOMING) {
            finish();
            listener.cancelled(this, transaction.request());
        }
    }

    private void reinvited(ServerTransaction transaction) {
        if (outgoingPending() || owedAck != null || updatePending) {
            refuse(transaction, 491);
        } else if (incomingPending() || repeater != null || phase != Phase.CONFIRMED) {
            transaction.respond(agent.responding(transaction)
                    .add(HeaderName.RETRY_AFTER, Integer.toString(agent.outside().random(10)))
                    .response(500));
        } else {
            refreshTarget(transaction.request().contact());
            incomingInvite = transaction;
            transaction.listener(new ReinviteWatch());
            listener.reinvited(this, transaction);
        }
    }

    private final class ReinviteWatch implements ServerTransaction.Listener {
        @Override
        public void cancelled(ServerTransaction transaction, Request cancel) {
            transaction.respond(agent.responding(transaction).response(487));
            listener.reinviteCancelled(Session.this, transaction);
        }
    }
}
