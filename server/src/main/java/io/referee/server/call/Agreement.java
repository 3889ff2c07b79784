package io.referee.server.call;

import java.util.List;
import java.util.function.Consumer;

/// What the dial plan says about the one that it called holds for the other, too. *Engine thread
/// only.*
final class Agreement {
    private Agreement() {}

    /// @param outlasted told when a leg has talked for as long as it may
    static void between(Leg staying, Leg arriving, Consumer<Leg> outlasted) {
        TargetOptions options = arriving.options();
        options.transfer().ifPresent(staying::allows);
        if (!options.talk().isZero()) {
            for (Leg leg : List.of(staying, arriving)) {
                leg.talks(options.talk(), () -> outlasted.accept(leg));
            }
        }
    }
}
