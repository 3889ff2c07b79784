package io.referee.server.api;

import io.referee.server.call.Bridge;
import io.referee.server.call.Leg;
import io.referee.sip.session.Session;

import java.util.List;
import java.util.Optional;

/// Which end of a call a JSON-RPC method means.
enum RpcSides {
    CALLER,
    CALLEE,
    BOTH;

    /// The end of this name; empty when it names none.
    static Optional<RpcSides> of(String text) {
        return switch (text) {
            case "caller" -> Optional.of(CALLER);
            case "callee" -> Optional.of(CALLEE);
            case "both" -> Optional.of(BOTH);
            default -> Optional.empty();
        };
    }

    /// The legs meant, of two that talk. *Engine thread only.* The caller is the one that called
    /// us; when both did or none, as a transfer may leave it, the one that was there first.
    List<Leg> of(Bridge bridge) {
        Leg caller = caller(bridge);
        return switch (this) {
            case CALLER -> List.of(caller);
            case CALLEE -> List.of(bridge.other(caller));
            case BOTH -> List.of(caller, bridge.other(caller));
        };
    }

    private static Leg caller(Bridge bridge) {
        boolean second = called(bridge.second()) && !called(bridge.first());
        return second ? bridge.second() : bridge.first();
    }

    /// Whether the party of a leg called us.
    static boolean called(Leg leg) {
        return leg.identity().direction() == Session.Direction.INCOMING;
    }
}
