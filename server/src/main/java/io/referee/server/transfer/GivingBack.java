package io.referee.server.transfer;

import io.referee.server.call.Leg;
import io.referee.sip.transport.Outside;

import java.time.Duration;

/// A party whose media were moved gets those of its old partner again. What comes of it concerns
/// nobody: the two stay bridged. *Engine thread only.*
final class GivingBack implements Join.Outcome {
    /// Longer than any transaction: a party that is dead shows it meanwhile.
    private static final Duration LIMIT = Duration.ofSeconds(40);

    private GivingBack() {}

    static void start(Outside outside, Leg party, Leg partner) {
        start(outside, LIMIT, party, partner);
    }

    /// The same with another limit for one re-INVITE.
    static void start(Outside outside, Duration limit, Leg party, Leg partner) {
        new Join(outside, limit, party, partner, new GivingBack()).start();
    }

    @Override
    public void joined() {}

    @Override
    public void refused() {}
}
