package io.referee.server.transfer;

import io.referee.server.call.Leg;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Which parties of a join may have been given other media than those that they had, so that going
/// back needs a re-INVITE. What one join leaves behind, because it ended before, is the next one's
/// to bring back. *Engine thread only.*
final class Moved {
    private final Set<Leg> legs = new HashSet<>(2);

    /// What an earlier join left behind.
    private final Set<Leg> before = new HashSet<>(2);

    private boolean over;

    /// A join of these begins.
    void begin(Leg stayer, Leg newcomer) {
        for (Leg leg : List.of(stayer, newcomer)) {
            if (leg.ledger().astray()) {
                legs.add(leg);
                before.add(leg);
            }
        }
    }

    /// They have each other's media.
    void joined(Leg stayer, Leg newcomer) {
        over = true;
        stayer.ledger().settledDown();
        newcomer.ledger().settledDown();
    }

    /// The join has ended otherwise, unless it was over before.
    void left() {
        if (!over) {
            over = true;
            legs.forEach(leg -> leg.ledger().strayed());
        }
    }

    boolean has(Leg leg) {
        return legs.contains(leg);
    }

    Set<Leg> legs() {
        return legs;
    }

    /// True when it was not moved before.
    boolean add(Leg leg) {
        return legs.add(leg);
    }

    /// This join has not moved it.
    void remove(Leg leg) {
        if (!before.contains(leg)) {
            legs.remove(leg);
        }
    }

    /// It refused what it was sent.
    ///
    /// @param first whether it was not moved before
    void takeBack(Leg leg, boolean first) {
        if (first) {
            legs.remove(leg);
        }
    }

    /// Who answers has to be given media, be it the answer to an offer that it was asked for.
    Attempt.Answered byAnswer(Leg leg, Attempt.Answered then) {
        return response -> {
            legs.add(leg);
            then.by(response);
        };
    }
}
