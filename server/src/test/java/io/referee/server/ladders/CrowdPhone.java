package io.referee.server.ladders;

import io.referee.sip.digest.Challenge;
import io.referee.sip.digest.ClientDigest;
import io.referee.sip.header.NameAddr;
import io.referee.sip.message.Header;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.Request;
import io.referee.sip.message.Response;
import io.referee.sip.message.SipMessage;
import io.referee.sip.session.Authorizer;
import io.referee.sip.session.OutgoingInvite;
import io.referee.sip.session.Session;
import io.referee.sip.session.SessionSettings;
import io.referee.sip.session.UserAgent;
import io.referee.sip.transaction.ServerTransaction;
import io.referee.sip.transaction.Timing;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Hosts;
import io.referee.sip.transport.Outside;
import io.referee.sip.transport.Transport;
import io.referee.sip.uri.SipUri;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// One phone of a [Crowd], with one call: it keeps to the RFCs and does what it is told. One thread
/// only.
final class CrowdPhone implements UserAgent.Handler, RobotLeg.Owner {
    private static final byte[] NOTHING = new byte[0];
    private static final int HOSTS_OF_A_NETWORK = 250;
    private static final Hop SERVER =
            new Hop(Transport.UDP, Hosts.address(Wire.SERVER.host(), Wire.SERVER.port()), 0);

    private final int number;
    private final VirtualWorld outside;
    private final UserAgent agent;
    private @Nullable RobotLeg leg;
    private Manner manner = new Manner.Answers(Duration.ZERO);
    private Optional<Integer> told = Optional.empty();

    /// What it does when it is called.
    sealed interface Manner {
        /// It rings, then it answers.
        record Answers(Duration after) implements Manner {}

        /// It refuses.
        record Refuses(int status) implements Manner {}

        /// It rings.
        record Rings() implements Manner {}
    }

    CrowdPhone(int number, Crowd crowd) {
        this.number = number;
        this.outside =
                new VirtualWorld(
                        crowd.time(),
                        new Outside.Local(host(), Phone.PORT),
                        (message, hop) -> crowd.fromPhone(this, message),
                        number);
        this.agent =
                new UserAgent(
                        outside,
                        new SessionSettings(
                                "Phone/1",
                                "INVITE, ACK, CANCEL, BYE, OPTIONS, NOTIFY, REFER",
                                "",
                                Timing.STANDARD),
                        this);
    }

    private String address(String network) {
        int hosts = number / HOSTS_OF_A_NETWORK;
        return network + '.' + hosts + '.' + (1 + number % HOSTS_OF_A_NETWORK);
    }

    String host() {
        return address("10.1");
    }

    Hop hop() {
        return new Hop(Transport.UDP, Hosts.address(host(), Phone.PORT), 0);
    }

    /// What it does when it is called from now on.
    void manner(Manner next) {
        manner = next;
    }

    /// The call that it has, or had.
    Optional<RobotLeg> leg() {
        return Optional.ofNullable(leg);
    }

    boolean talking() {
        return leg != null && leg.talking();
    }

    /// What the last NOTIFY of its transfer said; empty before.
    Optional<Integer> told() {
        return told;
    }

    void received(SipMessage message) {
        agent.received(message, SERVER);
    }

    // ---- what it is told to do

    void call(String user) {
        RobotLeg begun = new RobotLeg(this, 0);
        leg = begun;
        SipUri to = SipUri.of(user, Names.DOMAIN, -1);
        OutgoingInvite invite =
                new OutgoingInvite(
                        to,
                        NameAddr.of(SipUri.of(name(), Names.DOMAIN, -1)),
                        NameAddr.of(to),
                        SERVER,
                        List.of(),
                        begun.offer().bytes(),
                        name(),
                        "",
                        new Password(),
                        "");
        begun.attach(agent.invite(invite, begun));
    }

    void transferTo(String user) {
        Optional.ofNullable(leg).orElseThrow().refer("sip:" + user + '@' + Names.DOMAIN);
    }

    void hangUp() {
        if (leg != null) {
            leg.hangUp();
        }
    }

    private final class Password implements Authorizer {
        @Override
        public Optional<Header> answer(Request request, Response challenge) {
            List<Challenge> challenges =
                    challenge.headers().stream()
                            .filter(header -> header.name() == HeaderName.WWW_AUTHENTICATE)
                            .map(header -> Challenge.parse(header.value()))
                            .filter(Challenge.Reading.Parsed.class::isInstance)
                            .map(parsed -> ((Challenge.Reading.Parsed) parsed).challenge())
                            .toList();
            return new ClientDigest()
                    .answer(
                            challenges,
                            new ClientDigest.Login(name(), Crowd.password(name())),
                            new ClientDigest.Attempt(
                                    request.method().name(),
                                    request.uri().text(),
                                    1,
                                    outside.token()))
                    .map(answer -> Header.of(HeaderName.AUTHORIZATION, answer.print()));
        }
    }

    // ---- what comes in

    @Override
    public void invited(Session session, Request invite) {
        RobotLeg called = new RobotLeg(this, 1);
        leg = called;
        called.attach(session);
        if (manner instanceof Manner.Refuses(int status)) {
            session.reject(status, "No", List.of());
            return;
        }
        session.progress(180, NOTHING, List.of());
        if (manner instanceof Manner.Answers(Duration after)) {
            later(after, () -> called.pickUp(invite));
        }
    }

    @Override
    public void requested(ServerTransaction transaction) {
        transaction.respond(agent.responding(transaction).response(481));
    }

    // ---- how its leg behaves

    @Override
    public String name() {
        return "n" + number;
    }

    @Override
    public String mediaHost() {
        return address("10.2");
    }

    @Override
    public List<String> formats() {
        return List.of("8", "0");
    }

    @Override
    public boolean stubborn() {
        return false;
    }

    @Override
    public Duration reaction() {
        return Duration.ZERO;
    }

    @Override
    public void later(Duration in, Runnable action) {
        outside.schedule(in, action);
    }

    @Override
    public void referred(RobotLeg which, int status) {}

    /// Every other transferor hangs up when it hears of the success; the others are hung up.
    @Override
    public void notified(RobotLeg which, Request notify) {
        String state = notify.value(HeaderName.SUBSCRIPTION_STATE).orElse("");
        if (state.startsWith("terminated")) {
            String line = new String(notify.body(), StandardCharsets.US_ASCII);
            int status = Integer.parseInt(line.substring(8, 11));
            told = Optional.of(status);
            if (status == 200 && number % 2 == 0) {
                which.hangUp();
            }
        }
    }
}
