package io.referee.server.transfer;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

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
        @Nullable Instant finishedAt) {}
