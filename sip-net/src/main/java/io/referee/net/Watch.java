package io.referee.net;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Ends connections that take too long for something. Each says itself until when it may take; this
/// looks at all of them again and again, which costs less than a timer for each message. *Any
/// thread.*
final class Watch {
    /// No deadline.
    static final long NEVER = Long.MIN_VALUE;

    private static final long MOST_MILLIS = 1_000;
    private static final long LEAST_MILLIS = 5;

    private final Set<Watched> all = ConcurrentHashMap.newKeySet();
    private final Duration pause;

    /// What has deadlines.
    interface Watched {
        /// The next deadline; [#NEVER] when there is none.
        long deadlineNanos();

        /// It is over. Does not block.
        void expire();
    }

    Watch(StreamLimits limits) {
        long millis = limits.times().shortest().toMillis() / 8;
        pause = Duration.ofMillis(Math.clamp(millis, LEAST_MILLIS, MOST_MILLIS));
    }

    void add(Watched one) {
        all.add(one);
    }

    void remove(Watched one) {
        all.remove(one);
    }

    /// Looks until interrupted.
    void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                look(System.nanoTime());
                Thread.sleep(pause);
            }
        } catch (InterruptedException e) {
            // The engine closes.
        }
    }

    void look(long nowNanos) {
        for (Watched one : all) {
            long deadline = one.deadlineNanos();
            if (deadline != NEVER && nowNanos - deadline > 0) {
                one.expire();
            }
        }
    }

    /// The earlier of two deadlines.
    static long earlier(long a, long b) {
        if (a == NEVER || b == NEVER) {
            return a == NEVER ? b : a;
        }
        return a - b < 0 ? a : b;
    }
}
