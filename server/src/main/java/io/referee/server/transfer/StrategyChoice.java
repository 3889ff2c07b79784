package io.referee.server.transfer;

import io.referee.server.call.Leg;
import io.referee.server.call.Legs;
import io.referee.server.transfer.TransferSettings.MediaRules;
import io.referee.server.transfer.TransferSettings.Strategy;
import io.referee.sip.sdp.SessionDescription;

import java.util.Optional;

/// In what order the two that shall talk are asked for their media (`transfers.md` 0.8): what the
/// owner says of who stays goes before the configuration, and that before what their media suggest.
/// *Engine thread only.*
final class StrategyChoice {
    private StrategyChoice() {}

    /// Whether this one is to be offered what is known of the other, and not asked for an offer: a
    /// re-INVITE without one breaks the keys of some gateways (H56).
    static boolean keeps(Leg leg, Legs legs) {
        return own(leg, legs).filter(Strategy.KNOWN::equals).isPresent();
    }

    private static Optional<Strategy> own(Leg leg, Legs legs) {
        return Strategy.of(legs.endpoints().of(leg).strategy());
    }

    /// What suits a target that is yet to be called. Keys and candidates are good for one peer
    /// only, so a transferee that has some is asked for fresh ones. Of a target that answers at
    /// once nothing is lost while the transferee waits. One is asked for an offer only when it is
    /// known to make one: gateways refuse that. Whoever asks for music wants the transferee to hear
    /// it first.
    static Strategy of(Order order, MediaRules rules) {
        Legs legs = order.call().legs();
        Leg transferee = order.transferee();
        if (order.manner().music().isPresent()) {
            return Strategy.PARK_FIRST;
        }
        Strategy set = own(transferee, legs).orElse(rules.strategy());
        Optional<Strategy> targets =
                Strategy.of(legs.endpoints().at(order.target()).strategy())
                        .filter(word -> word != Strategy.AUTO);
        if (set == Strategy.LATE_Y && targets.filter(Strategy.KNOWN::equals).isPresent()) {
            return Strategy.KNOWN;
        }
        if (set != Strategy.AUTO) {
            return set;
        }
        boolean secure =
                transferee.ledger().remote().filter(SessionDescription::isSecure).isPresent();
        if (secure || order.call().music().listens(transferee)) {
            return Strategy.FRESH_FIX;
        }
        return suiting(targets.orElseGet(() -> listed(order, rules)), rules);
    }

    /// What the configuration says of targets by what they begin with.
    private static Strategy listed(Order order, MediaRules rules) {
        if (Targets.begins(order.target(), rules.automatons())) {
            return Strategy.LATE_X;
        }
        return Targets.begins(order.target(), rules.lateOffers())
                ? Strategy.LATE_Y
                : Strategy.KNOWN;
    }

    /// Early media need an early offer.
    private static Strategy suiting(Strategy targets, MediaRules rules) {
        boolean late = targets == Strategy.LATE_Y && !rules.earlyMedia();
        return late || targets == Strategy.LATE_X ? targets : Strategy.KNOWN;
    }
}
