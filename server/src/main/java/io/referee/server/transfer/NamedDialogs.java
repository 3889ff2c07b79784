package io.referee.server.transfer;

import io.referee.server.call.Bridge;
import io.referee.server.call.Call;
import io.referee.server.call.Leg;
import io.referee.server.call.Switchboard;
import io.referee.sip.header.Replaces;
import io.referee.sip.session.ReplacesMatch;
import io.referee.sip.session.Session;

import java.util.Optional;

/// Finds the leg whose dialog a Replaces names. *Engine thread only.*
final class NamedDialogs {
    private final Switchboard switchboard;

    NamedDialogs(Switchboard switchboard) {
        this.switchboard = switchboard;
    }

    /// A leg with who talks to it.
    record Named(Leg leg, Optional<Leg> partner) {}

    /// Empty when no live dialog of ours has these ids, all three of them.
    Optional<Named> find(Replaces replaces) {
        return switch (switchboard.agent().match(replaces)) {
            case ReplacesMatch.Confirmed(Session session) -> of(session);
            case ReplacesMatch.Ringing(Session session) -> of(session);
            case ReplacesMatch.Nothing _, ReplacesMatch.Refused _ -> Optional.empty();
        };
    }

    private Optional<Named> of(Session session) {
        for (Call call : switchboard.calls()) {
            for (Leg leg : call.legsNow()) {
                if (leg.session() == session) {
                    Optional<Bridge> bridge = call.bridge().filter(b -> b.has(leg));
                    return Optional.of(new Named(leg, bridge.map(b -> b.other(leg))));
                }
            }
        }
        return Optional.empty();
    }
}
