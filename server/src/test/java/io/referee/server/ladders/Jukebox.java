package io.referee.server.ladders;

import io.referee.sip.message.Request;
import io.referee.sip.message.SipMessage;
import io.referee.sip.session.Session;
import io.referee.sip.session.SessionSettings;
import io.referee.sip.session.UserAgent;
import io.referee.sip.transaction.ServerTransaction;
import io.referee.sip.transaction.Timing;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Outside;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// The source of hold music of a random history: it answers as a rule, now and then late, not at
/// all, or not for long. It never falls silent. One thread only.
final class Jukebox implements Station, UserAgent.Handler, RobotLeg.Owner {
    static final String USER = "moh";

    /// The last octet of its addresses.
    static final int NUMBER = 99;

    private static final byte[] NOTHING = new byte[0];

    /// Longer than the server waits for it.
    private static final int LATE_MILLIS = 6_000;

    private static final int LONGEST_MILLIS = 40_000;

    private final Simulation world;
    private final Random random;
    private final VirtualWorld outside;
    private final UserAgent agent;
    private final List<RobotLeg> legs = new ArrayList<>();

    Jukebox(Simulation world, Random random) {
        this.world = world;
        this.random = random;
        this.outside =
                new VirtualWorld(
                        world.time(),
                        new Outside.Local(Robot.host(NUMBER), Phone.PORT),
                        (message, hop) -> world.fromStation(this, message, hop),
                        random.nextLong());
        this.agent =
                new UserAgent(
                        outside,
                        new SessionSettings(
                                "Jukebox/1",
                                "INVITE, ACK, CANCEL, BYE, OPTIONS",
                                "",
                                Timing.STANDARD),
                        this);
    }

    @Override
    public String name() {
        return USER;
    }

    @Override
    public Hop hop() {
        return Robot.hop(NUMBER);
    }

    @Override
    public boolean crashed() {
        return false;
    }

    @Override
    public void received(SipMessage message, Hop from) {
        agent.received(message, from);
    }

    List<RobotLeg> legs() {
        return legs;
    }

    // ---- how it behaves

    @Override
    public String mediaHost() {
        return Robot.mediaHost(NUMBER);
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
    public void referred(RobotLeg leg, int status) {}

    @Override
    public void notified(RobotLeg leg, Request notify) {}

    @Override
    public void invited(Session session, Request invite) {
        RobotLeg leg = new RobotLeg(this, legs.size()).sending();
        legs.add(leg);
        leg.attach(session);
        int dice = random.nextInt(20);
        if (dice == 0) {
            session.reject(486, "Busy Here", List.of());
            return;
        }
        session.progress(180, NOTHING, List.of());
        if (dice == 1) {
            return; // it never answers
        }
        int late = dice < 4 ? random.nextInt(LATE_MILLIS) : 0;
        later(Duration.ofMillis(late), () -> play(leg, invite));
    }

    private void play(RobotLeg leg, Request invite) {
        leg.pickUp(invite);
        world.count("hold music");
        if (random.nextInt(6) == 0) {
            later(Duration.ofMillis(random.nextInt(LONGEST_MILLIS)), leg::hangUp);
        }
    }

    @Override
    public void requested(ServerTransaction transaction) {
        transaction.respond(agent.responding(transaction).response(481));
    }
}
