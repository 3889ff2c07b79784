package io.referee.server.cdr;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Set;

/// A transfer: who asked, what came of it, and when.
///
/// @param door how it was asked for: `refer`, `api`, `callmanager`
/// @param transferorLeg the leg that leaves
/// @param transfereeLeg the leg that stays, or empty
/// @param target URI, as asked for
/// @param targetLeg the leg of the target that answered, or empty
/// @param account who asked and pays
/// @param referredBy what the asker says of itself; not to be trusted
/// @param depth 1, or one more than that of `parentId`
/// @param parentId the transfer that made one of its legs, or empty
/// @param joinedAt when transferee and target were joined
/// @param status what the asker was told in the end; 0 while it runs
/// @param stage where it failed: `admission`, `target`, `join`; else empty
/// @param policy `allowed`, or what setting forbids it; empty while undecided
/// @param recovery after a failure `restored` or `dropped`; else empty
public record TransferRecord(
        String transferId,
        String groupId,
        String owner,
        String door,
        String kind,
        String transferorLeg,
        String transfereeLeg,
        String target,
        String targetLeg,
        String account,
        String referredBy,
        int depth,
        String parentId,
        Instant requestedAt,
        @Nullable Instant acceptedAt,
        @Nullable Instant answeredAt,
        @Nullable Instant joinedAt,
        @Nullable Instant finishedAt,
        Outcome outcome,
        int status,
        String stage,
        String reason,
        String policy,
        String recovery)
        implements Cdr {

    /// By these nobody asks for a transfer: they make good for one, or take somebody's place.
    private static final Set<String> UNASKED = Set.of("recall", "fallback", "invite");

    /// What came of it.
    public enum Outcome {
        PENDING,
        COMPLETED,
        FAILED,
        ABORTED,
        /// the server died meanwhile, or the phone that was to carry it out did not tell
        UNKNOWN
    }

    @Override
    public String key() {
        return transferId;
    }

    @Override
    public boolean complete() {
        return finishedAt != null;
    }

    /// Whether it counts for how many transfers its account may begin.
    public boolean counts() {
        return acceptedAt != null && !UNASKED.contains(door);
    }

    /// The same transfer, cut off by the death of the server: nobody knows what came of it.
    public TransferRecord lost(Instant at) {
        return new TransferRecord(
                transferId,
                groupId,
                owner,
                door,
                kind,
                transferorLeg,
                transfereeLeg,
                target,
                targetLeg,
                account,
                referredBy,
                depth,
                parentId,
                requestedAt,
                acceptedAt,
                answeredAt,
                joinedAt,
                at,
                Outcome.UNKNOWN,
                status,
                stage,
                LegRecord.SERVER_RESTART,
                policy,
                recovery);
    }
}
