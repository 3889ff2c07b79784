package io.referee.server.transfer;

import java.util.Optional;

/// Whether a target is offered what proves its Referred-By. A target that does not read a body of
/// several parts (415) is called once more without, because few know what to do with it (RFC 3892
/// §4); then Referred-By names no proof either. *Engine thread only.*
final class TokenOffered {
    private boolean refused;

    /// The order as the target is told of it.
    Order of(Order order) {
        return refused ? order.proven(Optional.empty()) : order;
    }

    /// Nobody has answered: whether it is worth another call without the token.
    boolean leftOut(Order order, int status) {
        boolean now = !refused && status == 415 && order.token().isPresent();
        refused |= now;
        return now;
    }
}
