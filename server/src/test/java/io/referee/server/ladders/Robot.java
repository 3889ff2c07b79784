package io.referee.server.ladders;

import io.referee.sip.digest.Challenge;
import io.referee.sip.digest.ClientDigest;
import io.referee.sip.header.NameAddr;
import io.referee.sip.header.Replaces;
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

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntConsumer;

/// A phone of a random history: it keeps to the RFCs, and does what chance tells it. It may fall
/// silent for ever. One thread only.
final class Robot implements Station, UserAgent.Handler, RobotLeg.Owner {
    private static final byte[] NOTHING = new byte[0];
    private static final Hop SERVER =
            new Hop(Transport.UDP, Hosts.address(Wire.SERVER.host(), Wire.SERVER.port()), 0);

    private static final String MEDIA = "203.0.113.";

    private final int number;
    private final Simulation world;
    private final Random random;
    private final VirtualWorld outside;
    private final UserAgent agent;
    private final List<RobotLeg> legs = new ArrayList<>();
    private final List<String> formats;
    private final boolean stubborn;
    private final boolean slow;
    private boolean crashed;

    Robot(int number, Simulation world, Random random) {
        this.number = number;
        this.world = world;
        this.random = random;
        this.formats =
                List.of(List.of("8"), List.of("8", "0"), List.of("0", "8")).get(random.nextInt(3));
        this.stubborn = random.nextInt(8) == 0;
        this.slow = random.nextInt(4) == 0;
        this.outside =
                new VirtualWorld(
                        world.time(),
                        new Outside.Local(host(), Phone.PORT),
                        (message, hop) -> world.fromStation(this, message, hop),
                        random.nextLong());
        this.agent =
                new UserAgent(
                        outside,
                        new SessionSettings(
                                "Robot/1",
                                "INVITE, ACK, CANCEL, BYE, OPTIONS, NOTIFY, REFER, INFO, PRACK"
                                        + (number % 2 == 0 ? ", UPDATE" : ""),
                                extensions(),
                                Timing.STANDARD),
                        this);
    }

    /// Every second one refreshes its sessions, many ring reliably.
    private String extensions() {
        String reliable = random.nextBoolean() ? "100rel" : "";
        String timer = number % 2 == 0 ? "timer, replaces" : "";
        return reliable.isEmpty() || timer.isEmpty() ? reliable + timer : reliable + ", " + timer;
    }

    @Override
    public String name() {
        return "p" + number;
    }

    String host() {
        return host(number);
    }

    static String host(int number) {
        return "198.51.100." + number;
    }

    static String mediaHost(int number) {
        return MEDIA + number;
    }

    @Override
    public String mediaHost() {
        return mediaHost(number);
    }

    /// Whose account it has.
    String owner() {
        return Circumstances.owner(number);
    }

    /// Nobody ever hears who belongs to somebody else, but the music. At no address is nobody.
    @Override
    public void hears(RobotLeg leg, String address) {
        if (!address.startsWith(MEDIA)) {
            return;
        }
        int heard = Integer.parseInt(address.substring(address.lastIndexOf('.') + 1));
        if (heard != Jukebox.NUMBER && !Circumstances.owner(heard).equals(owner())) {
            throw new AssertionError(name() + " hears a stranger: p" + heard);
        }
    }

    @Override
    public List<String> formats() {
        return formats;
    }

    @Override
    public boolean stubborn() {
        return stubborn;
    }

    @Override
    public boolean crashed() {
        return crashed;
    }

    List<RobotLeg> legs() {
        return legs;
    }

    @Override
    public Hop hop() {
        return hop(number);
    }

    static Hop hop(int number) {
        return new Hop(Transport.UDP, Hosts.address(host(number), Phone.PORT), 0);
    }

    UserAgent agent() {
        return agent;
    }

    @Override
    public void later(Duration in, Runnable action) {
        outside.schedule(
                in,
                () -> {
                    if (!crashed) {
                        action.run();
                    }
                });
    }

    private Duration upTo(int millis) {
        return Duration.ofMillis(random.nextInt(millis + 1));
    }

    /// How long it takes to answer a re-INVITE.
    @Override
    public Duration reaction() {
        return slow ? upTo(3_000) : Duration.ZERO;
    }

    @Override
    public void received(SipMessage message, Hop from) {
        if (!crashed) {
            agent.received(message, from);
        }
    }

    private List<RobotLeg> talking() {
        return legs.stream().filter(RobotLeg::talking).toList();
    }

    // ---- what it does by chance

    void act() {
        if (crashed) {
            return;
        }
        List<RobotLeg> talking = talking();
        int dice = random.nextInt(100);
        if (dice < 7) {
            replace();
        } else if (talking.isEmpty() || dice < 20) {
            if (talking.size() < 2) {
                call();
            }
        } else if (dice < 32) {
            any(talking).turn();
        } else if (dice < 54) {
            transfer(any(talking), target());
        } else if (dice < 70 && talking.size() > 1) {
            RobotLeg one = any(talking);
            RobotLeg other = any(talking);
            transfer(one, other.replacing());
        } else if (dice < 57) {
            world.someLeg(RobotLeg::talking)
                    .ifPresent(other -> transfer(any(talking), other.replacing()));
        } else if (dice < 80) {
            any(talking).hangUp();
        } else if (dice < 81) {
            crash();
        } else {
            world.askServer();
        }
    }

    private RobotLeg any(List<RobotLeg> some) {
        return some.get(random.nextInt(some.size()));
    }

    /// Whom calls and transfers go to: somebody, nobody, a number of the plans, a slot.
    private String target() {
        String user =
                switch (random.nextInt(24)) {
                    case 0 -> "nobody";
                    case 1, 2, 3 -> Circumstances.GROUP;
                    case 4, 5, 6 -> Circumstances.MOVING;
                    case 7 -> "park";
                    case 8, 9 -> slot();
                    default -> somebody();
                };
        return uri(user);
    }

    private String somebody() {
        return world.someAccount(owner());
    }

    private String slot() {
        int slots = Circumstances.LAST_SLOT - Circumstances.FIRST_SLOT + 1;
        return Integer.toString(Circumstances.FIRST_SLOT + random.nextInt(slots));
    }

    private static String uri(String user) {
        return "sip:" + user + '@' + Names.DOMAIN;
    }

    private void transfer(RobotLeg leg, String to) {
        if (random.nextBoolean()) {
            leg.turn();
        }
        later(
                upTo(1_000),
                () -> {
                    if (leg.talking()) {
                        leg.refer(to);
                        if (random.nextInt(4) == 0) {
                            later(upTo(3_000), () -> talking().forEach(RobotLeg::hangUp));
                        }
                    }
                });
    }

    /// The answer to a REFER.
    @Override
    public void referred(RobotLeg leg, int status) {
        world.note(name() + ": REFER was answered " + status);
        if (status < 300 && random.nextInt(5) == 0) {
            leg.hangUp();
        }
    }

    /// A NOTIFY: when the transfer is over, the transferor hangs up as a rule.
    @Override
    public void notified(RobotLeg leg, Request notify) {
        boolean over = notify.value(HeaderName.SUBSCRIPTION_STATE).orElse("").startsWith("term");
        boolean well =
                new String(notify.body(), java.nio.charset.StandardCharsets.US_ASCII)
                        .startsWith("SIP/2.0 2");
        if (over && well && random.nextInt(4) > 0) {
            later(upTo(500), leg::hangUp);
        } else if (over && !well && leg.holding() && random.nextBoolean()) {
            later(upTo(500), leg::turn);
        }
    }

    /// A REFER: it calls whom that names, and tells how it goes.
    @Override
    public void asked(RobotLeg leg, ServerTransaction refer) {
        Optional<ReferredCall> accepted =
                ReferredCall.of(leg, refer.request(), leg.countRefer())
                        .filter(_ -> random.nextInt(5) > 0);
        if (accepted.isEmpty()) {
            leg.session().refuse(refer, random.nextInt(3) == 0 ? 405 : 603);
            return;
        }
        ReferredCall call = accepted.get();
        refer.respond(leg.session().responding(refer).response(202));
        call.tell(100);
        later(upTo(2_000), () -> follow(leg, call));
    }

    private void follow(RobotLeg leg, ReferredCall call) {
        RobotLeg begun = invite(call.target(), call.headers());
        begun.progress(
                status -> {
                    call.tell(status);
                    if (status / 100 == 2) {
                        world.count("referred call");
                        if (random.nextBoolean()) {
                            later(upTo(3_000), leg::hangUp);
                        }
                    }
                });
    }

    private void crash() {
        world.note(name() + " falls silent");
        crashed = true;
    }

    private RobotLeg leg() {
        RobotLeg leg = new RobotLeg(this, legs.size());
        legs.add(leg);
        return leg;
    }

    private void call() {
        SipUri uri = SipUri.parse(target()).orElseThrow();
        RobotLeg leg = invite(uri, List.of());
        if (uri.user().equals(Circumstances.GROUP)) {
            leg.progress(counting("call through stages"));
        }
        if (random.nextInt(8) == 0) {
            later(
                    upTo(6_000),
                    () -> {
                        if (!leg.over() && !leg.session().confirmed()) {
                            leg.session().cancel("");
                        }
                    });
        }
    }

    private RobotLeg invite(SipUri uri, List<Header> headers) {
        RobotLeg leg = leg();
        OutgoingInvite invite =
                new OutgoingInvite(
                        uri,
                        NameAddr.of(SipUri.of(name(), Names.DOMAIN, -1)),
                        NameAddr.of(uri),
                        world.station(uri.host()).map(Station::hop).orElse(SERVER),
                        headers,
                        leg.offer().bytes(),
                        name(),
                        "",
                        new Password(),
                        "");
        leg.attach(agent.invite(invite, leg));
        return leg;
    }

    /// Counts answers.
    private IntConsumer counting(String what) {
        return status -> {
            if (status / 100 == 2) {
                world.count(what);
            }
        };
    }

    /// It takes somebody's place: in a call that rings, be it theirs to answer or theirs to make,
    /// or in one that they are talking in.
    private void replace() {
        boolean early = random.nextBoolean();
        world.someLeg(leg -> leg.robot() != this && (early ? leg.ringing() : leg.talking()))
                .filter(leg -> !leg.session().remoteTag().isEmpty())
                .ifPresent(leg -> replace(leg, early));
    }

    private void replace(RobotLeg named, boolean early) {
        boolean picked = early && named.session().direction() == Session.Direction.INCOMING;
        String value = named.named() + (picked && random.nextBoolean() ? ";early-only" : "");
        world.note(name() + " takes the place of " + named);
        RobotLeg leg =
                invite(
                        SipUri.of(named.robot().name(), Names.DOMAIN, -1),
                        List.of(Header.of(HeaderName.REPLACES, value)));
        boolean strange = named.robot() instanceof Robot other && !other.owner().equals(owner());
        String what = picked ? "pickup" : early ? "early takeover" : "takeover";
        leg.progress(strange ? this::intruded : counting(what));
    }

    private void intruded(int status) {
        if (status >= 200) {
            world.count(status < 300 ? Simulation.INTRUSION : "intrusion refused");
        }
    }

    private final class Password implements Authorizer {
        @Override
        public Optional<Header> answer(Request request, Response challenge) {
            List<Challenge> challenges = new ArrayList<>();
            for (Header header : challenge.headers()) {
                if (header.name() == HeaderName.WWW_AUTHENTICATE
                        && Challenge.parse(header.value())
                                instanceof Challenge.Reading.Parsed(Challenge parsed)) {
                    challenges.add(parsed);
                }
            }
            return new ClientDigest()
                    .answer(
                            challenges,
                            new ClientDigest.Login(name(), Circumstances.password(name())),
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
        RobotLeg leg = leg();
        leg.attach(session);
        if (leg.direct()) {
            replaced(leg, invite);
            return;
        }
        int dice = random.nextInt(100);
        if (talking().size() > 2 || dice < 10) {
            session.reject(486, "Busy Here", List.of());
            return;
        }
        if (dice < 15) {
            return; // it neither rings nor answers
        }
        if (dice < 22) {
            world.count("redirection");
            session.reject(
                    302,
                    "Moved Temporarily",
                    List.of(Header.of(HeaderName.CONTACT, '<' + uri(somebody()) + '>')));
            return;
        }
        if (invite.hasSdp() && random.nextInt(3) == 0) {
            leg.playEarly(invite);
            world.count("early media");
        } else {
            session.progress(180, NOTHING, List.of());
        }
        if (dice < 27) {
            later(
                    upTo(20_000),
                    () -> {
                        if (!leg.over() && !session.over() && !session.confirmed()) {
                            session.reject(603, "Decline", List.of());
                        }
                    });
        } else {
            later(dice < 47 ? Duration.ZERO : upTo(12_000), () -> leg.pickUp(invite));
        }
    }

    /// Another phone calls without the server, to take the place of whom we talk with (RFC 3891
    /// §3): what a REFER led to that was passed on. A stranger may not, whoever named the call.
    private void replaced(RobotLeg leg, Request invite) {
        Optional<Session> named =
                invite.value(HeaderName.REPLACES).flatMap(Replaces::parse).flatMap(agent::named);
        Optional<RobotLeg> old =
                talking().stream().filter(l -> named.equals(Optional.of(l.session()))).findFirst();
        String caller = SipUri.parse(invite.from().uri().text()).orElseThrow().user();
        boolean strange =
                !Circumstances.owner(Integer.parseInt(caller.substring(1))).equals(owner());
        if (old.isEmpty() || strange) {
            leg.session().reject(481, "Call/Transaction Does Not Exist", List.of());
            return;
        }
        leg.pickUp(invite);
        old.get().hangUp();
        world.count("released");
    }

    @Override
    public void requested(ServerTransaction transaction) {
        transaction.respond(agent.responding(transaction).response(481));
    }
}
