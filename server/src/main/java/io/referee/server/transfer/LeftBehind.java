package io.referee.server.transfer;

import io.referee.server.call.Call;
import io.referee.server.call.Leg;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/// The legs that accounts pay for that have left the call by a transfer (`transfers.md` G.3): when
/// such an account may not transfer any more, somebody must end them. *Engine thread only.*
final class LeftBehind {
    /// Values: whether the account needed its own permission for that.
    private final Map<Leg, Boolean> legs = new HashMap<>();

    /// The order has been carried out, and this leg goes on at the cost of whoever asked.
    void add(Leg leg, Order order) {
        boolean own = order.transferor().identity().account().equals(order.payer());
        boolean permitted =
                order.door().equals("refer") && own && !order.transferor().allowedByPlan();
        add(leg, permitted);
    }

    /// Somebody took the place of the account that pays for this leg, which nobody had to permit
    /// it.
    void add(Leg leg) {
        add(leg, false);
    }

    /// As it was before a restart.
    void add(Leg leg, boolean permitted) {
        legs.keySet().removeIf(Leg::over);
        legs.put(leg, permitted);
    }

    /// What a restart has to know of the parties of a call.
    Map<String, Boolean> of(Call call) {
        Map<String, Boolean> found = new LinkedHashMap<>(2);
        for (Leg leg : call.parties()) {
            Boolean permitted = legs.get(leg);
            if (permitted != null) {
                found.put(leg.id(), permitted);
            }
        }
        return found;
    }

    /// The account was changed or removed: what it goes on paying for ends after a grace, unless it
    /// may transfer again by then.
    ///
    /// @param aor `name@domain`
    /// @param rules who may
    /// @param grace runs what it is given when the grace is over
    /// @param talking the call in which a leg talks, by its id
    void changed(
            String aor,
            CutOffs rules,
            Consumer<Runnable> grace,
            Function<String, Optional<Call>> talking) {
        List<Leg> paid = of(aor, rules.gone(aor));
        if (rules.denied(aor) && !paid.isEmpty()) {
            grace.accept(
                    () -> {
                        if (rules.denied(aor)) {
                            hangUp(paid, aor, talking);
                        }
                    });
        }
    }

    /// What the account pays for.
    ///
    /// @param gone whether there is no such account any more: otherwise only what came of its own
    ///   REFERs counts
    private List<Leg> of(String aor, boolean gone) {
        return legs.entrySet().stream()
                .filter(one -> gone || one.getValue())
                .map(Map.Entry::getKey)
                .filter(leg -> !leg.over() && leg.identity().payer().equals(aor))
                .toList();
    }

    /// Hangs up their calls, but none where the account talks itself.
    private static void hangUp(
            List<Leg> legs, String aor, Function<String, Optional<Call>> talking) {
        legs.stream()
                .filter(leg -> !leg.over())
                .map(leg -> talking.apply(leg.id()))
                .flatMap(Optional::stream)
                .distinct()
                .filter(
                        call ->
                                call.parties().stream()
                                        .noneMatch(leg -> leg.identity().account().equals(aor)))
                .forEach(call -> call.hangUp(403, "The account that pays may not any more"));
    }
}
