package io.referee.server.transfer;

import io.referee.server.call.Bridge;
import io.referee.server.call.Call;
import io.referee.server.call.Leg;
import io.referee.server.event.TransferFact;

import java.util.Optional;

/// One of the two calls that a transfer joins: the leg that leaves it and the one that stays.
/// *Immutable.*
record Side(Call call, Leg leaving, Leg staying) {

    /// The call as seen from the leg that is to leave; empty when the two do not talk.
    static Optional<Side> of(Call call, Leg leaving) {
        Optional<Bridge> bridge = call.bridge().filter(b -> b.has(leaving));
        return bridge.map(b -> new Side(call, leaving, b.other(leaving))).filter(Side::together);
    }

    /// Whether both can be heard.
    boolean together() {
        return leaving.confirmed() && staying.confirmed();
    }

    /// As events name it.
    TransferFact.OtherCall named() {
        return new TransferFact.OtherCall(call.id(), leaving.id(), staying.id());
    }

    boolean has(Leg leg) {
        return leg == leaving || leg == staying;
    }
}
