package io.referee.server.ladders;

import io.referee.ladder.History;
import io.referee.ladder.Medium;
import io.referee.ladder.Network;
import io.referee.ladder.Route;
import io.referee.ladder.VirtualTime;
import io.referee.server.account.CreditStore;
import io.referee.server.account.DirectorySnapshot;
import io.referee.server.app.Core;
import io.referee.server.call.Call;
import io.referee.server.registrar.BindingStore;
import io.referee.server.registrar.StoredBinding;
import io.referee.sip.message.Parsed;
import io.referee.sip.message.Parser;
import io.referee.sip.message.SipMessage;
import io.referee.sip.sdp.Direction;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Transport;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// One random history: robots that call, hold, transfer, hang up and fall silent on a bad network,
/// all of it decided by a seed. When the noise is over, whoever still talks must be heard; when
/// everybody has hung up, the server must be empty. One thread only.
final class Simulation {
    static final int ROBOTS = 5;
    private static final int MOST_NOISE_SECONDS = 60;

    /// Longer than ringing, supervision and the search for silent peers.
    private static final Duration CALM = Duration.ofSeconds(400);

    private static final Duration DRAINING = Duration.ofMinutes(12);

    private final VirtualTime time = new VirtualTime();
    private final History history = new History(time);
    private final Network network;
    private final Random random;
    private final Watch watch = new Watch();
    private final Tally tally = new Tally();
    private final VirtualWorld outside;
    private final KeptCalls kept = new KeptCalls();
    private final Circumstances chance;
    private final DirectorySnapshot directory;
    private final Core.Settings settings;
    private Core core;
    private Operator operator;
    private int kills;
    private boolean restarted;
    private final Map<String, Robot> byHost = new HashMap<>();
    private final List<Robot> robots = new ArrayList<>();
    private int heard;

    /// On a network that the seed chooses.
    Simulation(long seed) {
        this(seed, Optional.empty());
    }

    /// On this network.
    Simulation(long seed, Medium medium) {
        this(seed, Optional.of(medium));
    }

    private Simulation(long seed, Optional<Medium> medium) {
        this.random = new Random(seed);
        this.chance = new Circumstances(random);
        this.network = new Network(time, medium.orElseGet(chance::medium), history);
        this.outside = new VirtualWorld(time, Wire.SERVER, this::fromServer, random.nextLong());
        this.directory = chance.directory();
        this.settings = Core.Settings.standard("Referee/test").transfer(chance.settings());
        this.core = core();
        this.operator = new Operator(core, this, chance, random);
        tally.asks(operator::asked);
        for (int i = 1; i <= ROBOTS; i++) {
            Robot robot = new Robot(i, this, random);
            robots.add(robot);
            byHost.put(robot.host(), robot);
        }
        core.registrar().restore(robots.stream().map(this::binding).toList());
    }

    private Core core() {
        byte[] secret = "not a secret in histories, 32 by".getBytes(StandardCharsets.US_ASCII);
        return new Core(
                new Core.Surroundings(
                        outside,
                        tally,
                        () -> directory,
                        new Forgetful(),
                        secret,
                        CreditStore.forgetful(),
                        kept),
                settings);
    }

    /// The server dies this often, at moments that chance chooses.
    Simulation killed(int times) {
        kills = times;
        return this;
    }

    private void kill() {
        note("the server dies and comes back");
        outside.kill();
        core = core();
        operator = new Operator(core, this, chance, random);
        tally.asks(operator::asked);
        core.registrar().restore(robots.stream().map(this::binding).toList());
        Diary.Restarted left = tally.restart(kept.all());
        left.calls().forEach(call -> core.revive(call, left.records(), () -> directory));
    }

    private StoredBinding binding(Robot robot) {
        return new StoredBinding(
                robot.name() + '@' + Names.DOMAIN,
                "sip:" + robot.name() + '@' + robot.host() + ':' + Phone.PORT,
                robot.host() + ':' + Phone.PORT,
                Transport.UDP.text(),
                robot.hop().toString(),
                "register-" + robot.name(),
                1,
                1,
                "",
                0,
                "",
                0,
                outside.now().plus(Duration.ofDays(1)));
    }

    /// How often what happened.
    Map<String, Integer> kinds() {
        return tally.kinds();
    }

    /// How many parties talked when the noise was over.
    int heard() {
        return heard;
    }

    VirtualTime time() {
        return time;
    }

    void note(String text) {
        history.note(text);
    }

    History history() {
        return history;
    }

    // ---- the network

    /// A server that was killed has forgotten what it owed, and says so.
    private void fromServer(SipMessage message, Hop to) {
        if (!restarted) {
            watch.sent(message);
        }
        Robot robot = Optional.ofNullable(byHost.get(to.host())).orElseThrow();
        SipMessage copy = printed(message);
        network.datagram(
                new Route("server", robot.name(), label(copy)), () -> robot.received(copy));
    }

    void fromRobot(Robot robot, SipMessage message) {
        if (robot.crashed()) {
            return;
        }
        SipMessage copy = printed(message);
        network.datagram(
                new Route(robot.name(), "server", label(copy)),
                () -> {
                    watch.received(copy);
                    core.received(copy, robot.hop());
                });
    }

    /// Which message of which dialog.
    private static String label(SipMessage message) {
        return message.callId().substring(0, 3)
                + ' '
                + message.cseq().number()
                + ' '
                + Heard.text(message);
    }

    private static SipMessage printed(SipMessage message) {
        Parsed parsed = Parser.datagram(message.encoded());
        if (parsed instanceof SipMessage copy) {
            return copy;
        }
        throw new AssertionError("cannot be read back: " + parsed + "\n" + message);
    }

    // ---- what robots may ask for

    /// Something that HTTP asks for.
    void askServer() {
        operator.act();
    }

    /// A leg of any robot that has not crashed, if there is one of that kind.
    Optional<RobotLeg> someLeg(Predicate<RobotLeg> kind) {
        List<RobotLeg> all =
                robots.stream()
                        .filter(robot -> !robot.crashed())
                        .flatMap(robot -> robot.legs().stream())
                        .filter(kind)
                        .toList();
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(random.nextInt(all.size())));
    }

    void later(Duration in, Runnable action) {
        time.after(in, action);
    }

    /// The same, unless the server has died by then.
    void whileItLives(Duration in, Runnable action) {
        Core now = core;
        later(
                in,
                () -> {
                    if (core == now) {
                        action.run();
                    }
                });
    }

    void count(String what) {
        tally.count(what);
    }

    // ---- the run

    /// @throws AssertionError when something does not hold
    Collection<String> run() {
        makeNoise();
        if (restarted) {
            nobodyWaits();
        } else {
            everybodyIsHeard();
            everythingIsKnown();
        }
        leave();
        nothingIsLeft();
        return tally.outcomes();
    }

    /// Where so much is lost that calls cannot but break.
    ///
    /// @throws AssertionError when something does not end, or is left
    Collection<String> runOnADeadlyLine() {
        makeNoise();
        everythingIsKnown();
        leave();
        nothingIsLeft();
        return tally.outcomes();
    }

    private void makeNoise() {
        Instant end = time.instant().plusSeconds(5 + random.nextInt(MOST_NOISE_SECONDS));
        while (time.instant().isBefore(end)) {
            time.advance(Duration.ofMillis(random.nextInt(1_500)));
            robots.get(random.nextInt(robots.size())).act();
            if (kills > 0 && random.nextInt(20) == 0) {
                kills--;
                restarted = true;
                kill();
            }
        }
        time.advance(CALM);
    }

    private void leave() {
        for (Robot robot : robots) {
            robot.legs().forEach(RobotLeg::hangUp);
        }
        time.advance(DRAINING);
    }

    private void everybodyIsHeard() {
        Map<String, RobotLeg> byMedia = new HashMap<>();
        for (Robot robot : robots) {
            robot.legs().forEach(leg -> byMedia.put(leg.media(), leg));
        }
        Set<String> held = heldByServer();
        for (Robot robot : robots) {
            for (RobotLeg leg : robot.legs()) {
                if (leg.talking() && !robot.crashed()) {
                    heard(leg, byMedia, held);
                    heard++;
                }
            }
        }
    }

    private void everythingIsKnown() {
        nobodyWaits();
        check(tally.running().isEmpty(), "transfers without an outcome: " + tally.running());
    }

    private void nobodyWaits() {
        for (Call call : core.switchboard().calls()) {
            check(!call.guarded(), "a transfer of call " + call.id() + " never ends");
            check(call.bridge().isPresent(), "call " + call.id() + " connects nobody");
        }
    }

    /// Call-IDs of the legs that the server holds.
    private Set<String> heldByServer() {
        return core.switchboard().calls().stream()
                .flatMap(call -> call.parties().stream())
                .filter(leg -> leg.ledger().heldByUs())
                .map(leg -> leg.session().callId())
                .collect(Collectors.toSet());
    }

    private static void heard(RobotLeg leg, Map<String, RobotLeg> byMedia, Set<String> held) {
        Media hears =
                leg.remote()
                        .map(Media::of)
                        .orElseThrow(() -> new AssertionError(leg + " has no media"));
        RobotLeg peer = byMedia.get(hears.address() + ':' + hears.port());
        check(peer != null, leg + " hears nobody");
        if (peer == null) {
            return;
        }
        check(peer.talking() && !silent(peer), leg + " is connected to " + peer + ", who has gone");
        Media back =
                peer.remote()
                        .map(Media::of)
                        .orElseThrow(() -> new AssertionError(peer + " has no media"));
        check(
                (back.address() + ':' + back.port()).equals(leg.media()),
                leg + " hears " + peer + ", who hears somebody else");
        Direction says = leg.local().map(Media::of).map(Media::direction).orElseThrow();
        if (held.contains(leg.session().callId())) {
            boolean listened = says.sends() && hears.direction().receives();
            check(!listened, leg + " is listened to although the server holds it");
        } else if (!leg.holding() && !peer.holding() && !held.contains(peer.session().callId())) {
            check(
                    says == Direction.SENDRECV && hears.direction() == Direction.SENDRECV,
                    leg + " and " + peer + " are on hold, and nobody holds them");
        }
    }

    private static boolean silent(RobotLeg leg) {
        return leg.robot() instanceof Robot robot && robot.crashed();
    }

    private void nothingIsLeft() {
        check(
                core.switchboard().calls().isEmpty(),
                "left over: calls " + core.switchboard().calls().size());
        check(
                core.switchboard().agent().sessionCount() == 0,
                "left over: sessions " + core.switchboard().agent().sessionCount());
        check(
                core.switchboard().agent().size() == 0,
                "left over: transactions " + core.switchboard().agent().size());
        check(
                outside.pending() == core.registrar().size(),
                "left over: alarms " + (outside.pending() - core.registrar().size()));
        check(kept.size() == 0, "left over: kept calls " + kept.size());
        boolean crashed = restarted || robots.stream().anyMatch(Robot::crashed);
        if (!crashed) {
            watch.finish();
        }
        tally.finish();
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }

    /// Keeps nothing.
    private static final class Forgetful implements BindingStore {
        @Override
        public void upsert(StoredBinding binding) {}

        @Override
        public void remove(StoredBinding.Key key) {}

        @Override
        public List<StoredBinding> loadAll() {
            return List.of();
        }
    }
}
