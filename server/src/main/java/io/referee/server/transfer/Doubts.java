package io.referee.server.transfer;

import io.referee.server.call.Leg;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Outside;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/// REFERs on legs from where these do not live, which were challenged: a phone that has moved
/// proves its password, whoever has stolen the ids does not, and the audit is told. *Engine thread
/// only.*
final class Doubts {
    /// How long the proof may take.
    static final Duration PROVES_WITHIN = Duration.ofSeconds(32);

    private final Outside outside;
    private final Map<Leg, Outside.Alarm> doubted = new HashMap<>();

    Doubts(Outside outside) {
        this.outside = outside;
    }

    void challenged(Leg leg, Hop from) {
        if (!neighbours(leg.session().hop(), from)) {
            doubted.computeIfAbsent(
                    leg, _ -> outside.schedule(PROVES_WITHIN, () -> unproven(leg, from)));
        }
    }

    private void unproven(Leg leg, Hop from) {
        doubted.remove(leg);
        Abuse.of(leg, from, "REFER within a call from elsewhere: 401");
    }

    /// The password of the leg's account came from elsewhere.
    void proven(Leg leg) {
        Outside.Alarm alarm = doubted.remove(leg);
        if (alarm != null) {
            alarm.cancel();
        }
    }

    /// Another port of the same address is a phone behind a NAT that forgot the former.
    private static boolean neighbours(Hop lives, Hop from) {
        return Objects.equals(lives.address().getAddress(), from.address().getAddress());
    }
}
