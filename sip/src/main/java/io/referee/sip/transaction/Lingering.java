package io.referee.sip.transaction;

import io.referee.sip.transport.Outside;
import io.referee.sip.transport.SameDelay;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;

/// Transactions that had their final response: what they keep is let go of after a moment, and
/// their last timer ends them. *Engine thread only.*
final class Lingering {
    /// How long after its end a transaction is still likely to be looked at. Short, because what is
    /// not rested when the collector comes is what it copies: with two seconds of it a pause took a
    /// fifth longer.
    private static final Duration FRESH = Duration.ofMillis(200);

    private final Outside outside;
    private final ArrayDeque<RunningTransaction> done = new ArrayDeque<>();
    private final Map<Duration, SameDelay<RunningTransaction>> clients = new HashMap<>();
    private final Map<Duration, SameDelay<RunningTransaction>> servers = new HashMap<>();

    Lingering(Outside outside) {
        this.outside = outside;
    }

    /// It had its final response.
    void done(RunningTransaction transaction) {
        done.add(transaction);
    }

    /// Transactions that are done are kept for half a minute; their messages need not be, in full.
    void rest() {
        RunningTransaction oldest = done.peek();
        if (oldest == null) {
            return;
        }
        Instant due = outside.now().minus(FRESH);
        while (oldest != null && oldest.doneAt().isBefore(due)) {
            oldest.rest();
            done.remove();
            oldest = done.peek();
        }
    }

    /// It absorbs what comes again for this long, and has no other timer. Both kinds apart: what
    /// had to make room is at the head of its own.
    void last(RunningTransaction transaction, Duration after) {
        Map<Duration, SameDelay<RunningTransaction>> kind =
                transaction instanceof ClientTransaction ? clients : servers;
        SameDelay<RunningTransaction> others = kind.get(after);
        if (others == null) {
            others = new SameDelay<>(outside, after, RunningTransaction::lingered);
            kind.put(after, others);
        }
        others.add(transaction);
    }

    /// Nothing is kept of those that had to make room.
    void madeRoom() {
        for (SameDelay<RunningTransaction> some : clients.values()) {
            some.skip(RunningTransaction::over);
        }
        for (SameDelay<RunningTransaction> some : servers.values()) {
            some.skip(RunningTransaction::over);
        }
    }
}
