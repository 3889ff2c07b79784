package io.referee.sip.transaction;

import java.util.List;

/// The next state of a machine and what it wants done, in order.
public record Step<S>(S state, List<Effect> effects) {
    static <S> Step<S> to(S state) {
        return new Step<>(state, List.of());
    }

    static <S> Step<S> to(S state, Effect effect) {
        return new Step<>(state, List.of(effect));
    }

    static <S> Step<S> to(S state, Effect first, Effect second) {
        return new Step<>(state, List.of(first, second));
    }

    static <S> Step<S> to(S state, Effect first, Effect second, Effect third) {
        return new Step<>(state, List.of(first, second, third));
    }
}
