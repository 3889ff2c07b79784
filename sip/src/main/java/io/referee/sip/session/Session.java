package io.referee.sip.session;

import io.referee.sip.dialog.Dialog;
import io.referee.sip.header.NameAddr;
import io.referee.sip.message.Header;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.MessageBuilder;
import io.referee.sip.message.Method;
import io.referee.sip.message.Request;
import io.referee.sip.message.Response;
import io.referee.sip.message.SipMessage;
import io.referee.sip.session.SessionListener.Ending;
import io.referee.sip.transaction.ServerTransaction;
import io.referee.sip.transport.Hop;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// An INVITE session: one dialog with one peer, from the INVITE to the BYE (RFC 3261 §13-15); an
/// INVITE of ours that is forked has several early dialogs until one of them is confirmed
/// ([SessionDialog]). It keeps the rules that no user should have to think of: 2xx repeated until
/// the ACK, one INVITE at a time and 491 or 500 for a second one, CANCEL only after a provisional
/// response, ACK before BYE, unwanted forks hung up, crossing requests answered for a while after
/// the end. *Engine thread only.*
public final class Session {
    private static final byte[] NOTHING = new byte[0];
    private static final String EXPIRED = "SIP;cause=408;text=\"Session expired\"";

    private final UserAgent agent;
    private final String firstTag;
    private final String callId;
    private final Direction direction;
    private SessionListener listener = new SessionListener() {};
    private Phase phase = Phase.STARTING;
    private final Hop hop;
    private String contactUser = "";
    private String allow = "";
    private final Forks forks = new Forks(this);
    private Authorizer authorizer = Authorizer.NONE;
    private final IncomingRequests incoming = new IncomingRequests(this);
    private final OutgoingInvites outgoing = new OutgoingInvites(this);
    private final SessionTimer timer;
    private boolean peerUpdates;
    private byte[] said = NOTHING;
    private @Nullable Farewell farewell;

    enum Phase {
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
        this.firstTag = localTag;
        this.callId = callId;
        this.direction = direction;
        this.hop = hop;
        this.timer = new SessionTimer(this, agent.settings().timers());
    }

    static Session outgoing(
            UserAgent agent, OutgoingInvite spec, String tag, SessionListener listener) {
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
                new Session(
                        agent,
                        transaction.toTag(),
                        invite.callId(),
                        Direction.INCOMING,
                        transaction.hop());
        session.noteAllow(invite);
        Hop from = transaction.hop();
        Dialog.uas(invite, transaction.toTag(), 0)
                .ifPresent(
                        made ->
                                session.forks.begin(
                                        made, Addressing.towards(invite, made.nextHop(), from)));
        session.incoming.begin(transaction);
        return session;
    }

    // ---- what it is

    public String callId() {
        return direction == Direction.INCOMING ? callId : outgoing.callId(callId);
    }

    /// Our tag in the dialog; in the current one while there are several early dialogs.
    public String localTag() {
        SessionDialog current = forks.current();
        return current == null ? firstTag : current.localTag();
    }

    /// Our tag in the first dialog that the INVITE made.
    public String firstTag() {
        return firstTag;
    }

    /// Our tags in further early dialogs.
    List<String> aliases() {
        return incoming.first().map(IncomingInvite::aliases).orElse(List.of());
    }

    IncomingRequests incoming() {
        return incoming;
    }

    /// The peer's tag, empty while unknown; that of the first early dialog while there are several.
    public String remoteTag() {
        SessionDialog current = forks.current();
        return current == null ? "" : current.remoteTag();
    }

    public Direction direction() {
        return direction;
    }

    /// Where our requests to the peer go.
    public Hop hop() {
        SessionDialog current = forks.current();
        return current == null ? hop : current.hop();
    }

    /// Where the INVITE that began the session came from, which need not be where ours go; for an
    /// outgoing one, where they go.
    public Hop cameFrom() {
        return incoming.beginningHop().orElse(hop);
    }

    /// The caller has proven who he is, see [ServerTransaction#proven].
    public void proven() {
        incoming.proven();
    }

    /// The state of the confirmed dialog; before there is one, of the first early one.
    public Optional<Dialog> dialog() {
        return Optional.ofNullable(forks.current()).map(SessionDialog::dialog);
    }

    /// The confirmed dialog, or the early one that the session speaks in.
    public Optional<SessionDialog> inDialog() {
        return Optional.ofNullable(forks.current());
    }

    /// Which dialog of this session a message of the peer belongs to: a response to our INVITE, or
    /// a request of the peer. Empty when it makes none, such as a 180 without a To tag.
    public Optional<SessionDialog> dialogOf(SipMessage message) {
        return switch (message) {
            case Request request -> forks.find(request.fromTag(), request.toTag());
            case Response response -> forks.find(response.toTag());
        };
    }

    public boolean confirmed() {
        return phase == Phase.CONFIRMED;
    }

    public boolean over() {
        return phase == Phase.OVER;
    }

    /// Whether an INVITE or UPDATE of either side waits for its answer or ACK: another offer has to
    /// wait (RFC 3264 §4).
    public boolean offerPending() {
        return weOffer()
                || incoming.unanswered()
                || incoming.unacknowledged()
                || incoming.updateOpen();
    }

    /// Whether an offer of ours is under way.
    boolean weOffer() {
        SessionDialog current = forks.current();
        return current != null && current.updatePending()
                || outgoing.ackOwed()
                || outgoing.unanswered();
    }

    /// Whether our INVITE has no 2xx yet, so that several early dialogs may exist.
    boolean early() {
        return direction == Direction.OUTGOING && phase != Phase.CONFIRMED && phase != Phase.OVER;
    }

    Phase phase() {
        return phase;
    }

    void phase(Phase next) {
        phase = next;
    }

    Forks forks() {
        return forks;
    }

    Authorizer authorizer() {
        return authorizer;
    }

    SessionListener listener() {
        return listener;
    }

    String contactUser() {
        return contactUser;
    }

    String allowed() {
        return allow.isEmpty() ? agent.settings().allow() : allow;
    }

    UserAgent agent() {
        return agent;
    }

    SessionTimer timer() {
        return timer;
    }

    /// The body of ours that took effect last; empty before one did.
    public byte[] said() {
        return said;
    }

    void said(byte[] sdp) {
        said = sdp.length == 0 ? said : sdp;
    }

    /// Whether the peer said that it takes UPDATE (RFC 3311 §4).
    public boolean peerAllowsUpdate() {
        return peerUpdates;
    }

    void peerRefusesUpdate() {
        peerUpdates = false;
    }

    void noteAllow(SipMessage message) {
        if (message.header(HeaderName.ALLOW).isPresent()) {
            peerUpdates = message.lists(HeaderName.ALLOW, Method.UPDATE.name());
        }
    }

    /// How long to wait after a 491 (RFC 3261 §14.1): the end that made the Call-ID waits longer.
    public Duration glare() {
        int hundredths = agent.outside().random(200);
        return Duration.ofMillis(
                direction == Direction.OUTGOING
                        ? 2_100 + hundredths * 19L / 2
                        : hundredths * 10L);
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

    // ---- the peer called us

    /// Sends a provisional response, 101 to 199, in the first early dialog. A body is SDP.
    public void progress(int status, byte[] sdp, List<Header> headers) {
        progress(firstTag, status, sdp, headers);
    }

    /// The same in the early dialog with this tag of ours. A reliable one (RFC 3262) may wait for
    /// the PRACK of an earlier one.
    public void progress(String tag, int status, byte[] sdp, List<Header> headers) {
        incoming.first().ifPresent(invite -> invite.progress(tag, status, sdp, headers));
    }

    /// Begins another early dialog with the caller, as a fork would (RFC 3261 §13.2.2.4), and gives
    /// its tag: for a session description that differs from the one shown before. Empty when there
    /// are too many.
    public Optional<String> fork() {
        return incoming.first().flatMap(IncomingInvite::fork);
    }

    /// Whether a provisional response with this body goes out reliably, so that the body is an
    /// answer in force, or an offer, and not a preview.
    public boolean reliable(byte[] sdp) {
        return incoming.first().map(invite -> invite.reliable(sdp)).orElse(false);
    }

    /// Answers the call with 200 in the first early dialog.
    public void answer(byte[] sdp, List<Header> headers) {
        answer(firstTag, sdp, headers);
    }

    /// Answers the call with 200 in the early dialog with this tag of ours. While a PRACK is waited
    /// for, the 200 waits too; for the user the session is confirmed all the same. When the answer
    /// went out reliably before, the 200 carries none.
    public void answer(String tag, byte[] sdp, List<Header> headers) {
        Optional<ServerTransaction> invite = incoming.beginning();
        if (invite.isPresent() && forks.current() == null) {
            reject(400, "No usable Contact", List.of());
        } else if (invite.isPresent()) {
            incoming.first().ifPresent(begun -> begun.answer(tag, sdp, headers));
        }
    }

    /// The caller asks for a shorter session timer than we accept (RFC 4028 §9).
    void refuseShortTimer() {
        reject(422, "Session Interval Too Small", List.of(timer.minimumHeader()));
    }

    /// Refuses the call, 300 to 699. The session is over.
    public void reject(int status, String reason, List<Header> headers) {
        incoming.reject(status, reason, headers);
    }

    /// Answers a re-INVITE, UPDATE or PRACK of the peer with 200; that to a re-INVITE is repeated
    /// until the ACK.
    public void accept(ServerTransaction transaction, byte[] sdp, List<Header> headers) {
        if (transaction.request().is(Method.INVITE)) {
            incoming.accept(transaction, sdp, headers);
        } else {
            incoming.acceptUpdate(transaction, sdp, headers);
        }
    }

    /// Answers any in-dialog request with a failure status and its standard phrase.
    public void refuse(ServerTransaction transaction, int status) {
        refuse(transaction, agent.responding(transaction).response(status));
    }

    /// The same with a response of the user's making.
    public void refuse(ServerTransaction transaction, Response response) {
        transaction.respond(response);
        incoming.settle(transaction.request(), Exchange::refused);
    }

    /// The start of a response within this dialog, with our Contact and Allow.
    public MessageBuilder responding(ServerTransaction transaction) {
        return incoming.responding(transaction, transaction.request().toTag(), List.of());
    }

    /// An ACK for a 2xx of ours came.
    void acknowledged(Request ack) {
        incoming.acknowledged(ack);
    }

    /// A request of the peer within the dialog.
    void received(ServerTransaction transaction) {
        incoming.received(transaction);
    }

    // ---- we called the peer

    void start(Request invite) {
        outgoing.begin(invite, authorizer);
    }

    /// Gives our INVITE up. [SessionListener#rejected] follows, with 487 or what the peer answered;
    /// a 2xx that crosses is acknowledged and hung up. `reason` is a Reason value or empty.
    public void cancel(String reason) {
        if (phase != Phase.CONFIRMED && phase != Phase.OVER) {
            outgoing.cancel(reason);
        }
    }

    /// Whether this provisional response is reliable and carries an offer, so that its PRACK waits
    /// for [#acknowledgeProvisional] (RFC 3262 §5).
    public boolean offersEarly(Response response) {
        return outgoing.reliable().offers(response);
    }

    /// Sends the PRACK that such a response waits for, with the answer; empty when there is none.
    public void acknowledgeProvisional(Response response, byte[] answer) {
        outgoing.reliable().answer(response, answer);
    }

    /// Whether offer and answer were exchanged reliably before the 2xx to our INVITE, which then has
    /// nothing to say about media (RFC 3261 §13.2.1).
    public boolean agreedEarly() {
        return outgoing.reliable().exchange(remoteTag()).agreed();
    }

    /// The early dialog with this tag, the peer's when we called, ours when the peer did, if an
    /// UPDATE with an offer may be sent in it now (RFC 3311 §5.1).
    public Optional<SessionDialog> updatable(String tag) {
        boolean agreed =
                direction == Direction.OUTGOING
                        ? outgoing.reliable().exchange(tag).agreed()
                        : incoming.first().filter(invite -> invite.agreed(tag)).isPresent();
        if (!agreed || !peerUpdates || incoming.updateOpen()) {
            return Optional.empty();
        }
        Optional<SessionDialog> found =
                direction == Direction.OUTGOING ? forks.find(tag) : forks.ours(tag);
        return found.filter(dialog -> !dialog.over() && !dialog.updatePending());
    }

    /// Where offer and answer stand in the early dialog that this request of the peer came in.
    Exchange earlyExchange(Request request) {
        return incoming.first()
                .map(invite -> invite.exchange(request.toTag()))
                .orElseGet(() -> outgoing.reliable().exchange(request.fromTag()));
    }

    /// Acknowledges the 2xx to our INVITE or re-INVITE; the body is the answer to an offer in the
    /// 2xx, or empty.
    public void acknowledge(byte[] sdp) {
        if (outgoing.ackOwed()) {
            said(sdp);
            outgoing.acknowledge(sdp);
            byeIfWaiting();
        }
    }

    /// A 2xx to an INVITE of ours came that belongs to no transaction any more.
    void stray(Response success) {
        outgoing.stray(success);
    }

    // ---- within the dialog

    /// Sends a re-INVITE; an empty body asks the peer for an offer.
    ///
    /// @throws IllegalStateException when the session is not confirmed or an offer is pending
    ///   ([#offerPending()])
    public void reinvite(byte[] sdp, List<Header> headers, ReinviteListener outcome) {
        if (phase != Phase.CONFIRMED || offerPending()) {
            throw new IllegalStateException(
                    "re-INVITE while " + phase + ", offer pending: " + offerPending());
        }
        outgoing.again(
                current()
                        .next(
                                Method.INVITE,
                                headers,
                                "application/sdp",
                                sdp,
                                SessionDialog.Targeted.YES),
                authorizer,
                outcome);
    }

    /// Gives up a re-INVITE of ours that got no final response; its listener still hears the
    /// outcome, 487 as a rule.
    public void cancelReinvite() {
        if (phase == Phase.CONFIRMED) {
            outgoing.cancel("");
        }
    }

    private SessionDialog current() {
        SessionDialog current = forks.current();
        if (current == null) {
            throw new IllegalStateException("no dialog yet");
        }
        return current;
    }

    void usedSeq(long number) {
        SessionDialog current = forks.current();
        if (current != null) {
            current.usedSeq(number);
        }
    }

    void refreshTarget(Optional<NameAddr> contact) {
        SessionDialog current = forks.current();
        if (contact.isPresent() && current != null) {
            current.target(contact.get().uri());
        }
    }

    /// A request other than INVITE, with a body of any type, in the confirmed dialog or the first
    /// early one; [SessionDialog#request] picks another one.
    public void request(
            Method method,
            List<Header> headers,
            String contentType,
            byte[] body,
            ResponseListener outcome) {
        SessionDialog current = forks.current();
        if (current != null && (phase != Phase.OVER || method.equals(Method.NOTIFY))) {
            current.request(method, headers, contentType, body, outcome);
        }
    }

    /// 481 says that the peer has lost the dialog, silence that it is gone (§12.2.1.2). NOTIFY is
    /// another usage (RFC 5057 §5.1), and a phone that ignores INFO or MESSAGE may still be
    /// talking.
    void lostIf(Response response) {
        Method method = response.cseq().method();
        boolean asked =
                method.equals(Method.INVITE)
                        || method.equals(Method.OPTIONS)
                        || method.equals(Method.UPDATE);
        boolean lost =
                response.status() == 481
                        ? !method.equals(Method.NOTIFY)
                        : response.status() == 408 && asked;
        if (lost) {
            lost(response.status());
        }
    }

    /// The peer of a confirmed session is gone; a BYE is tried all the same.
    void lost(int status) {
        if (phase == Phase.CONFIRMED) {
            sendBye(List.of());
            end(new Ending.Lost(status));
        }
    }

    /// Nobody refreshed the session in time (RFC 4028 §10).
    void expired() {
        if (phase == Phase.CONFIRMED) {
            sendBye(List.of(Header.of(HeaderName.REASON, EXPIRED)));
            end(new Ending.Lost(408));
        }
    }

    /// Hangs up. An ACK that we owe goes first; while the peer owes us one, the BYE waits for it
    /// (§15).
    public void bye(List<Header> headers) {
        if (phase != Phase.CONFIRMED || farewell != null) {
            return;
        }
        if (incoming.first().filter(IncomingInvite::answerWaits).isPresent()) {
            incoming.giveUpAnswer(headers);
            listener.ended(this, new Ending.WeHungUp());
            return;
        }
        if (direction == Direction.INCOMING && incoming.callUnacknowledged()) {
            farewell = new Farewell(headers);
            return;
        }
        sendBye(headers);
        end(new Ending.WeHungUp());
    }

    /// Sends the BYE that had to wait for an ACK.
    void byeIfWaiting() {
        Farewell late = farewell;
        if (late != null && phase == Phase.CONFIRMED) {
            sendBye(late.headers());
            end(new Ending.WeHungUp());
        }
    }

    void sendBye(List<Header> headers) {
        outgoing.acknowledge(NOTHING);
        outgoing.cancel("");
        incoming.stopRepeating();
        current().bye(headers);
    }

    /// The peer gave up its INVITE, and 487 was sent: the call is over, for its user perhaps after
    /// an answer that had to wait for a PRACK.
    void cancelled(Request cancel) {
        if (phase == Phase.CONFIRMED) {
            end(new Ending.PeerHungUp(cancel));
        } else {
            finish();
            listener.cancelled(this, cancel);
        }
    }

    /// A reliable provisional response was never acknowledged, and 504 was sent (RFC 3262 §3).
    void neverAcknowledged() {
        if (phase == Phase.CONFIRMED) {
            end(new Ending.Lost(408));
        } else {
            finish();
            listener.abandoned(this);
        }
    }

    /// The peer sent BYE, which is answered already.
    void peerHungUp(Request bye) {
        outgoing.acknowledge(NOTHING);
        outgoing.cancel("");
        if (phase == Phase.CONFIRMED) {
            end(new Ending.PeerHungUp(bye));
        } else if (phase != Phase.OVER && direction == Direction.INCOMING) {
            finish();
            listener.cancelled(this, bye);
        }
    }

    /// An early dialog of our INVITE is over: the peer sent 199 (RFC 6228) or BYE in it. The INVITE
    /// still waits for its final response.
    void earlyEnded(SessionDialog early, SipMessage because) {
        if (!early.over()) {
            forks.end(early);
            listener.earlyEnded(this, early, because);
        }
    }

    void finish() {
        if (phase == Phase.OVER) {
            return;
        }
        boolean refused = phase != Phase.CONFIRMED && direction == Direction.INCOMING;
        phase = Phase.OVER;
        timer.stop();
        incoming.close();
        if (refused) {
            agent.forget(this);
        } else {
            agent.forgetLater(this);
        }
    }

    private void end(Ending ending) {
        if (phase != Phase.OVER) {
            finish();
            listener.ended(this, ending);
        }
    }
}
