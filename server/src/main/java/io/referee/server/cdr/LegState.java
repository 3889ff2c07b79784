package io.referee.server.cdr;

import io.referee.server.event.Event;
import io.referee.server.event.LegFact;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/// A leg while it lives. *Engine thread only.*
final class LegState {
    final String id;
    final Group group;
    final LegFact.Created created;
    private final String call;
    private final String owner;
    private final Instant inviteAt;
    private String localTag = "";
    private String remoteTag = "";
    private @Nullable Instant ringAt;
    private @Nullable Instant answerAt;
    private @Nullable Instant endAt;
    private LegFact.@Nullable Ended end;

    /// The latest time of which we know something; nothing of this leg happens before it, whatever
    /// the clock says.
    Instant last;

    /// The leg to which it is connected now, and why.
    @Nullable LegState peer;

    String because = "";

    /// Whether one side holds the other; kept after the bridge is gone, for nobody has resumed
    /// since.
    boolean held;

    /// What it hears while nobody talks to it, as [LegFact.Hears] says; empty: nothing.
    String hears = "";

    @Nullable OpenSegment segment;

    /// How many segments began with this leg: makes their ids.
    int segments;

    LegState(Event event, Group group, LegFact.Created created, Instant at) {
        this.id = event.leg();
        this.call = event.call();
        this.owner = event.owner();
        this.group = group;
        this.created = created;
        this.inviteAt = at;
        this.last = at;
    }

    private LegState(LegRecord record, Group group) {
        this.id = record.legId();
        this.call = record.callId();
        this.owner = record.owner();
        this.group = group;
        this.created =
                new LegFact.Created(
                        record.direction(),
                        record.sipCallId(),
                        record.from(),
                        record.to(),
                        record.requestUri(),
                        record.account(),
                        record.payer(),
                        record.createdBy());
        this.inviteAt = record.inviteAt();
        this.last = record.answerAt() == null ? record.inviteAt() : record.answerAt();
    }

    /// As it was stored.
    static LegState of(LegRecord record, Group group) {
        LegState leg = new LegState(record, group);
        leg.localTag = record.localTag();
        leg.remoteTag = record.remoteTag();
        leg.ringAt = record.ringAt();
        leg.answerAt = record.answerAt();
        leg.endAt = record.endAt();
        if (record.endAt() != null) {
            leg.end = new LegFact.Ended(record.endStatus(), record.endBy(), record.endCause());
        }
        return leg;
    }

    boolean talking() {
        return answerAt != null && endAt == null;
    }

    boolean over() {
        return endAt != null;
    }

    String owner() {
        return owner;
    }

    boolean rang(Instant at) {
        if (ringAt != null || answerAt != null || endAt != null) {
            return false;
        }
        ringAt = at;
        return true;
    }

    boolean answered(Instant at, LegFact.Answered fact) {
        if (answerAt != null || endAt != null) {
            return false;
        }
        answerAt = at;
        localTag = fact.localTag();
        remoteTag = fact.remoteTag();
        return true;
    }

    void ended(Instant at, LegFact.Ended fact) {
        endAt = at;
        end = fact;
    }

    LegRecord record() {
        LegFact.Ended ended = end;
        return new LegRecord(
                id,
                group.id,
                call,
                owner,
                created.direction(),
                created.sipCallId(),
                localTag,
                remoteTag,
                created.from(),
                created.to(),
                created.requestUri(),
                created.account(),
                created.payer(),
                created.createdBy(),
                inviteAt,
                ringAt,
                answerAt,
                endAt,
                ended == null ? 0 : ended.status(),
                ended == null ? "" : ended.by(),
                ended == null ? "" : ended.cause());
    }
}
