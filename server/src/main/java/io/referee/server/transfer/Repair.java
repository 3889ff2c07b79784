package io.referee.server.transfer;

import io.referee.server.call.Leg;
import io.referee.sip.sdp.SessionDescription;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/// Phones that were on hold go on saying so (`transfers.md` 0.8, direction repair): each is told
/// once that it may speak again. That it refuses does not undo the join. *Engine thread only.*
final class Repair {
    private final Offers offers;
    private final Leg stayer;
    private final Leg newcomer;
    private boolean looked;

    /// Who says less than both want, and will be told once that it may say more.
    private final Set<Leg> silent = new LinkedHashSet<>(2);

    private final Set<Leg> told = new LinkedHashSet<>(2);

    Repair(Offers offers, Leg stayer, Leg newcomer) {
        this.offers = offers;
        this.stayer = stayer;
        this.newcomer = newcomer;
    }

    /// This one is to be told, whatever it says now.
    void add(Leg leg) {
        if (!looked) {
            silent.add(leg);
        }
    }

    /// The stayer was told of the newcomer while the server held it, and perhaps asked for more
    /// since: it is told again when it may do less than both want.
    void toldBefore() {
        if (!SameMedia.allowed(stayer.ledger(), newcomer.ledger())) {
            add(stayer);
        }
    }

    /// Looks at both, once; later there is nothing to repair any more.
    ///
    /// @param repaired runs when both say what they want, or do not want to
    /// @param renewed runs instead when one that was told takes its media elsewhere now, or with
    ///   other keys, than its partner knows
    void look(Runnable repaired, Runnable renewed) {
        if (!looked) {
            looked = true;
            silent.addAll(SameMedia.silent(stayer, newcomer));
        }
        next(repaired, renewed);
    }

    private void next(Runnable repaired, Runnable renewed) {
        if (silent.isEmpty()) {
            (strange() ? renewed : repaired).run();
            return;
        }
        Leg leg = silent.iterator().next();
        Leg partner = leg == stayer ? newcomer : stayer;
        Optional<SessionDescription> known = partner.ledger().remote();
        if (known.isPresent() && offers.free(leg, () -> next(repaired, renewed))) {
            silent.remove(leg);
            byte[] offer = leg.ledger().offering(known.get(), partner.ledger().wantDirection());
            offers.reinvite(
                    leg,
                    offer,
                    response -> {
                        Attempt.take(leg, response);
                        told.add(leg);
                        next(repaired, renewed);
                    },
                    _ -> {
                        leg.ledger().refused();
                        next(repaired, renewed);
                    });
        }
    }

    /// Whether one that was told takes its media elsewhere now, or with other keys, than its
    /// partner knows.
    private boolean strange() {
        boolean strange =
                told.stream()
                        .anyMatch(
                                leg ->
                                        !SameMedia.placed(
                                                (leg == stayer ? newcomer : stayer).ledger(),
                                                leg.ledger()));
        told.clear();
        return strange;
    }
}
