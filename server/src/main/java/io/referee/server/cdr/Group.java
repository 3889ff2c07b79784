package io.referee.server.cdr;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// A chain of calls while it is remembered. *Engine thread only.*
final class Group {
    final String id;
    final String owner;
    final Instant startAt;
    final List<LegState> legs = new ArrayList<>(4);
    final List<String> transfers = new ArrayList<>(0);
    String from = "";
    String to = "";
    int openLegs;
    int openTransfers;
    @Nullable Instant endAt;

    /// Whether a record of it was given to the store.
    boolean told;

    /// Waits to be forgotten: nothing of it is open.
    boolean retired;

    Group(String id, String owner, Instant startAt) {
        this.id = id;
        this.owner = owner;
        this.startAt = startAt;
    }

    /// As it was stored.
    static Group of(CallRecord record) {
        Group group = new Group(record.groupId(), record.owner(), record.startAt());
        group.from = record.from();
        group.to = record.to();
        group.endAt = record.endAt();
        group.told = true;
        return group;
    }

    CallRecord record() {
        return new CallRecord(id, owner, from, to, startAt, endAt);
    }
}
