package io.referee.server.transfer;

import io.referee.server.call.Bridge;
import io.referee.server.call.Leg;
import io.referee.server.transfer.TransferSettings.Times;
import io.referee.sip.transport.Outside;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/// A party whose media were moved gets those of its old partner again. What comes of it concerns
/// nobody: the two stay bridged. One that cannot take an offer at the moment is asked again,
/// because the two hear nothing until it does. An old partner that does not take what the party
/// says now is asked once for an offer of its own (`transfers.md` 0.8). *Engine thread only.*
final class GivingBack implements Join.Outcome {
    /// Longer than any transaction: a party that is dead shows it meanwhile.
    private static final Duration LIMIT = Duration.ofSeconds(40);

    /// A party that missed our ACK refuses every offer until it gets it, which is when it has sent
    /// its 2xx again: four seconds at most (RFC 3261 §13.3.1.4, §14.2).
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private static final int MAX_TRIES = 4;

    /// How phones say that they do not take an offer.
    private static final Set<Integer> NO_SUCH_MEDIA = Set.of(415, 488, 606);

    private final Outside outside;
    private final Times times;
    private final Leg party;
    private final Leg partner;
    private int tries;
    private boolean turned;
    private Join join;

    private GivingBack(Outside outside, Duration limit, Leg party, Leg partner) {
        this.outside = outside;
        this.times = Times.STANDARD.reinvite(limit);
        this.party = party;
        this.partner = partner;
        this.join = join();
    }

    private Join join() {
        return new Join(outside, times, party, partner, this);
    }

    static void start(Outside outside, Leg party, Leg partner) {
        start(outside, LIMIT, party, partner);
    }

    /// The same with another limit for one re-INVITE.
    static void start(Outside outside, Duration limit, Leg party, Leg partner) {
        new GivingBack(outside, limit, party, partner).give();
    }

    private void give() {
        tries++;
        join.start();
    }

    /// Who held meanwhile goes on holding its old partner, who is to know.
    @Override
    public void joined() {
        bridge().ifPresent(bridge -> bridge.givenBack(party));
    }

    @Override
    public void refused() {
        boolean later = join.status() == 500 || join.status() == 491;
        if (later && tries < MAX_TRIES && party.confirmed()) {
            bridge().ifPresent(bridge -> bridge.checkDirections(PAUSE));
            Outside.Alarm pause = outside.schedule(PAUSE, this::again);
            party.steeredBy(pause::cancel);
        } else if (partnerRefused() && together()) {
            turned = true;
            join = new Join(outside, times, partner, party, this);
            join.startFresh();
        } else {
            party.ledger().settledDown(); // nobody tries any more
            partner.ledger().settledDown();
        }
    }

    private boolean partnerRefused() {
        return !turned && NO_SUCH_MEDIA.contains(join.status()) && join.refusedBy(partner);
    }

    private void again() {
        if (together()) {
            join = join();
            give();
        }
    }

    private boolean together() {
        return bridge().isPresent() && party.confirmed() && partner.confirmed();
    }

    private Optional<Bridge> bridge() {
        return party.user() instanceof Bridge bridge && bridge.has(partner)
                ? Optional.of(bridge)
                : Optional.empty();
    }
}
