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
import io.referee.server.registrar.StoredBinding;
import io.referee.server.virtual.NoBindings;
import io.referee.sip.message.Parsed;
import io.referee.sip.message.Parser;
import io.referee.sip.message.SipMessage;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Hosts;
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
import java.util.function.Predicate;

/// One random history: robots that call, hold, transfer, hang up and fall silent on a bad network,
/// all of it decided by a seed. When the noise is over, whoever still talks must be heard; when
/// everybody has hung up, the server must be empty. Nobody ever hears a stranger. One thread only.
final class Simulation {
    /// What is counted when somebody takes the place of a stranger.
    static final String INTRUSION = "intrusion";

    private static final int MOST_NOISE_SECONDS = 60;

    /// Longer than ringing, supervision and the search for silent peers.
    private static final Duration CALM = Duration.ofSeconds(400);

    private static final Duration DRAINING = Duration.ofMinutes(12);

    private static final Hop SERVER =
            new Hop(Transport.UDP, Hosts.address(Wire.SERVER.host(), Wire.SERVER.port()), 0);

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
    private final Map<String, Station> byHost = new HashMap<>();
    private final List<Robot> robots = new ArrayList<>();
    private final Jukebox jukebox;
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
        for (int i = 1; i <= chance.robots(); i++) {
            robots.add(new Robot(i, this, random));
        }
        this.jukebox = new Jukebox(this, random);
        stations().forEach(station -> byHost.put(station.hop().host(), station));
        register();
    }

    private List<Station> stations() {
        List<Station> all = new ArrayList<>(robots);
        all.add(jukebox);
        return all;
    }

    private void register() {
        core.registrar().restore(stations().stream().map(this::binding).toList());
    }

    private Core core() {
        byte[] secret = "not a secret in histories, 32 by".getBytes(StandardCharsets.US_ASCII);
        return new Core(
                new Core.Surroundings(
                        outside,
                        tally,
                        () -> directory,
                        new NoBindings(),
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
        register();
        Diary.Restarted left = tally.restart(kept.all());
        left.calls().forEach(call -> core.revive(call, left.records(), () -> directory));
    }

    private StoredBinding binding(Station station) {
        String at = station.hop().host() + ':' + Phone.PORT;
        return new StoredBinding(
                station.name() + '@' + Names.DOMAIN,
                "sip:" + station.name() + '@' + at,
                at,
                Transport.UDP.text(),
                station.hop().toString(),
                "register-" + station.name(),
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
        Station station = station(to.host()).orElseThrow();
        SipMessage copy = printed(message);
        network.datagram(
                new Route("server", station.name(), label(copy)),
                () -> station.received(copy, SERVER));
    }

    /// To the server, or to another phone.
    void fromStation(Station station, SipMessage message, Hop to) {
        if (station.crashed()) {
            return;
        }
        SipMessage copy = printed(message);
        Optional<Station> other = station(to.host());
        if (other.isPresent()) {
            network.datagram(
                    new Route(station.name(), other.get().name(), label(copy)),
                    () -> other.get().received(copy, station.hop()));
            return;
        }
        network.datagram(
                new Route(station.name(), "server", label(copy)),
                () -> {
                    watch.received(copy);
                    core.received(copy, station.hop());
                });
    }

    /// Who is at this address; empty when it is the server, or nobody.
    Optional<Station> station(String host) {
        return Optional.ofNullable(byHost.get(host));
    }

    /// An account of this owner.
    String someAccount(String owner) {
        return chance.someAccount(owner);
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
            heard = new Hearing(robots, jukebox.legs(), core.switchboard().calls()).check();
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
        check(!tally.kinds().containsKey(INTRUSION), "a stranger's place was taken");
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
}
