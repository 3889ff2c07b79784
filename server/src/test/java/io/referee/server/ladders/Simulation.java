package io.referee.server.ladders;

import io.referee.ladder.DatagramFate;
import io.referee.ladder.History;
import io.referee.ladder.Medium;
import io.referee.ladder.Network;
import io.referee.ladder.Route;
import io.referee.ladder.VirtualTime;
import io.referee.server.account.Account;
import io.referee.server.account.DirectorySnapshot;
import io.referee.server.account.Owner;
import io.referee.server.account.TransferMode;
import io.referee.server.app.Core;
import io.referee.server.call.Call;
import io.referee.server.call.Leg;
import io.referee.server.event.EventSink;
import io.referee.server.event.Fact;
import io.referee.server.event.TransferFact;
import io.referee.server.registrar.BindingStore;
import io.referee.server.registrar.StoredBinding;
import io.referee.server.transfer.OnFail;
import io.referee.server.transfer.TransferSettings;
import io.referee.server.transfer.TransferSettings.CallerId;
import io.referee.server.transfer.TransferSettings.RecoveryRules;
import io.referee.server.transfer.Transfers;
import io.referee.sip.digest.Digest;
import io.referee.sip.digest.Ha1;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

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
    private final Core core;
    private final Map<String, Robot> byHost = new HashMap<>();
    private final List<Robot> robots = new ArrayList<>();
    private int heard;

    /// What became of the transfers of a history.
    static final class Tally implements EventSink {
        private final Diary diary = new Diary(_ -> {}, _ -> {});
        private final Map<String, String> outcomes = new LinkedHashMap<>();

        @Override
        public void publish(
                Instant at, String owner, String call, String chain, String leg, Fact fact) {
            diary.publish(at, owner, call, chain, leg, fact);
            if (fact instanceof TransferFact told) {
                String outcome =
                        switch (told) {
                            case TransferFact.Requested _ -> "running";
                            case TransferFact.Blocked _ -> "blocked";
                            case TransferFact.Completed _ -> "completed";
                            case TransferFact.Failed _ -> "failed";
                            case TransferFact.Aborted _ -> "aborted";
                            default -> "";
                        };
                if (!outcome.isEmpty()) {
                    outcomes.put(told.transfer(), outcome);
                }
            }
        }

        Collection<String> outcomes() {
            return outcomes.values();
        }
    }

    Simulation(long seed) {
        this.random = new Random(seed);
        this.network = new Network(time, medium(random), history);
        this.outside = new VirtualWorld(time, Wire.SERVER, this::fromServer, random.nextLong());
        this.core = core();
        for (int i = 1; i <= ROBOTS; i++) {
            Robot robot = new Robot(i, this, random);
            robots.add(robot);
            byHost.put(robot.host(), robot);
        }
        core.registrar().restore(robots.stream().map(this::binding).toList());
    }

    /// Perfect, or with loss, doubles and detours.
    private static Medium medium(Random random) {
        int loss = random.nextInt(3) == 0 ? 0 : random.nextInt(11);
        int doubles = random.nextInt(3) == 0 ? 0 : random.nextInt(11);
        int detour = random.nextInt(3) == 0 ? 1 : 1 + random.nextInt(200);
        long seed = random.nextLong();
        return index -> {
            Random fate = new Random(seed * 31 + index);
            fate.nextInt();
            Duration after = Duration.ofMillis(1 + fate.nextInt(detour));
            int dice = fate.nextInt(100);
            return dice < loss
                    ? new DatagramFate.Drop()
                    : dice < loss + doubles
                            ? new DatagramFate.DeliverTwice(
                                    after, after.plusMillis(1 + fate.nextInt(detour)))
                            : new DatagramFate.Deliver(after);
        };
    }

    static String password(String account) {
        return account + "'s secret";
    }

    private Core core() {
        DirectorySnapshot.Draft draft = DirectorySnapshot.empty(List.of(Names.DOMAIN)).draft();
        draft.put(new Owner("aaron", "", List.of()));
        for (int i = 1; i <= ROBOTS; i++) {
            String name = "p" + i;
            Ha1 ha1 = new Digest().ha1(name, Names.DOMAIN, password(name));
            TransferMode mode = i == ROBOTS ? TransferMode.DENY : TransferMode.CONSUME;
            draft.put(
                    new Account("aaron", name, Names.DOMAIN, ha1, "", "", mode, Optional.empty()));
        }
        DirectorySnapshot directory = draft.snapshot();
        byte[] secret = "not a secret in histories, 32 by".getBytes(StandardCharsets.US_ASCII);
        return new Core(
                new Core.Surroundings(outside, tally, () -> directory, new Forgetful(), secret),
                Core.Settings.standard("Referee/test")
                        .transfer(TransferSettings.STANDARD.recovery(recovery(policy()))));
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

    private void fromServer(SipMessage message, Hop to) {
        watch.sent(message);
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

    // ---- what becomes of transfers that fail

    private OnFail policy() {
        String chosen =
                List.of("restore", "hangup", "recall", "to:p1", "recall,to:p2,recall", "restore")
                        .get(random.nextInt(6));
        return OnFail.parse(chosen).orElseThrow();
    }

    private static RecoveryRules recovery(OnFail policy) {
        return new RecoveryRules(policy, true, true, false, CallerId.TRANSFEREE);
    }

    // ---- the doors of the server

    /// Something that HTTP asks for: a transfer, an abort or an end.
    void askServer() {
        List<Call> calls = List.copyOf(core.switchboard().calls());
        if (calls.isEmpty()) {
            return;
        }
        Call call = calls.get(random.nextInt(calls.size()));
        if (random.nextInt(4) == 0) {
            note("the API hangs up");
            call.hangUp(480, "Hung up by request");
            return;
        }
        List<Leg> parties = call.parties();
        if (parties.isEmpty()) {
            return;
        }
        String leg = parties.get(random.nextInt(parties.size())).id();
        String to = "p" + (1 + random.nextInt(ROBOTS));
        note("the API transfers to " + to);
        var answer =
                core.transfers()
                        .begin(
                                call,
                                new Transfers.Wanted(
                                        "api",
                                        leg,
                                        to,
                                        Optional.of(Duration.ofSeconds(20)),
                                        policy(),
                                        List.of()));
        if (answer instanceof io.referee.server.transfer.Answer.Started(var view)
                && random.nextInt(4) == 0) {
            outside.schedule(
                    Duration.ofMillis(random.nextInt(8_000)),
                    () -> core.transfers().abort(view.id()));
        }
    }

    // ---- the run

    /// @throws AssertionError when something does not hold
    Collection<String> run() {
        Instant end = time.instant().plusSeconds(5 + random.nextInt(MOST_NOISE_SECONDS));
        while (time.instant().isBefore(end)) {
            time.advance(Duration.ofMillis(random.nextInt(1_500)));
            robots.get(random.nextInt(robots.size())).act();
        }
        time.advance(CALM);
        everybodyIsHeard();
        for (Robot robot : robots) {
            robot.legs().forEach(RobotLeg::hangUp);
        }
        time.advance(DRAINING);
        nothingIsLeft();
        return tally.outcomes();
    }

    private void everybodyIsHeard() {
        Map<String, RobotLeg> byMedia = new HashMap<>();
        for (Robot robot : robots) {
            robot.legs().forEach(leg -> byMedia.put(leg.media(), leg));
        }
        for (Robot robot : robots) {
            for (RobotLeg leg : robot.legs()) {
                if (leg.talking() && !robot.crashed()) {
                    heard(leg, byMedia);
                    heard++;
                }
            }
        }
        for (Call call : core.switchboard().calls()) {
            check(!call.guarded(), "a transfer of call " + call.id() + " never ends");
            check(call.bridge().isPresent(), "call " + call.id() + " connects nobody");
        }
        check(!tally.outcomes().contains("running"), "a transfer has no outcome");
    }

    private static void heard(RobotLeg leg, Map<String, RobotLeg> byMedia) {
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
        if (!leg.holding() && !peer.holding()) {
            Direction says = leg.local().map(Media::of).map(Media::direction).orElseThrow();
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
        boolean crashed = robots.stream().anyMatch(Robot::crashed);
        if (!crashed) {
            watch.finish();
        }
        tally.diary.finish();
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
