package io.referee.server.cdr;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/// A group of calls that transfers have made one chain. It begins with the first INVITE.
///
/// @param from URI of who called first, as text
/// @param to URI of whom was called first
/// @param startAt when the first INVITE was admitted
/// @param endAt when the last leg was over; absent while there is one
public record CallRecord(
        String groupId,
        String owner,
        String from,
        String to,
        Instant startAt,
        @Nullable Instant endAt)
        implements Cdr {
    @Override
    public String key() {
        return groupId;
    }

    @Override
    public boolean complete() {
        return endAt != null;
    }
}
