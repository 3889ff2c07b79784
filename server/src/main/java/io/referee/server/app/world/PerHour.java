package io.referee.server.app.world;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/// How often something may be done for an owner in an hour. The hour begins with what is done first
/// after the last one, for all owners together. *Any thread.*
final class PerHour {
    private static final Duration HOUR = Duration.ofHours(1);

    private final int most;
    private final Map<String, Integer> done = new HashMap<>();
    private Instant hour = Instant.EPOCH;

    /// @param most times of one owner
    PerHour(int most) {
        this.most = most;
    }

    /// Whether it may be done once more now; then it counts.
    synchronized boolean admits(String owner, Instant now) {
        if (!now.isBefore(hour.plus(HOUR))) {
            hour = now;
            done.clear();
        }
        return done.merge(owner, 1, Integer::sum) <= most;
    }
}
