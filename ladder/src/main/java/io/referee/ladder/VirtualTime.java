package io.referee.ladder;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;

/// A clock that stands still until it is told to run, with the queue of what is due.
///
/// What is due at the same instant runs in the order it was scheduled, so a run is the same every
/// time. One thread only.
public final class VirtualTime implements InstantSource {
    /// Every run begins here.
    public static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    /// More actions than this in one run mean that something schedules itself for ever.
    public static final int MAX_ACTIONS = 2_000_000;

    private static final Comparator<Due> BY_TIME_THEN_SEQUENCE =
            Comparator.comparing((Due due) -> due.at).thenComparingLong(due -> due.sequence);

    private final PriorityQueue<Due> queue = new PriorityQueue<>(BY_TIME_THEN_SEQUENCE);
    private Instant now = START;
    private long scheduled;
    private int ran;

    /// Something scheduled that can still be called off.
    public sealed interface Timer {
        /// Calls it off; without effect once it ran or was cancelled.
        void cancel();

        /// When it is due.
        Instant at();
    }

    private static final class Due implements Timer {
        private final Instant at;
        private final long sequence;
        private final Runnable action;
        private boolean cancelled;

        private Due(Instant at, long sequence, Runnable action) {
            this.at = at;
            this.sequence = sequence;
            this.action = action;
        }

        @Override
        public void cancel() {
            cancelled = true;
        }

        @Override
        public Instant at() {
            return at;
        }
    }

    /// The virtual time.
    @Override
    public Instant instant() {
        return now;
    }

    /// How much virtual time has passed since [#START].
    public Duration elapsed() {
        return Duration.between(START, now);
    }

    /// Has the action run at that time, or as soon as time runs when that is already past.
    public Timer schedule(Instant at, Runnable action) {
        Due due = new Due(at.isBefore(now) ? now : at, scheduled++, action);
        queue.add(due);
        return due;
    }

    /// Has the action run when the duration has passed.
    public Timer after(Duration duration, Runnable action) {
        return schedule(now.plus(duration), action);
    }

    /// Runs everything that is due within the duration, then stands at its end.
    public void advance(Duration duration) {
        runUntil(now.plus(duration));
    }

    /// Runs everything that is due up to and including the instant, then stands there.
    public void runUntil(Instant end) {
        runUntil(() -> false, end);
    }

    /// Runs until the condition holds, looking before the first and after each action. Then it
    /// stands at the action that made it hold, and returns true; or at the end, and returns false.
    ///
    /// @throws IllegalStateException after [#MAX_ACTIONS]
    public boolean runUntil(BooleanSupplier condition, Instant end) {
        while (!condition.getAsBoolean()) {
            Due next = queue.peek();
            if (next == null || next.at.isAfter(end)) {
                now = end.isAfter(now) ? end : now;
                return false;
            }
            run(queue.remove());
        }
        return true;
    }

    private void run(Due due) {
        if (due.cancelled) {
            return;
        }
        if (++ran > MAX_ACTIONS) {
            throw new IllegalStateException("more than " + MAX_ACTIONS + " actions in one run");
        }
        now = due.at;
        due.action.run();
    }
}
