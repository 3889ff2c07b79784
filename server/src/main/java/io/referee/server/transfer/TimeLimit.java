package io.referee.server.transfer;

import io.referee.server.call.Call;
import io.referee.server.call.Leg;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/// Nobody who left pays for ever (`transfers.md` F.6). *Engine thread only.*
///
/// @param alone how long a leg lasts whose transferor has left
/// @param left where those legs are known
/// @param talking the call that a leg is a party of now, by its id: later transfers move legs
record TimeLimit(Duration alone, LeftBehind left, Function<String, Optional<Call>> talking) {
    /// Begins to count, and begins anew with each transfer of the leg.
    void on(Leg leg, Order order) {
        left.add(leg, order);
        count(leg);
    }

    /// The same for a leg that is left to whoever took the place of the account that pays.
    void on(Leg leg) {
        left.add(leg);
        count(leg);
    }

    private void count(Leg leg) {
        leg.after(
                alone,
                () -> talking.apply(leg.id()).ifPresent(call -> call.hangUp(480, "Time limit")));
    }
}
