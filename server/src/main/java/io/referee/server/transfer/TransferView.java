package io.referee.server.transfer;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Locale;

/// A transfer as others see it. *Immutable; any thread.*
///
/// @param owner who decides about it
/// @param callOwner whose call it is
/// @param phase as in `transfers.md` 0.3, lower case
/// @param outcome empty while it runs, then `completed`, `failed`, `aborted`, `rejected`, or
///   `unknown` when the phone that was to carry it out did not tell
/// @param sipCode what the asker was told, 0 while it runs
public record TransferView(
        String id,
        String owner,
        String callOwner,
        String call,
        String kind,
        String door,
        String phase,
        String outcome,
        int sipCode,
        String reason,
        String target,
        String transferorLeg,
        String transfereeLeg,
        String targetLeg,
        Instant requestedAt,
        @Nullable Instant answeredAt,
        @Nullable Instant joinedAt,
        @Nullable Instant finishedAt) {

    /// How far it is. *Immutable.*
    ///
    /// @param status what the asker was told, 0 while it runs
    record Standing(Phase phase, int status, String reason) {}

    /// Of an order that is carried out.
    ///
    /// @param targetLeg id of the leg that answered; empty when none has
    static TransferView of(
            Order order, String kind, Standing now, String targetLeg, TransferTimes times) {
        return new TransferView(
                order.id(),
                order.owner(),
                order.call().ids().owner(),
                order.call().id(),
                kind,
                order.door(),
                now.phase().name().toLowerCase(Locale.ROOT),
                now.phase().outcome(),
                now.status(),
                now.reason(),
                order.target().text(),
                order.transferor().id(),
                order.transferee().id(),
                targetLeg,
                times.requestedAt(),
                times.answeredAt(),
                times.joinedAt(),
                times.finishedAt());
    }
}
