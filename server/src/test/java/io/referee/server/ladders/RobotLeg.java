package io.referee.server.ladders;

import io.referee.sip.message.Header;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.Method;
import io.referee.sip.message.Request;
import io.referee.sip.message.Response;
import io.referee.sip.sdp.Direction;
import io.referee.sip.sdp.OriginStamp;
import io.referee.sip.sdp.SessionDescription;
import io.referee.sip.session.ReinviteListener;
import io.referee.sip.session.Session;
import io.referee.sip.session.SessionListener;
import io.referee.sip.transaction.ServerTransaction;
import io.referee.sip.uri.Escapes;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;

/// One dialog of a [Robot] with the server, and what the two have agreed on. One thread only.
final class RobotLeg implements SessionListener {
    private static final byte[] NOTHING = new byte[0];

    private final Owner robot;
    private final int port;
    private OriginStamp stamp;
    private @Nullable Session session;
    private @Nullable SessionDescription local;
    private @Nullable SessionDescription remote;

    /// Our offer in a 2xx, while the ACK is waited for.
    private @Nullable SessionDescription promised;

    private boolean holding;
    private boolean refused;
    private boolean over;
    private int refers;
    private IntConsumer progress = _ -> {};

    /// What was agreed reliably while our INVITE rang, by the tag of who answered so.
    private final Map<String, Agreed> early = new HashMap<>();

    /// What was said reliably before the call that came was answered: the 2xx says nothing more.
    private @Nullable SessionDescription shown;

    private record Agreed(SessionDescription ours, SessionDescription theirs) {}

    /// Whose leg it is, and how that phone behaves.
    interface Owner {
        String name();

        String mediaHost();

        List<String> formats();

        /// Whether it refuses the first re-INVITE.
        boolean stubborn();

        /// How long it takes to answer a re-INVITE.
        Duration reaction();

        void later(Duration in, Runnable action);

        /// The answer to a REFER.
        void referred(RobotLeg leg, int status);

        /// From now on it hears who is at this address.
        default void hears(RobotLeg leg, String address) {}

        /// A NOTIFY came, and was answered.
        void notified(RobotLeg leg, Request notify);

        /// A REFER came, and is to be answered.
        default void asked(RobotLeg leg, ServerTransaction refer) {
            leg.session().refuse(refer, 603);
        }
    }

    RobotLeg(Owner robot, int number) {
        this.robot = robot;
        this.port = 4_000 + 2 * number;
        this.stamp = OriginStamp.starting(robot.name(), 1_000L + number, robot.mediaHost());
    }

    void attach(Session next) {
        session = next;
        next.listener(this);
    }

    /// Who is told of the responses to our INVITE, by their statuses.
    void progress(IntConsumer next) {
        progress = next;
    }

    /// How many REFERs came, with this one.
    int countRefer() {
        return ++refers;
    }

    Session session() {
        return Optional.ofNullable(session).orElseThrow();
    }

    Owner robot() {
        return robot;
    }

    boolean talking() {
        return !over && session != null && session.confirmed();
    }

    boolean over() {
        return over;
    }

    /// Whether it is neither answered nor over.
    boolean ringing() {
        return !over && session != null && !session.confirmed() && !session.over();
    }

    boolean holding() {
        return holding;
    }

    /// A leg that only ever sends.
    RobotLeg sending() {
        holding = true;
        return this;
    }

    /// Whether the peer is another phone, without the server.
    boolean direct() {
        return session != null && !session.hop().host().equals(Wire.SERVER.host());
    }

    Optional<SessionDescription> local() {
        return Optional.ofNullable(local);
    }

    Optional<SessionDescription> remote() {
        return Optional.ofNullable(remote);
    }

    String media() {
        return robot.mediaHost() + ':' + port;
    }

    @Override
    public String toString() {
        return robot.name()
                + " at "
                + media()
                + " (says "
                + local().map(Media::of).map(Media::toString).orElse("nothing")
                + ", hears "
                + remote().map(Media::of).map(Media::toString).orElse("nothing")
                + (holding ? ", holds" : "")
                + ")";
    }

    // ---- bodies

    private Direction want() {
        return holding ? Direction.SENDONLY : Direction.SENDRECV;
    }

    /// A body of ours; its `o=` version rises when it says something new.
    SessionDescription saying(Direction direction, List<String> formats) {
        StringBuilder text = new StringBuilder("v=0\r\no=- 1 1 IN IP4 ").append(robot.mediaHost());
        text.append("\r\ns=-\r\nc=IN IP4 ").append(robot.mediaHost()).append("\r\nt=0 0\r\n");
        text.append("m=audio ").append(port).append(" RTP/AVP ");
        text.append(String.join(" ", formats)).append("\r\n");
        for (String format : formats) {
            text.append("a=rtpmap:").append(format).append(format.equals("8") ? " PCMA" : " PCMU");
            text.append("/8000\r\n");
        }
        text.append("a=").append(direction.token()).append("\r\n");
        OriginStamp.Stamped stamped =
                stamp.stamp(Media.read(text.toString().getBytes(StandardCharsets.US_ASCII)));
        stamp = stamped.next();
        return stamped.body();
    }

    SessionDescription offer() {
        return saying(want(), robot.formats());
    }

    private SessionDescription answer(SessionDescription offer) {
        List<String> common =
                offer.media().getFirst().formats().stream()
                        .filter(robot.formats()::contains)
                        .toList();
        return saying(offer.direction(0).answer(want()), common);
    }

    private void agreed(SessionDescription ours, SessionDescription theirs) {
        local = ours;
        remote = theirs;
        robot.hears(this, Media.of(theirs).address());
    }

    // ---- what it does

    /// It rings with media: a tone, or an announcement.
    void playEarly(Request invite) {
        SessionDescription offer = Media.read(invite);
        SessionDescription answer = answer(offer);
        if (session().provisionals().reliable(answer.bytes())) {
            agreed(answer, offer);
            shown = answer;
        }
        session().progress(183, answer.bytes(), List.of());
    }

    /// The INVITE that came is answered; with an offer of ours when it had none.
    void pickUp(Request invite) {
        if (over || session().over()) {
            return;
        }
        if (shown != null) {
            session().answer(shown.bytes(), List.of());
        } else if (invite.hasSdp()) {
            SessionDescription offer = Media.read(invite);
            SessionDescription answer = answer(offer);
            agreed(answer, offer);
            session().answer(answer.bytes(), List.of());
        } else {
            SessionDescription offer = offer();
            promised = offer;
            session().answer(offer.bytes(), List.of());
        }
    }

    void turn() {
        if (!talking() || session().offerPending()) {
            return;
        }
        holding = !holding;
        SessionDescription offer = offer();
        session()
                .reinvite(
                        offer.bytes(),
                        List.of(),
                        ReinviteListener.of(
                                response -> {
                                    session().acknowledge(NOTHING);
                                    if (response.hasSdp()) {
                                        agreed(offer, Media.read(response));
                                    }
                                },
                                _ -> holding = !holding));
    }

    void hangUp() {
        if (talking()) {
            session().bye(List.of());
        }
    }

    void refer(String to) {
        session()
                .request(
                        Method.REFER,
                        List.of(Header.of(HeaderName.REFER_TO, '<' + to + '>')),
                        "",
                        NOTHING,
                        response -> robot.referred(this, response.status()));
    }

    /// Refer-To for an attended transfer to the peer of this leg.
    String replacing() {
        String peer = session().dialog().orElseThrow().remote().uri().text();
        return peer + "?Replaces=" + Escapes.escape(named());
    }

    /// How a Replaces names this dialog towards the server (RFC 3891 §3).
    String named() {
        return session().callId()
                + ";to-tag="
                + session().remoteTag()
                + ";from-tag="
                + session().localTag();
    }

    // ---- what it hears

    @Override
    public void ringing(Session from, Response response) {
        if (response.hasSdp() && response.header(HeaderName.RSEQ).isPresent()) {
            early.putIfAbsent(response.toTag(), new Agreed(offer(), Media.read(response)));
        }
        progress.accept(response.status());
    }

    @Override
    public void answered(Session from, Response response) {
        session().acknowledge(NOTHING);
        Agreed before = early.get(response.toTag());
        if (before != null) {
            agreed(before.ours(), before.theirs());
        } else if (response.hasSdp()) {
            agreed(offer(), Media.read(response));
        }
        progress.accept(response.status());
    }

    @Override
    public void rejected(Session from, Response response) {
        over = true;
        progress.accept(response.status());
    }

    @Override
    public void cancelled(Session from, Request cancel) {
        over = true;
    }

    @Override
    public void abandoned(Session from) {
        over = true;
    }

    @Override
    public void acknowledged(Session from, Request ack) {
        SessionDescription ours = promised;
        promised = null;
        if (ours != null && ack.hasSdp()) {
            agreed(ours, Media.read(ack));
        }
    }

    @Override
    public void reinvited(Session from, ServerTransaction transaction) {
        robot.later(robot.reaction(), () -> react(transaction));
    }

    private void react(ServerTransaction transaction) {
        if (transaction.answered() || session().over()) {
            return;
        }
        if (!refused && robot.stubborn()) {
            refused = true;
            session().refuse(transaction, 488);
            return;
        }
        if (!transaction.request().hasSdp()) {
            SessionDescription offer = offer();
            promised = offer;
            session().accept(transaction, offer.bytes(), List.of());
            return;
        }
        SessionDescription offer = Media.read(transaction.request());
        SessionDescription answer = answer(offer);
        agreed(answer, offer);
        session().accept(transaction, answer.bytes(), List.of());
    }

    @Override
    public void requested(Session from, ServerTransaction transaction) {
        Request request = transaction.request();
        if (request.is(Method.UPDATE)) {
            SessionDescription offer = Media.read(request);
            SessionDescription answer = answer(offer);
            if (from.direction() == Session.Direction.OUTGOING && !from.confirmed()) {
                early.put(request.fromTag(), new Agreed(answer, offer));
            } else {
                agreed(answer, offer);
            }
            session().accept(transaction, answer.bytes(), List.of());
        } else if (request.is(Method.REFER)) {
            robot.asked(this, transaction);
        } else {
            transaction.respond(session().responding(transaction).response(200));
            if (request.is(Method.NOTIFY)) {
                robot.notified(this, request);
            }
        }
    }

    @Override
    public void ended(Session from, Ending ending) {
        over = true;
    }
}
