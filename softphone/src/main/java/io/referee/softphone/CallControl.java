package io.referee.softphone;

import io.referee.sip.header.NameAddr;
import io.referee.sip.header.Replaces;
import io.referee.sip.message.Header;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.Method;
import io.referee.sip.message.Request;
import io.referee.sip.message.Response;
import io.referee.sip.sdp.Direction;
import io.referee.sip.session.OutgoingInvite;
import io.referee.sip.session.Reach;
import io.referee.sip.session.Session;
import io.referee.sip.session.SessionListener;
import io.referee.sip.transaction.ServerTransaction;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Outside;
import io.referee.sip.uri.SipUri;
import io.referee.sip.uri.Uri;
import io.referee.softphone.rtp.MediaPath;
import io.referee.softphone.rtp.RtpStream;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntConsumer;

/// What happens in a call: the listener of its session. *Engine thread only,* but for what
/// [PhoneCall] reads.
final class CallControl implements SessionListener {
    static final byte[] NOTHING = new byte[0];

    private static final Uri NOBODY = SipUri.of("", "invalid", -1);

    private final PhoneCall call;
    private final Seat seat;
    private final PhoneEngine engine;
    private final StateCell<CallState> state;
    private final Reoffers reoffers = new Reoffers(this);
    private final Transferring transferring = new Transferring(this);
    private final Referrals referrals;
    private volatile NameAddr remoteParty = NameAddr.of(NOBODY);
    private volatile String sipCallId = "";
    private volatile int endStatus;
    private @Nullable Session session;
    private @Nullable CallSdp sdp;

    /// Of an incoming call: our answer to its offer, and what follows from it; empty for an INVITE
    /// without offer.
    private byte[] answer = NOTHING;

    private @Nullable MediaPath prepared;

    /// Who else wants to know how our INVITE goes: a status for each response.
    private IntConsumer told = status -> {};

    CallControl(PhoneCall call, Seat seat) {
        this.call = call;
        this.referrals = new Referrals(this, call);
        this.seat = seat;
        this.engine = seat.phone().engine();
        this.state = new StateCell<>(CallState.CREATED, seat.phone().callbacks());
    }

    // ---- any thread

    Seat seat() {
        return seat;
    }

    StateCell<CallState> state() {
        return state;
    }

    Reoffers reoffers() {
        return reoffers;
    }

    Referrals referrals() {
        return referrals;
    }

    NameAddr remoteParty() {
        return remoteParty;
    }

    String sipCallId() {
        return sipCallId;
    }

    OptionalInt endStatus() {
        return endStatus == 0 ? OptionalInt.empty() : OptionalInt.of(endStatus);
    }

    void post(Runnable command) {
        engine.post(command);
    }

    // ---- what its parts need

    @Nullable Session session() {
        return session;
    }

    Outside outside() {
        return engine.outside();
    }

    boolean transferring() {
        return transferring.underWay();
    }

    /// What a newcomer says at the other side to take our place (RFC 3891 §4): the tags are seen
    /// from there. Empty while there is no dialog, and when it is over.
    Optional<Replaces> replaces(Replaces.When when) {
        Session current = session;
        return current == null || current.over() || current.dialog().isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Replaces(
                                current.callId(), current.remoteTag(), current.localTag(), when));
    }

    CallSdp sdp() {
        CallSdp known = sdp;
        if (known == null) {
            throw new IllegalStateException("no session yet");
        }
        return known;
    }

    private void open(Session opened) {
        session = opened;
        sipCallId = opened.callId();
    }

    private CallSdp describe(Hop hop) {
        String host = outside().localAddress(hop).host();
        long sessId = outside().now().getEpochSecond() * 1_000 + outside().random(1_000);
        CallSdp made = new CallSdp(host, audio().port(), sessId);
        sdp = made;
        return made;
    }

    private RtpStream audio() {
        return call.audio();
    }

    // ---- outgoing

    void tell(IntConsumer listener) {
        told = listener;
    }

    /// Sends the INVITE with these further headers; answers the call for the convenience of the
    /// caller.
    PhoneCall start(Uri uri, List<Header> headers) {
        Hop hop = seat.hop(uri);
        remoteParty = NameAddr.of(uri instanceof SipUri sip ? sip.bare() : uri);
        byte[] offer = describe(hop).offer(Direction.SENDRECV);
        state.set(CallState.SETUP);
        open(
                engine.agent()
                        .invite(
                                new OutgoingInvite(
                                        uri,
                                        seat.address(hop),
                                        remoteParty,
                                        hop,
                                        headers,
                                        offer,
                                        seat.contactUser(),
                                        "",
                                        seat.authorizer(),
                                        ""),
                                this));
        return call;
    }

    @Override
    public void ringing(Session ringing, Response response) {
        told.accept(response.status());
        if (response.hasSdp()) {
            sdp().answered(response.sdp().orElseGet(response::body)).ifPresent(audio()::path);
            state.set(CallState.RINGING_WITH_MEDIA);
        } else if (response.status() == 180 && state.now() == CallState.SETUP) {
            state.set(CallState.RINGING);
        }
    }

    @Override
    public void answered(Session answered, Response response) {
        answered.acknowledge(NOTHING);
        Optional<MediaPath> path =
                response.hasSdp()
                        ? sdp().answered(response.sdp().orElseGet(response::body))
                        : audio().path();
        if (path.isEmpty()) {
            endStatus = 488;
            told.accept(488);
            answered.bye(List.of());
            return;
        }
        audio().path(path.get());
        state.set(CallState.ANSWERED);
        told.accept(response.status());
        settle();
    }

    @Override
    public void rejected(Session rejected, Response response) {
        endStatus = response.status();
        told.accept(response.status());
        boolean silence = response.toTag().isEmpty() && response.status() != 487;
        if (silence) {
            end(CallState.ERROR);
        } else {
            end(response.status() == 487 ? CallState.CANCELLED : CallState.REJECTED);
        }
    }

    // ---- incoming

    /// An INVITE came. Answers whether the user shall hear of it; when not, it was refused.
    boolean arrive(Session arrived, Request invite) {
        open(arrived);
        arrived.listener(this);
        arrived.contactUser(seat.contactUser());
        arrived.authorizer(seat.authorizer());
        remoteParty = invite.from().withoutTag();
        CallSdp ours = describe(arrived.hop());
        state.set(CallState.SETUP);
        if (invite.hasSdp()) {
            Optional<CallSdp.Answer> made =
                    ours.answer(invite.sdp().orElseGet(invite::body), Direction.SENDRECV);
            if (made.isEmpty()) {
                reject(488);
                return false;
            }
            prepared = made.get().path();
            answer = made.get().body();
        }
        return true;
    }

    void ring() {
        if (session != null && state.now() == CallState.SETUP) {
            session.progress(180, NOTHING, List.of());
            state.set(CallState.RINGING);
        }
    }

    /// The 200 repeats the body of the 183, which counts by itself only when the caller
    /// acknowledges provisional responses (RFC 3261 §13.2.1, RFC 3262 §5); the session leaves it
    /// out then.
    void ringWithMedia() {
        if (session != null && unanswered() && answer.length > 0) {
            session.progress(183, answer, List.of());
            flow();
            state.set(CallState.RINGING_WITH_MEDIA);
        }
    }

    void answer() {
        if (session == null || !unanswered()) {
            return;
        }
        byte[] body = answer.length > 0 ? answer : sdp().offer(Direction.SENDRECV);
        session.answer(body, List.of());
        if (session.over()) {
            end(CallState.REJECTED);
        } else {
            flow();
            state.set(CallState.ANSWERED);
        }
    }

    private void flow() {
        if (prepared != null) {
            audio().path(prepared);
        }
    }

    private boolean unanswered() {
        CallState now = state.now();
        boolean early =
                now == CallState.SETUP
                        || now == CallState.RINGING
                        || now == CallState.RINGING_WITH_MEDIA;
        return early && call.direction() == PhoneCall.Direction.INCOMING;
    }

    void reject(int status) {
        reject(status, List.of());
    }

    void redirect(SipUri contact) {
        reject(302, List.of(Header.of(HeaderName.CONTACT, "<" + contact.text() + ">")));
    }

    private void reject(int status, List<Header> headers) {
        if (session != null && unanswered()) {
            session.reject(status, io.referee.sip.message.Phrases.of(status), headers);
            endStatus = status;
            end(CallState.REJECTED);
        }
    }

    /// The caller never acknowledged a provisional response of ours (RFC 3262 §3).
    @Override
    public void abandoned(Session abandoned) {
        endStatus = 504;
        end(CallState.ERROR);
    }

    @Override
    public void cancelled(Session cancelled, Request cancel) {
        endStatus = 487;
        end(CallState.CANCELLED);
    }

    // ---- both

    @Override
    public void acknowledged(Session acknowledged, Request ack) {
        if (ack.hasSdp()) {
            sdp().answered(ack.sdp().orElseGet(ack::body)).ifPresent(audio()::path);
        }
        settle();
    }

    void hangUp() {
        Session current = session;
        if (state.now().ended()) {
            return;
        }
        if (current == null) {
            end(CallState.CANCELLED);
        } else if (current.confirmed()) {
            current.bye(List.of());
        } else if (call.direction() == PhoneCall.Direction.OUTGOING) {
            current.cancel("");
        } else {
            reject(480);
        }
    }

    /// An answer to a re-INVITE of ours.
    void answered(Response response) {
        if (response.hasSdp()) {
            sdp().answered(response.sdp().orElseGet(response::body)).ifPresent(audio()::path);
        }
        settle();
    }

    /// A session timer asked for a re-INVITE (RFC 4028 §7.4), for the peer takes no UPDATE.
    @Override
    public void restated(Session restated, Response response) {
        if (response.success()) {
            answered(response);
        }
    }

    @Override
    public void reinvited(Session reinvited, ServerTransaction transaction) {
        Request request = transaction.request();
        if (!request.hasSdp()) {
            reinvited.accept(transaction, sdp().offer(reoffers.wanted()), List.of());
            return;
        }
        Optional<CallSdp.Answer> made =
                sdp().answer(request.sdp().orElseGet(request::body), reoffers.wanted());
        if (made.isEmpty()) {
            reinvited.refuse(transaction, 488);
            return;
        }
        audio().path(made.get().path());
        reinvited.accept(transaction, made.get().body(), List.of());
        settle();
    }

    @Override
    public void requested(Session current, ServerTransaction transaction) {
        Method method = transaction.request().method();
        if (method.equals(Method.UPDATE) || method.equals(Method.PRACK)) {
            updated(current, transaction);
        } else if (method.equals(Method.NOTIFY)) {
            transferring.notified(current, transaction);
        } else if (method.equals(Method.REFER)) {
            referrals.requested(current, transaction);
        } else if (method.equals(Method.SUBSCRIBE)) {
            referrals.subscribed(current, transaction);
        } else if (method.equals(Method.OPTIONS)
                || method.equals(Method.INFO)
                || method.equals(Method.MESSAGE)) {
            transaction.respond(current.responding(transaction).response(200));
        } else {
            current.refuse(transaction, 405);
        }
    }

    private void updated(Session current, ServerTransaction transaction) {
        if (!transaction.request().hasSdp()) {
            transaction.respond(current.responding(transaction).response(200));
            return;
        }
        Optional<CallSdp.Answer> made =
                sdp().answer(
                                transaction.request().sdp().orElseGet(transaction.request()::body),
                                reoffers.wanted());
        if (made.isEmpty()) {
            current.refuse(transaction, 488);
            return;
        }
        audio().path(made.get().path());
        current.accept(transaction, made.get().body(), List.of());
        settle();
    }

    void transfer(Transfer wish) {
        transferring.start(wish);
    }

    /// The state follows from the audio, unless something greater goes on.
    void settle() {
        if (session == null || !session.confirmed() || transferring.underWay()) {
            return;
        }
        Direction flow = audio().path().map(MediaPath::direction).orElse(Direction.SENDRECV);
        state.set(
                switch (flow) {
                    case SENDRECV -> CallState.IN_CALL;
                    case SENDONLY -> CallState.LOCAL_HELD;
                    case RECVONLY -> CallState.REMOTE_HELD;
                    case INACTIVE -> CallState.INACTIVE_HELD;
                });
    }

    @Override
    public void ended(Session ended, Ending ending) {
        switch (ending) {
            case Ending.PeerHungUp _ -> end(CallState.COMPLETED);
            case Ending.WeHungUp _ -> end(endStatus == 0 ? CallState.COMPLETED : CallState.ERROR);
            case Ending.Lost(int status) -> {
                endStatus = status;
                end(CallState.ERROR);
            }
            case Ending.Unreachable _ -> {
                endStatus = Reach.REFUSED;
                end(CallState.ERROR);
            }
        }
    }

    private void end(CallState how) {
        if (state.now().ended()) {
            return;
        }
        state.set(how);
        reoffers.over();
        transferring.callEnded();
        referrals.callEnded();
        // A recording is completed on disk, and the engine waits for no disk.
        Thread.startVirtualThread(audio()::close);
        seat.phone().forget(call);
    }
}
