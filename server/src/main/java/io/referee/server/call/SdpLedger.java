package io.referee.server.call;

import io.referee.sip.message.Request;
import io.referee.sip.message.SipMessage;
import io.referee.sip.sdp.Connection;
import io.referee.sip.sdp.Direction;
import io.referee.sip.sdp.MediaLayout;
import io.referee.sip.sdp.OfferAnswer;
import io.referee.sip.sdp.OriginStamp;
import io.referee.sip.sdp.SdpReading;
import io.referee.sip.sdp.SessionDescription;

import org.jspecify.annotations.Nullable;

import java.util.Optional;
import java.util.function.Predicate;

/// What was said in SDP on one leg (`transfers.md` 0.2): the bodies in force, one `o=` session
/// whose version rises with each different body, the m= lines ever agreed, and who holds. While it
/// rings, each early dialog of a leg has a ledger of its own. *Engine thread only.*
public final class SdpLedger {
    private static final byte[] NOTHING = new byte[0];

    private OriginStamp stamp;
    private long forks;
    private MediaLayout layout = MediaLayout.EMPTY;
    private @Nullable SessionDescription remote;
    private @Nullable SessionDescription local;
    private @Nullable SessionDescription pendingLocal;
    private @Nullable SessionDescription pendingRemote;
    private Direction wantDirection = Direction.SENDRECV;
    private Restraint restraint = Restraint.NONE;

    /// What was in force when `local`, or the body that waits to take its place, was said.
    private Restraint localUnder = Restraint.NONE;

    private Restraint pendingUnder = Restraint.NONE;

    /// What was in force before it was set aside last.
    private Restraint aside = Restraint.NONE;

    private boolean untouched;

    /// Of Call-IDs: whether the peer of that leg can reach what this one names in its own network.
    private Predicate<String> beside = callId -> false;

    private boolean previewed;

    /// Whether this peer may have other media than those of its partner.
    private boolean astray;

    /// Whether an ACK will bring the answer to what was said again.
    private boolean offeredAgain;

    /// Runs whenever bodies came into force.
    private Runnable settled = () -> {};

    public SdpLedger(long sessionId, String address) {
        this.stamp = OriginStamp.starting("-", sessionId, address);
    }

    /// The ledger as it was before a restart.
    SdpLedger(KeptLedger kept) {
        this.stamp =
                new OriginStamp(
                        "-",
                        kept.session(),
                        kept.version(),
                        kept.address(),
                        kept.stamped().orElse(null));
        this.layout = kept.layout();
        this.local = kept.local().orElse(null);
        this.remote = kept.remote().map(body -> body.sentFrom(kept.sender())).orElse(null);
        this.wantDirection = kept.wanted();
        this.restraint = kept.now().restraint();
        this.localUnder = kept.localUnder().restraint();
        this.aside = kept.aside().restraint();
        this.untouched = kept.untouched();
    }

    /// What a restart has to know of it.
    KeptLedger kept() {
        return new KeptLedger(
                stamp.sessId(),
                stamp.version(),
                stamp.address(),
                Optional.ofNullable(stamp.lastBody()),
                local(),
                remote(),
                remote == null ? "" : remote.sender(),
                layout,
                wantDirection,
                KeptLedger.Limit.of(restraint),
                KeptLedger.Limit.of(localUnder),
                KeptLedger.Limit.of(aside),
                untouched);
    }

    /// Who is told whenever bodies came into force.
    void whenSettled(Runnable then) {
        settled = then;
    }

    /// The ledger of another early dialog of the same leg: nothing was agreed in it yet, the offer
    /// of the INVITE is the same, and its `o=` session is one of its own.
    SdpLedger forked(Optional<SessionDescription> offer) {
        forks++;
        SdpLedger fork = new SdpLedger(stamp.sessId() + forks, stamp.address());
        offer.ifPresent(fork::offered);
        fork.untouched = untouched;
        fork.beside = beside;
        fork.settled = settled;
        return fork;
    }

    /// Reads a body; empty when it is no SDP.
    public static Optional<SessionDescription> read(byte[] body) {
        return SessionDescription.parse(body)
                        instanceof SdpReading.Parsed(SessionDescription description)
                ? Optional.of(description)
                : Optional.empty();
    }

    /// Reads the session description of a message, be it the body or a part of it; empty when there
    /// is none (RFC 5621 §7.2). A body without a Content-Type is taken for one.
    public static Optional<SessionDescription> read(SipMessage message) {
        Optional<SessionDescription> body =
                message.contentType().isEmpty()
                        ? read(message.body())
                        : message.sdp().flatMap(SdpLedger::read);
        return message.sender().isEmpty()
                ? body
                : body.map(description -> description.sentFrom(message.sender(), message.callId()));
    }

    /// What others say goes to this peer with the private addresses that it names.
    void leavePrivateAddresses() {
        untouched = true;
    }

    /// Which legs are of phones in the network of this one, by their Call-IDs: what they say goes
    /// to this peer unchanged.
    void beside(Predicate<String> next) {
        beside = next;
    }

    /// What the peer said before a restart came with this Call-ID.
    void saidIn(String callId) {
        if (remote != null) {
            remote = remote.sentFrom(remote.sender(), callId);
        }
    }

    /// What somebody else says as this peer is told: with an address that can be reached from
    /// outside, unless both are inside.
    public SessionDescription shown(SessionDescription body) {
        return untouched || beside.test(body.callId()) ? body : body.reachable();
    }

    /// The last body of the peer that took effect, offer or answer.
    public Optional<SessionDescription> remote() {
        return Optional.ofNullable(remote);
    }

    /// The last body of ours that took effect.
    public Optional<SessionDescription> local() {
        return Optional.ofNullable(local);
    }

    /// What this peer wants of its media when nobody else holds: `sendrecv`, or what it asked for
    /// when it holds.
    public Direction wantDirection() {
        return wantDirection;
    }

    /// What this peer and another want of media between them, as this one would say it.
    public Direction wantedWith(SdpLedger other) {
        return wantDirection.intersect(other.wantDirection.mirrored());
    }

    /// Whether this peer was told more than its partner says now.
    boolean toldMoreThan(SdpLedger partner) {
        if (local == null || partner.remote == null) {
            return false;
        }
        Direction told = local.direction();
        return told.intersect(partner.remote.direction()) != told;
    }

    /// Whether an offer of ours waits for its answer, or a body of ours is in force.
    public boolean offers() {
        return pendingLocal != null || local != null;
    }

    /// Whether the peer holds: it was the offerer and asked `sendonly`, `inactive` or `c=0.0.0.0`.
    public boolean selfHeld() {
        return wantDirection.holds();
    }

    /// What the server allows here: less than everything while it holds this party or the other.
    Restraint restraint() {
        return restraint;
    }

    /// Sets what our bodies say at most from now on; what was said stays.
    void restrain(Restraint next) {
        restraint = next;
    }

    /// The server holds neither this party nor the other from now on. What is returned says that it
    /// goes on holding, because nothing came of what was begun.
    public Runnable unrestrained() {
        Restraint before = restraint;
        aside = before;
        restraint = Restraint.NONE;
        return () -> restraint = before;
    }

    /// Whether the peer was told more or less than what was in force before it was set aside: a
    /// hold that was given up was answered all the same.
    public boolean saidOtherwise() {
        return localUnder.most() != aside.most();
    }

    /// Whether the server put this party on hold.
    public boolean heldByUs() {
        return restraint.held();
    }

    /// Whether this peer may have been given other media than those of its partner, and has not got
    /// these again yet.
    public boolean astray() {
        return astray;
    }

    /// Somebody began to move its media, and nothing came of that.
    public void strayed() {
        astray = true;
    }

    /// It has its partner's media, or nobody tries to give it these any more.
    public void settledDown() {
        astray = false;
    }

    /// Another party's offer as it goes out on this leg. It takes effect when the answer comes.
    public byte[] offering(SessionDescription body) {
        SessionDescription sent =
                stamped(OfferAnswer.fitOffer(OfferAnswer.holdMadeExplicit(body), layout));
        pend(sent);
        return sent.bytes();
    }

    private void pend(SessionDescription sent) {
        pendingLocal = sent;
        pendingUnder = restraint;
    }

    /// The offer of somebody who comes in the partner's place. Hold by the server was about that
    /// partner; it goes on only when the offer is refused.
    public byte[] offeringAnew(SessionDescription body) {
        Restraint before = restraint;
        restraint = Restraint.NONE;
        byte[] sent = offering(body);
        restraint = before;
        return sent;
    }

    /// A body of another leg's ledger as a fresh offer: roles open, direction as its owner wants
    /// it.
    public byte[] offering(SessionDescription known, Direction want) {
        SessionDescription sent = stamped(OfferAnswer.offer(known, layout, want));
        pend(sent);
        return sent.bytes();
    }

    /// The peer answered our offer: both bodies are in force.
    public void answered(SessionDescription answer) {
        if (pendingLocal != null) {
            take(pendingLocal, answer);
            localUnder = pendingUnder;
        }
        pendingLocal = null;
    }

    /// The peer answered an offer that it had asked for. What it says is what it wants, as far as
    /// the offer let it choose: so phones hold and resume by an offerless re-INVITE, too.
    public void answeredAsAsked(SessionDescription answer) {
        boolean free = pendingLocal != null && pendingLocal.direction() == Direction.SENDRECV;
        answered(answer);
        if (free) {
            wantDirection = wanted(answer);
        }
    }

    private static Direction wanted(SessionDescription said) {
        return said.asksHold() ? said.direction() : Direction.SENDRECV;
    }

    /// Our offer was refused, or the peer's: the old bodies stay in force (RFC 3261 §14.1).
    public void refused() {
        pendingLocal = null;
        pendingRemote = null;
    }

    /// The peer made an offer; it takes effect with our answer.
    public void offered(SessionDescription offer) {
        pendingRemote = offer;
    }

    /// The peer's offer as others may see it: a hold by `c=0.0.0.0` (RFC 2543 §B.5) with the
    /// address that the peer had before, because zero is no address that an offer should have today
    /// (RFC 3264 §8.4); the direction says it.
    SessionDescription presentable(SessionDescription offer) {
        Optional<Connection> known =
                remote == null || remote.media().isEmpty()
                        ? Optional.empty()
                        : remote.connectionOf(0).filter(at -> !at.isUnspecified());
        boolean zero =
                offer.asksHold()
                        && offer.connectionOf(0).filter(Connection::isUnspecified).isPresent();
        return zero && known.isPresent()
                ? OfferAnswer.holdMadeExplicit(offer).withConnection(known.get())
                : offer;
    }

    /// The peer's offer that waits for our answer.
    public Optional<SessionDescription> asked() {
        return Optional.ofNullable(pendingRemote);
    }

    /// Another party's answer as it goes out on this leg: both bodies are in force.
    public byte[] answering(SessionDescription answer) {
        SessionDescription offer = pendingRemote;
        if (offer == null) {
            return stamped(answer).bytes();
        }
        SessionDescription sent = stamped(fitting(answer, offer));
        wantDirection = wanted(offer);
        take(sent, offer);
        localUnder = restraint;
        pendingRemote = null;
        return sent.bytes();
    }

    /// An answer in a provisional response: a preview that is not in force yet.
    public byte[] previewing(SessionDescription answer) {
        previewed = true;
        SessionDescription offer = pendingRemote;
        return stamped(offer == null ? answer : fitting(answer, offer)).bytes();
    }

    /// What the other party answered, as an answer to the offer of this one: the same streams, and
    /// never more direction than was offered. What that party wants is not touched by it.
    private static SessionDescription fitting(SessionDescription answer, SessionDescription offer) {
        return OfferAnswer.allowed(OfferAnswer.fitAnswer(answer, MediaLayout.of(offer)), offer);
    }

    /// Whether the peer saw such a preview, so that another answer needs a dialog of its own.
    boolean previewed() {
        return previewed;
    }

    /// Our own answer to an offer that must not reach anybody: the old media made silent.
    public byte[] answeringSilently(SessionDescription offer) {
        if (local == null) {
            return NOTHING;
        }
        pendingRemote = offer;
        return answering(OfferAnswer.inactiveAnswer(offer, local));
    }

    /// Our answer to an offer that the peer made because we asked, when nothing comes of it: what
    /// we said last, in the direction in which we said it, so that its old media go on.
    public byte[] answeringAsBefore(SessionDescription offer) {
        if (local == null) {
            return NOTHING;
        }
        Direction wanted = wantDirection;
        Restraint under = localUnder;
        pendingRemote = offer;
        byte[] sent = answering(OfferAnswer.answer(offer, local, local.direction()));
        wantDirection = wanted;
        localUnder = under;
        return sent;
    }

    /// An answer to the first offer of a peer that has nobody to talk to yet: no media flow, and
    /// none could (RFC 3725 §4.4).
    public byte[] answeringNobody(SessionDescription offer) {
        pendingRemote = offer;
        SessionDescription nowhere = offer.withConnection(Connection.of("0.0.0.0"));
        return answering(OfferAnswer.inactiveAnswer(offer, nowhere));
    }

    /// Our own answer to an offer of the peer that changes nothing between us: what we last sent,
    /// with the direction the offer allows.
    public byte[] answeringAlone(SessionDescription offer) {
        if (local == null) {
            return NOTHING;
        }
        pendingRemote = offer;
        return answering(OfferAnswer.answer(offer, local, Direction.SENDRECV));
    }

    /// Our answer to an offer of a peer that hears something and is not listened to: what it heard
    /// before, as far as it wants to hear anything.
    public byte[] answeringListener(SessionDescription offer) {
        if (local == null) {
            return NOTHING;
        }
        Restraint under = localUnder;
        pendingRemote = offer;
        byte[] sent = answering(OfferAnswer.answer(offer, local, Direction.SENDONLY));
        localUnder = under;
        return sent;
    }

    /// Whether the peer says again what is in force: a refresh of the session, nothing new (RFC
    /// 4028 §7.4). A party that holds and offers what it last answered resumes, whether or not it
    /// should have answered so.
    public boolean repeats(SessionDescription offer) {
        return remote != null
                && local != null
                && (!selfHeld() || offer.asksHold())
                && offer.sameExceptOrigin(remote)
                && offer.reachable().sameExceptOrigin(remote.reachable());
    }

    /// Our answer to such a repetition: what we said last, in the direction that we said it.
    public byte[] repeating(SessionDescription offer) {
        return answeringAsBefore(offer);
    }

    /// Our last body as an offer that changes nothing, with the version it had (RFC 4028 §7.4);
    /// empty when another one is open or nothing is in force.
    public Optional<byte[]> restating() {
        if (local == null || pendingLocal != null || pendingRemote != null) {
            return Optional.empty();
        }
        pendingLocal = local;
        pendingUnder = localUnder;
        return Optional.of(local.bytes());
    }

    /// Our last body once more, as the offer that the peer asks for when nobody else can make one
    /// (RFC 3261 §14.2); its ACK brings the answer. Empty as with [#restating].
    public Optional<byte[]> offeringAgain() {
        Optional<byte[]> body = restating();
        offeredAgain = body.isPresent();
        return body;
    }

    /// The same, made silent.
    public Optional<byte[]> offeringSilence() {
        if (local == null || pendingLocal != null || pendingRemote != null) {
            return Optional.empty();
        }
        offeredAgain = true;
        return Optional.of(offering(local, Direction.INACTIVE));
    }

    /// The ACK of a 2xx of ours came.
    void acknowledged(Request ack) {
        if (offeredAgain) {
            offeredAgain = false;
            Optional<SessionDescription> answer = ack.hasSdp() ? read(ack) : Optional.empty();
            answer.ifPresentOrElse(this::answeredAsAsked, this::refused);
        }
    }

    private void take(SessionDescription ours, SessionDescription theirs) {
        local = ours;
        remote = theirs;
        layout = layout.grownBy(ours).grownBy(theirs);
        settled.run();
    }

    private SessionDescription stamped(SessionDescription body) {
        SessionDescription shown = shown(body);
        OriginStamp.Stamped stamped =
                stamp.stamp(
                        restraint.most() == Direction.SENDRECV
                                ? shown
                                : shown.limitedTo(restraint.most()));
        stamp = stamped.next();
        return stamped.body();
    }
}
