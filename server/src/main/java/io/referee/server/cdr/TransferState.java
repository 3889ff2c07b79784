package io.referee.server.cdr;

import io.referee.server.event.TransferFact;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/// A transfer while it is remembered. *Engine thread only.*
final class TransferState {
    final Group group;
    final int depth;

    /// Groups that become one with this one's when the parties are joined.
    final Set<GroupLink> merges = new LinkedHashSet<>(0);

    private final TransferFact.Requested request;
    private final String owner;
    private final String parent;
    private final Instant requestedAt;
    private @Nullable Instant acceptedAt;
    private @Nullable Instant answeredAt;
    private @Nullable Instant joinedAt;
    private @Nullable Instant finishedAt;
    private TransferRecord.Outcome outcome = TransferRecord.Outcome.PENDING;
    private String targetLeg = "";
    private int status;
    private String stage = "";
    private String reason = "";
    private String policy = "";
    private String recovery = "";

    TransferState(
            TransferFact.Requested request,
            String owner,
            Group group,
            @Nullable TransferState parent,
            Instant at) {
        this.request = request;
        this.owner = owner;
        this.group = group;
        this.parent = parent == null ? "" : parent.request.transfer();
        this.depth = parent == null ? 1 : parent.depth + 1;
        this.requestedAt = at;
    }

    /// As it was stored.
    TransferState(TransferRecord record, Group group) {
        this.request =
                new TransferFact.Requested(
                        record.transferId(),
                        record.door(),
                        record.kind(),
                        record.transferorLeg(),
                        record.transfereeLeg(),
                        record.target(),
                        record.account(),
                        record.referredBy(),
                        Optional.empty(),
                        Optional.empty());
        this.owner = record.owner();
        this.group = group;
        this.parent = record.parentId();
        this.depth = record.depth();
        this.requestedAt = record.requestedAt();
        this.acceptedAt = record.acceptedAt();
        this.answeredAt = record.answeredAt();
        this.joinedAt = record.joinedAt();
        this.finishedAt = record.finishedAt();
        this.outcome = record.outcome();
        this.targetLeg = record.targetLeg();
        this.status = record.status();
        this.stage = record.stage();
        this.reason = record.reason();
        this.policy = record.policy();
        this.recovery = record.recovery();
    }

    boolean over() {
        return finishedAt != null;
    }

    boolean completed() {
        return outcome == TransferRecord.Outcome.COMPLETED;
    }

    /// Whether it has called this leg, and the leg is its target.
    boolean called(LegState leg) {
        return leg.id.equals(targetLeg)
                && leg.created.createdBy().equals("transfer:" + request.transfer());
    }

    /// When its target answered; `otherwise` when that is not known.
    Instant answered(Instant otherwise) {
        Instant known = answeredAt;
        return known == null ? otherwise : known;
    }

    /// Takes a later fact; false when it changes nothing.
    boolean apply(TransferFact fact, Instant at) {
        return switch (fact) {
            case TransferFact.Requested _, TransferFact.Ringing _ -> false;
            case TransferFact.Returned f -> {
                recovery = f.recovery();
                yield true;
            }
            case TransferFact _ when over() -> false;
            case TransferFact.Accepted _ -> {
                acceptedAt = at;
                policy = "allowed";
                yield true;
            }
            case TransferFact.Answered f -> {
                answeredAt = at;
                targetLeg = f.targetLeg();
                yield true;
            }
            case TransferFact.Completed f -> {
                joinedAt = at;
                yield finish(at, TransferRecord.Outcome.COMPLETED, f.status(), "");
            }
            case TransferFact.Blocked f -> {
                policy = f.setting();
                stage = "admission";
                yield finish(at, TransferRecord.Outcome.FAILED, f.status(), f.reason());
            }
            case TransferFact.Failed f -> {
                stage = f.stage();
                yield finish(at, TransferRecord.Outcome.FAILED, f.status(), f.reason());
            }
            case TransferFact.Unknown f ->
                    finish(at, TransferRecord.Outcome.UNKNOWN, f.status(), f.reason());
            case TransferFact.Aborted f ->
                    finish(at, TransferRecord.Outcome.ABORTED, f.status(), f.reason());
        };
    }

    private boolean finish(Instant at, TransferRecord.Outcome how, int sipStatus, String why) {
        finishedAt = at;
        outcome = how;
        status = sipStatus;
        reason = why;
        return true;
    }

    TransferRecord record() {
        return new TransferRecord(
                request.transfer(),
                group.id,
                owner,
                request.door(),
                request.kind(),
                request.transferor(),
                request.transferee(),
                request.target(),
                targetLeg,
                request.account(),
                request.referredBy(),
                depth,
                parent,
                requestedAt,
                acceptedAt,
                answeredAt,
                joinedAt,
                finishedAt,
                outcome,
                status,
                stage,
                reason,
                policy,
                recovery);
    }
}
