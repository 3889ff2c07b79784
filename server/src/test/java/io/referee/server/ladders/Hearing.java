package io.referee.server.ladders;

import io.referee.server.call.Call;
import io.referee.server.call.Leg;
import io.referee.sip.sdp.Direction;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Who hears whom in a random history when the noise is over: whoever talks is connected with
/// somebody who hears it, and is on hold, with music or without, only when somebody holds it. One
/// thread only.
final class Hearing {
    private final Collection<Robot> robots;
    private final Map<String, RobotLeg> byMedia = new HashMap<>();
    private final Map<String, RobotLeg> byCallId = new HashMap<>();

    /// By Call-ID: who is held by the server, and who is bridged with whom.
    private final Map<String, Boolean> held = new HashMap<>();

    private final Map<String, String> partners = new HashMap<>();

    Hearing(Collection<Robot> robots, List<RobotLeg> music, Collection<Call> calls) {
        this.robots = robots;
        music.forEach(leg -> byMedia.put(leg.media(), leg));
        for (Robot robot : robots) {
            for (RobotLeg leg : robot.legs()) {
                byMedia.put(leg.media(), leg);
                byCallId.put(leg.session().callId(), leg);
            }
        }
        calls.forEach(this::note);
    }

    private void note(Call call) {
        for (Leg leg : call.parties()) {
            held.put(leg.session().callId(), leg.ledger().heldByUs());
            call.bridge()
                    .filter(bridge -> bridge.has(leg))
                    .ifPresent(
                            bridge ->
                                    partners.put(
                                            leg.session().callId(),
                                            bridge.other(leg).session().callId()));
        }
    }

    /// How many talk.
    ///
    /// @throws AssertionError when one of them is not heard as it should be
    int check() {
        int talking = 0;
        for (Robot robot : robots) {
            for (RobotLeg leg : robot.legs()) {
                if (leg.talking() && !robot.crashed()) {
                    check(leg);
                    talking++;
                }
            }
        }
        return talking;
    }

    private void check(RobotLeg leg) {
        Media hears = media(leg);
        RobotLeg peer = byMedia.get(address(hears));
        if (peer == null) {
            throw new AssertionError(leg + " hears nobody");
        }
        if (leg.direct() && silent(peer)) {
            return; // without us nobody finds out
        }
        if (peer.robot() instanceof Jukebox) {
            music(leg, hears, peer);
            return;
        }
        check(peer.talking() && !silent(peer), leg + " is connected to " + peer + ", who has gone");
        Media back = media(peer);
        RobotLeg heard = byMedia.get(address(back));
        if (heard != null && heard.robot() instanceof Jukebox) {
            check(
                    partner(leg).equals(Optional.of(peer)),
                    leg + " hears " + peer + " of another call");
            return; // which of the two holds is looked at from the other side
        }
        check(
                address(back).equals(leg.media()),
                leg + " hears " + peer + ", who hears somebody else");
        directions(leg, hears, peer);
    }

    /// The partner holds it, or the server does. A source that hung up has left silence behind.
    private void music(RobotLeg leg, Media hears, RobotLeg source) {
        boolean wanted = held(leg) || partner(leg).filter(RobotLeg::holding).isPresent();
        check(wanted, leg + " hears music, and nobody holds it");
        if (hears.direction() != Direction.INACTIVE) {
            check(source.talking(), leg + " hears " + source + ", which has gone");
            check(
                    address(media(source)).equals(leg.media()),
                    leg + " hears " + source + ", which plays for somebody else");
        }
    }

    private void directions(RobotLeg leg, Media hears, RobotLeg peer) {
        Direction says = leg.local().map(Media::of).map(Media::direction).orElseThrow();
        if (held(leg)) {
            boolean listened = says.sends() && hears.direction().receives();
            check(!listened, leg + " is listened to although the server holds it");
        } else if (!leg.holding() && !peer.holding() && !held(peer)) {
            check(
                    says == Direction.SENDRECV && hears.direction() == Direction.SENDRECV,
                    leg + " and " + peer + " are on hold, and nobody holds them");
        }
    }

    private boolean held(RobotLeg leg) {
        return held.getOrDefault(leg.session().callId(), false);
    }

    private Optional<RobotLeg> partner(RobotLeg leg) {
        return Optional.ofNullable(partners.get(leg.session().callId())).map(byCallId::get);
    }

    private static Media media(RobotLeg leg) {
        return leg.remote()
                .map(Media::of)
                .orElseThrow(() -> new AssertionError(leg + " has no media"));
    }

    private static String address(Media media) {
        return media.address() + ':' + media.port();
    }

    private static boolean silent(RobotLeg leg) {
        return leg.robot() instanceof Robot robot && robot.crashed();
    }

    private static void check(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }
}
