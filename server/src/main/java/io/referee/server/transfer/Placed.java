package io.referee.server.transfer;

import io.referee.server.call.Call;

/// The answer to a door that wants a call placed.
public sealed interface Placed {
    /// The first phone is being rung.
    record Begun(Call call) implements Placed {}

    record Refused(Refusal refusal) implements Placed {}
}
