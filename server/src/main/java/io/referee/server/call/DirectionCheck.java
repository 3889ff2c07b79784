package io.referee.server.call;

import io.referee.sip.sdp.Direction;
import io.referee.sip.sdp.SessionDescription;
import io.referee.sip.transport.Outside;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Looks, after media were moved, whether each of two bridged parties was last told all that both
/// want. What one asked for may have crossed what the server did, and a hold that was given up may
/// have been answered all the same: somebody would stay silent whom nobody holds (`transfers.md`
/// 0.8). Such a party gets one more offer. Where nothing is amiss, nothing is sent. *Engine thread
/// only.*
final class DirectionCheck {
    /// After what may cross; after a retry or two; after any transaction.
    private static final List<Duration> WAITS =
            List.of(Duration.ofMillis(500), Duration.ofSeconds(8), Duration.ofSeconds(32));

    /// How phones say that an offer may be taken later.
    private static final Set<Integer> LATER = Set.of(491, 500);

    private final Bridge bridge;
    private final Call call;
    private final Outside outside;
    private final Set<Leg> unwilling = new HashSet<>(2);
    private int looks;
    private Outside.@Nullable Alarm alarm;

    DirectionCheck(Bridge bridge, Call call) {
        this.bridge = bridge;
        this.call = call;
        this.outside = call.legs().outside();
    }

    /// Looks again and again for a while; a check that is under way begins anew.
    ///
    /// @param pause that somebody else makes before the next offer, which is not disturbed
    void begin(Duration pause) {
        stop();
        looks = 0;
        unwilling.clear();
        next(pause);
    }

    void stop() {
        if (alarm != null) {
            alarm.cancel();
            alarm = null;
        }
    }

    private void next(Duration pause) {
        if (looks < WAITS.size()) {
            alarm = outside.schedule(WAITS.get(looks++).plus(pause), this::look);
        }
    }

    private void look() {
        alarm = null;
        Leg first = bridge.first();
        Leg second = bridge.second();
        if (idle(first) && idle(second) && !call.guarded()) {
            tell(first);
            tell(second);
        }
        next(Duration.ZERO);
    }

    private boolean idle(Leg leg) {
        return leg.confirmed() && !leg.session().offerPending() && !call.music().listens(leg);
    }

    private void tell(Leg leg) {
        SdpLedger other = bridge.other(leg).ledger();
        Direction wanted = other.wantedWith(leg.ledger()).intersect(freely(other));
        boolean less =
                leg.ledger()
                        .local()
                        .map(SessionDescription::direction)
                        .filter(told -> told.intersect(wanted) != wantedOf(leg, wanted))
                        .isPresent();
        if (less && !unwilling.contains(leg)) {
            other.remote()
                    .map(known -> leg.ledger().offering(known, wanted))
                    .ifPresent(offer -> Retelling.tell(leg, offer, status -> refused(leg, status)));
        }
    }

    private void refused(Leg leg, int status) {
        if (!LATER.contains(status)) {
            unwilling.add(leg);
        }
    }

    /// What the server itself allows of it.
    private static Direction wantedOf(Leg leg, Direction wanted) {
        return wanted.intersect(leg.ledger().restraint().most());
    }

    /// What a peer said last as far as it was not bound to say so: an answer says no more than the
    /// offer lets it.
    private static Direction freely(SdpLedger ledger) {
        Direction allowed = direction(ledger.local()).mirrored();
        Direction said = direction(ledger.remote());
        return said == allowed ? Direction.SENDRECV : said;
    }

    private static Direction direction(Optional<SessionDescription> body) {
        return body.map(SessionDescription::direction).orElse(Direction.SENDRECV);
    }
}
