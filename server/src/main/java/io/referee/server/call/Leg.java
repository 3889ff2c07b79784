package io.referee.server.call;

import io.referee.server.account.Capabilities;
import io.referee.server.account.TransferMode;
import io.referee.server.event.EventSink;
import io.referee.server.event.Fact;
import io.referee.server.event.LegFact;
import io.referee.server.provider.ProviderAuthorizer;
import io.referee.sip.header.NameAddr;
import io.referee.sip.message.Header;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.Method;
import io.referee.sip.message.Request;
import io.referee.sip.message.Response;
import io.referee.sip.message.SharedText;
import io.referee.sip.sdp.SessionDescription;
import io.referee.sip.session.KeptSession;
import io.referee.sip.session.Reach;
import io.referee.sip.session.Session;
import io.referee.sip.session.SessionListener;
import io.referee.sip.transaction.ServerTransaction;
import io.referee.sip.transport.Outside;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One dialog between Referee and a party, with its ledger and its place in a call. It reports to
/// the events what happens to it and hands decisions to its [LegUser]. *Engine thread only.*
public final class Leg implements SessionListener.WithLedger {
    private static final byte[] NOTHING = new byte[0];

    private final String id;
    private LegIdentity identity;
    private TargetOptions options = TargetOptions.USUAL;
    private final Outside outside;
    private final EventSink events;
    private final Runnable gone;
    private final TrustDomain.Side side;
    private final Introductions introductions;
    private SdpLedger ledger;
    private Ids ids;
    private LegUser user;
    private @Nullable Session session;
    private int refers;
    private Runnable steering = () -> {};
    private Runnable moved = () -> {};
    private boolean allowedByPlan;
    private boolean answered;
    private boolean over;
    private String endCause = "";
    private String formerCallId = "";
    private List<Header> proof = List.of();
    private @Nullable Presentation presentation;
    private final Probing probing;
    private final Countdown lasting;
    private final Countdown talking;
    private Instant created;
    private @Nullable Instant answeredAt;

    Leg(String id, LegIdentity identity, Ids ids, LegUser user, LegSurroundings around) {
        this.id = id;
        this.identity = identity;
        this.ids = ids;
        this.user = user;
        this.outside = around.outside();
        this.probing = new Probing(this);
        this.lasting = new Countdown(outside);
        this.talking = new Countdown(outside);
        this.events = around.events();
        this.gone = around.gone();
        this.side = around.side();
        this.introductions = around.introductions();
        this.ledger = new SdpLedger(around.sdpSessionId(), around.sdpAddress());
        this.created = outside.now();
    }

    void attach(Session next) {
        session = next;
        next.listener(this);
    }

    void announce(String requestUri) {
        publish(
                new LegFact.Created(
                        identity.direction() == Session.Direction.INCOMING ? "in" : "out",
                        session().callId(),
                        identity.from(),
                        identity.to(),
                        SharedText.of(requestUri),
                        identity.account(),
                        identity.payer(),
                        identity.createdBy(),
                        identity.price().text()));
    }

    public String id() {
        return id;
    }

    public LegIdentity identity() {
        return identity;
    }

    /// How the dial plan had it called.
    public TargetOptions options() {
        return options;
    }

    void options(TargetOptions next) {
        options = next;
        if (!next.mangle()) {
            ledger.leavePrivateAddresses();
        }
    }

    /// What a REFER of its peer may do from now on, by the word of a dial plan.
    void allows(TransferMode mode) {
        allowedByPlan = true;
        identity = identity.allowing(mode);
        session().allow(Capabilities.allow(mode));
    }

    /// Whether a dial plan said what a REFER of its peer may do, and not its account.
    public boolean allowedByPlan() {
        return allowedByPlan || options.transfer().isPresent();
    }

    public Ids ids() {
        return ids;
    }

    /// From now on it belongs to another call; what was published of it before stays where it is.
    void movesTo(Ids next) {
        ids = next;
    }

    public SdpLedger ledger() {
        return ledger;
    }

    void whenMoved(Runnable then) {
        moved = then;
    }

    /// The ledger of the early dialog that the session speaks in from now on.
    void ledger(SdpLedger next) {
        ledger = next;
    }

    /// The session of the leg.
    ///
    /// @throws IllegalStateException before it was attached, which is a mistake of ours
    public Session session() {
        if (session == null) {
            throw new IllegalStateException("leg " + id + " has no session yet");
        }
        return session;
    }

    /// The Call-ID of its dialog.
    public String callId() {
        return session == null ? formerCallId : session.callId();
    }

    public LegUser user() {
        return user;
    }

    /// Hands the decisions about this leg to somebody else.
    public void user(LegUser next) {
        user = next;
    }

    /// From now on somebody new moves this leg's media from one partner to another; whoever did so
    /// before is stopped.
    public void steeredBy(Runnable stop) {
        Runnable former = steering;
        steering = stop;
        former.run();
    }

    public boolean over() {
        return over;
    }

    /// Where it lives.
    public Outside outside() {
        return outside;
    }

    public Instant created() {
        return created;
    }

    public @Nullable Instant answeredAt() {
        return answeredAt;
    }

    /// How the peer wants to be shown to others, and what we vouch for; only of a caller.
    void presents(Presentation next) {
        presentation = next;
    }

    Optional<Presentation> presentation() {
        return Optional.ofNullable(presentation);
    }

    /// The peer as others may know it, without tag: as its own messages name it, unless it asked
    /// for privacy (RFC 3323 §4.1.1.3).
    public NameAddr partyAddress() {
        return Introduction.party(this);
    }

    /// Who is shown as the caller in the From of this leg's dialog, whoever sent the INVITE.
    public NameAddr callerAddress() {
        return Introduction.caller(this);
    }

    /// What a re-INVITE on another leg says of this party, when the two are connected.
    public List<Header> introducedTo(Leg other) {
        return Introduction.connected(this, other, other.side, introductions);
    }

    /// Counts the REFERs that were accepted on this leg; the first is 1 (RFC 3515 §2.4.6).
    public int countRefer() {
        refers++;
        return refers;
    }

    /// What a restart has to know of it; empty while it is not answered, and when it is over.
    Optional<KeptLeg> kept(List<String> referred) {
        return over ? Optional.empty() : KeptSession.of(session()).map(it -> kept(it, referred));
    }

    private KeptLeg kept(KeptSession dialog, List<String> referred) {
        return new KeptLeg(
                id,
                identity,
                created,
                answeredAt == null ? created : answeredAt,
                refers,
                allowedByPlan(),
                ProviderAuthorizer.nameOf(session().authorizer()),
                talking.due(),
                lasting.due(),
                presentation().map(Presentation::kept),
                dialog,
                ledger.kept(),
                referred);
    }

    /// It is as it was.
    void resume(KeptLeg kept) {
        created = kept.created();
        answered = true;
        answeredAt = kept.answered();
        refers = kept.refers();
        allowedByPlan = kept.allowedByPlan();
        presentation = kept.shown().map(Presentation::of).orElse(null);
        ledger = new SdpLedger(kept.ledger());
    }

    /// It was over before a restart, and had this Call-ID.
    void past(String callId) {
        formerCallId = callId;
        over = true;
    }

    public boolean confirmed() {
        return !over && session().confirmed();
    }

    /// Publishes a fact about this leg.
    public void publish(Fact fact) {
        events.publish(outside.now(), ids.owner(), ids.call(), ids.chain(), id, fact);
    }

    // ---- what we do to it

    /// Tells the caller that the other side rings, in the early dialog with this tag of ours.
    void ring(String tag, int status, byte[] sdp, List<Header> headers) {
        session().provisionals().send(tag, status, sdp, headers);
        publish(new LegFact.Ringing(status));
    }

    /// What the 200 to the caller says besides: Authentication-Info, if anything.
    void answersWith(List<Header> headers) {
        proof = headers;
    }

    /// Answers the caller.
    public void answer(byte[] sdp, List<Header> headers) {
        session().answer(sdp, HeaderRule.with(headers, proof));
        confirmedNow();
    }

    /// Answers the caller in the early dialog with this tag of ours.
    void answer(String tag, byte[] sdp, List<Header> headers) {
        session().answer(tag, sdp, HeaderRule.with(headers, proof));
        confirmedNow();
    }

    /// Refuses the caller. The leg is over.
    public void reject(int status, String reason, List<Header> headers) {
        session().reject(status, reason, headers);
        over(status, "server", reason);
    }

    /// Gives up calling. [LegUser#rejected] follows.
    public void cancel(String cause, String reasonHeader) {
        endCause = cause;
        session().cancel(reasonHeader);
    }

    /// Hangs up an answered leg. `cause` is for the records, in words.
    public void hangUp(String cause, List<Header> headers) {
        endCause = cause;
        session().bye(headers);
    }

    /// A Reason header for our BYE and CANCEL.
    public static List<Header> reason(int status, String text) {
        return List.of(Header.of(HeaderName.REASON, reasonValue(status, text)));
    }

    static String reasonValue(int status, String text) {
        return "SIP;cause=" + status + ";text=\"" + text + '"';
    }

    Probing probing() {
        return probing;
    }

    /// Runs something when the leg has lasted this much longer; never when it is over before.
    public void after(Duration limit, Runnable tooLong) {
        if (!over) {
            lasting.start(limit, tooLong);
        }
    }

    /// The same for how long the dial plan lets it talk.
    void talks(Duration limit, Runnable tooLong) {
        if (!over) {
            talking.start(limit, tooLong);
        }
    }

    // ---- what its session tells

    @Override
    public void ringing(Session from, Response response) {
        publish(new LegFact.Ringing(response.status()));
        user.ringing(this, response);
    }

    @Override
    public void answered(Session from, Response response) {
        confirmedNow();
        user.answered(this, response);
    }

    private void confirmedNow() {
        if (!answered && session().confirmed()) {
            answered = true;
            answeredAt = outside.now();
            publish(new LegFact.Answered(session().localTag(), session().remoteTag()));
            probing.arm();
        }
    }

    @Override
    public void rejected(Session from, Response response) {
        over(response.status(), endCause.isEmpty() ? "peer" : "server", causeOr(response.reason()));
        user.rejected(this, response);
    }

    private String causeOr(String otherwise) {
        return endCause.isEmpty() ? otherwise : endCause;
    }

    @Override
    public void cancelled(Session from, Request cancel) {
        over(487, "peer", "CANCEL");
        user.cancelled(this, cancel);
    }

    @Override
    public void acknowledged(Session from, Request ack) {
        ledger.acknowledged(ack);
        user.acknowledged(this, ack);
    }

    /// A REFER is read by who carries transfers out, and may require more.
    @Override
    public String unsupported(Session from, Request request) {
        return request.is(Method.REFER) ? "" : Capabilities.unknownInCalls(request);
    }

    @Override
    public void reinvited(Session from, ServerTransaction transaction) {
        if (!MisplacedReplaces.refused(session(), transaction)) {
            user.reinvited(this, transaction);
        }
    }

    /// A repetition of what is in force only refreshes the session timer, which runs on this leg
    /// alone (RFC 4028 §7.4, §9): it is answered here. False when the offer is another one.
    boolean refreshed(ServerTransaction transaction) {
        Optional<SessionDescription> offer = SdpLedger.read(transaction.request());
        if (offer.isEmpty() || !ledger.repeats(offer.get())) {
            return false;
        }
        session().accept(transaction, ledger.repeating(offer.get()), List.of());
        return true;
    }

    @Override
    public void moved(Session from) {
        moved.run();
    }

    @Override
    public Optional<byte[]> restating(Session from) {
        return user.busy(this) ? Optional.empty() : ledger.restating();
    }

    @Override
    public void restated(Session from, Response response) {
        Optional<SessionDescription> answer =
                response.success() ? SdpLedger.read(response) : Optional.empty();
        if (answer.isEmpty()) {
            ledger.refused();
            return;
        }
        boolean same = ledger.repeats(answer.get());
        ledger.answered(answer.get());
        if (!same) {
            user.moved(this);
        }
    }

    /// Who was heard of need not be asked.
    @Override
    public void refreshed(Session from) {
        if (answered) {
            probing.arm();
        }
    }

    @Override
    public void abandoned(Session from) {
        over(504, "timeout", "Reliable response not acknowledged");
        user.abandoned(this);
    }

    @Override
    public void provisionalAcknowledged(Session from, Request prack) {
        user.provisionalAcknowledged(this, prack);
    }

    @Override
    public void reinviteCancelled(Session from, ServerTransaction transaction) {
        user.reinviteCancelled(this, transaction);
    }

    @Override
    public void requested(Session from, ServerTransaction transaction) {
        if (!MisplacedReplaces.refused(session(), transaction)) {
            user.requested(this, transaction);
        }
    }

    @Override
    public void ended(Session from, Ending ending) {
        switch (ending) {
            case Ending.PeerHungUp _ -> over(200, "peer", "BYE");
            case Ending.WeHungUp _ -> over(200, "server", causeOr("BYE"));
            case Ending.Lost lost -> over(lost.status(), "timeout", "Peer lost");
            case Ending.Unreachable(String why) -> over(Reach.REFUSED, "server", why);
        }
        user.ended(this, ending);
    }

    private void over(int status, String by, String cause) {
        if (!over) {
            over = true;
            probing.stop();
            lasting.stop();
            talking.stop();
            publish(new LegFact.Ended(status, by, cause));
            gone.run();
        }
    }
}
