package io.referee.server.transfer;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/// When the steps of a transfer happened. *Engine thread only.*
final class TransferTimes {
    private final Instant requestedAt;
    private @Nullable Instant answeredAt;
    private @Nullable Instant joinedAt;
    private @Nullable Instant finishedAt;

    TransferTimes(Instant requestedAt) {
        this.requestedAt = requestedAt;
    }

    Instant requestedAt() {
        return requestedAt;
    }

    @Nullable Instant answeredAt() {
        return answeredAt;
    }

    @Nullable Instant joinedAt() {
        return joinedAt;
    }

    @Nullable Instant finishedAt() {
        return finishedAt;
    }

    void answered(Instant at) {
        answeredAt = at;
    }

    void joined(Instant at) {
        joinedAt = at;
    }

    void finished(Instant at) {
        finishedAt = at;
    }
}
