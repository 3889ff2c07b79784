package io.referee.sip.session;

import io.referee.sip.dialog.Dialog;
import io.referee.sip.header.NameAddr;
import io.referee.sip.message.Header;
import io.referee.sip.message.MessageBuilder;
import io.referee.sip.message.Method;
import io.referee.sip.message.Request;
import io.referee.sip.message.Response;
import io.referee.sip.message.SipMessage;
import io.referee.sip.transaction.ServerTransaction;
import io.referee.sip.transport.Hop;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// An INVITE session: one dialog with one peer, from the INVITE to the BYE (RFC 3261 §13-15); an
/// INVITE of ours that is forked has several early dialogs until one of them is confirmed
/// ([SessionDialog]). It keeps the rules that no user should have to think of: 2xx repeated until
/// the ACK, one INVITE at a time and 491 or 500 for a second one, CANCEL only after a provisional
/// response, ACK before BYE, unwanted forks hung up, crossing requests answered for a while after
/// the end. *Engine thread only.*
public final class Session {
    private static final byte[] NOTHING = new byte[0];

    private final UserAgent agent;
    private final String firstTag;
    private final String callId;
    private final Direction direction;
    private SessionListener listener = SessionListener.NOBODY;
    private Phase phase = Phase.STARTING;
    private final Hop hop;
    private String contactUser = "";
    private String allow = "";
    private String extensions = "";
    private final Forks forks = new Forks(this);
    private Authorizer authorizer = Authorizer.NONE;
    private Supplier<String> features = () -> "";
    private final IncomingRequests incoming = new IncomingRequests(this);
    private final OutgoingInvites outgoing = new OutgoingInvites(this);
    private final Provisionals provisionals = new Provisionals(this);
    private final SessionTimer timer;
    private final PeerAbilities peer = new PeerAbilities();
    private byte[] said = NOTHING;
    private final Termination termination = new Termination(this);

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

    Session(UserAgent agent, String localTag, String callId, Direction direction, Hop hop) {
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
        session.extensions = spec.extensions();
        session.features = spec::features;
        session.authorizer = spec.authorizer();
        session.outgoing.reach(spec.reach());
        return session;
    }

    static Session incoming(UserAgent agent, ServerTransaction transaction) {
        Request invite = transaction.request();
        String tag = transaction.toTag();
        Hop from = transaction.hop();
        Session session = new Session(agent, tag, invite.callId(), Direction.INCOMING, from);
        session.peer.note(invite);
        Dialog.uas(invite, tag, 0)
                .ifPresent(
                        made ->
                                session.forks.begin(
                                        made, Addressing.towards(invite, made.nextHop(), from)));
        session.incoming.begin(transaction);
        return session;
    }

    // ---- what it is

    /// The Call-ID of the dialog.
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

    /// The INVITE that began the session, whoever sent it; empty before ours is sent.
    public Optional<Request> begunBy() {
        return incoming.first().map(IncomingInvite::request).or(outgoing::begunBy);
    }

    IncomingRequests incoming() {
        return incoming;
    }

    OutgoingInvites outgoing() {
        return outgoing;
    }

    /// Where our requests in it may go.
    public Reach reach() {
        return outgoing.reach();
    }

    /// The peer's tag, empty while unknown; that of the first early dialog while there are several.
    public String remoteTag() {
        SessionDialog current = forks.current();
        return current == null ? "" : current.remoteTag();
    }

    /// Who sent the first INVITE.
    public Direction direction() {
        return direction;
    }

    /// Where our requests to the peer go.
    public Hop hop() {
        SessionDialog current = forks.current();
        return current == null ? hop : current.hop();
    }

    /// Where the INVITE that began the session came from, which need not be where ours go; for an
    /// outgoing one, the server that it was sent to last, or its name while that is looked up.
    public Hop cameFrom() {
        return incoming.beginningHop().or(outgoing::begunTowards).orElse(hop);
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

    /// Whether the INVITE was answered with a 2xx and nobody has hung up.
    public boolean confirmed() {
        return phase == Phase.CONFIRMED;
    }

    /// Whether nothing more will be sent but answers to what crosses.
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

    /// Who answers challenges within the dialog.
    public Authorizer authorizer() {
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

    /// The body of ours that took effect last; empty before one did, or when the listener keeps it.
    public byte[] said() {
        return said;
    }

    void said(byte[] sdp) {
        said = sdp.length == 0 || listener instanceof SessionListener.WithLedger ? said : sdp;
    }

    /// Our requests in the dialog carry this address in From from now on, under the same tag (RFC
    /// 4916 §4.2); only for a peer that [PeerAbilities#followsFrom()].
    public void present(NameAddr address) {
        SessionDialog current = forks.current();
        if (current != null) {
            current.local(address);
        }
    }

    /// What the peer said of itself.
    public PeerAbilities peer() {
        return peer;
    }

    /// How long to wait after a 491 (RFC 3261 §14.1): the end that made the Call-ID waits longer.
    public Duration glare() {
        int hundredths = agent.outside().random(200);
        return Duration.ofMillis(
                direction == Direction.OUTGOING ? 2_100 + hundredths * 19L / 2 : hundredths * 10L);
    }

    /// Who is told from now on.
    public void listener(SessionListener next) {
        listener = next;
    }

    /// User part of our Contact.
    public void contactUser(String user) {
        contactUser = user;
    }

    /// What stands behind our Contact, asked whenever one is written: `;isfocus` or nothing.
    public void features(Supplier<String> next) {
        features = next;
    }

    String features() {
        return features.get();
    }

    /// Value of Allow on this session's messages; empty for the user agent's own.
    public void allow(String methods) {
        allow = methods;
    }

    /// Option tags that Supported names on this session's messages besides those of the user agent;
    /// empty for none.
    public void extensions(String tags) {
        extensions = tags;
    }

    String extensions() {
        return extensions;
    }

    /// Our credentials for challenges within the dialog.
    public void authorizer(Authorizer next) {
        authorizer = next;
    }

    // ---- the peer called us

    /// Sends a provisional response, 101 to 199, in the first early dialog. A body is SDP.
    public void progress(int status, byte[] sdp, List<Header> headers) {
        provisionals.send(firstTag, status, sdp, headers);
    }

    /// What is said and agreed before the 2xx.
    public Provisionals provisionals() {
        return provisionals;
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

    /// Acknowledges the 2xx to our INVITE or re-INVITE; the body is the answer to an offer in the
    /// 2xx, or empty.
    public void acknowledge(byte[] sdp) {
        if (outgoing.ackOwed()) {
            said(sdp);
            outgoing.acknowledge(sdp);
            termination.byeIfWaiting();
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

    SessionDialog current() {
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

    /// A request other than INVITE, with a body of any type, in the confirmed dialog or the first
    /// early one; [SessionDialog#request] picks another one. Nothing is sent in a session that is
    /// over, but what is [about events][Method#ofEvents].
    public void request(
            Method method,
            List<Header> headers,
            String contentType,
            byte[] body,
            ResponseListener outcome) {
        SessionDialog current = forks.current();
        if (current != null && (phase != Phase.OVER || method.ofEvents())) {
            current.request(method, headers, contentType, body, outcome);
        }
    }

    /// Hangs up. An ACK that we owe goes first; while the peer owes us one, the BYE waits for it
    /// (§15).
    public void bye(List<Header> headers) {
        termination.bye(headers);
    }

    /// How the session ends.
    Termination termination() {
        return termination;
    }
}
