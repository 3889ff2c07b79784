package io.referee.sip.routing;

import io.referee.sip.transport.Hop;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The targets that failed lately and are therefore tried last: after a first failure for a short
/// time, after each further one for twice as long, up to a limit. Success and time make the next
/// failure count less again. A target that is alone is tried all the same. *Engine thread only.*
///
/// RFC 3263 does not ask for this; RFC 3261 §21.5.4 does for a 503 with `Retry-After`.
public final class AvoidList {
    private final Terms terms;
    private final Map<Hop, Entry> entries = new LinkedHashMap<>();

    /// How long and how many. *Immutable.*
    ///
    /// @param first for how long a target is avoided after its first failure
    /// @param most the longest time that failures lead to; also how long a target has to be at
    ///   peace until half of its failures are forgotten
    /// @param longestRetryAfter more than this is not believed of a `Retry-After`
    /// @param targets that are remembered; beyond that, those are forgotten that would be tried
    ///   again soonest
    public record Terms(Duration first, Duration most, Duration longestRetryAfter, int targets) {
        /// 30 seconds to 10 minutes, `Retry-After` up to an hour, 1,000 targets.
        public static final Terms STANDARD =
                new Terms(
                        Duration.ofSeconds(30), Duration.ofMinutes(10), Duration.ofHours(1), 1_000);
    }

    /// A target that is remembered, for people to see.
    ///
    /// @param failures as they count now
    /// @param until it is tried last; may be over
    public record Avoided(Hop target, int failures, Instant until) {}

    private record Entry(int failures, Instant until) {}

    /// A list that nobody is on.
    public AvoidList(Terms terms) {
        this.terms = terms;
    }

    /// The target was silent, could not be reached, or answered 503. What fails while the target is
    /// avoided already belongs to the same trouble and does not make it longer than it would be
    /// from now on.
    public void failed(Hop target, Instant now) {
        Hop key = key(target);
        Entry before = entries.get(key);
        int failures = counting(before, now);
        if (before == null || !before.until.isAfter(now)) {
            failures++;
        }
        Instant until = now.plus(length(failures));
        remember(key, new Entry(failures, later(before, until)), now);
    }

    /// The target answered 503 and said when it wants to be asked again (RFC 3261 §20.33).
    public void failed(Hop target, Instant now, Duration retryAfter) {
        failed(target, now);
        boolean tooLong = retryAfter.compareTo(terms.longestRetryAfter) > 0;
        Duration believed = tooLong ? terms.longestRetryAfter : retryAfter;
        Entry entry = entries.get(key(target));
        if (entry != null && believed.isPositive()) {
            Instant until = later(entry, now.plus(believed));
            entries.put(key(target), new Entry(entry.failures, until));
        }
    }

    /// The target answered: it is avoided no longer, and half of its failures are forgotten.
    public void worked(Hop target, Instant now) {
        if (entries.isEmpty()) {
            return;
        }
        Hop key = key(target);
        Entry entry = entries.remove(key);
        int left = counting(entry, now) / 2;
        if (left > 0) {
            entries.put(key, new Entry(left, now));
        }
    }

    /// The same targets, with those that are avoided now behind the others and among themselves by
    /// when their time is over.
    public List<Hop> sorted(List<Hop> targets, Instant now) {
        if (entries.isEmpty()) {
            return targets;
        }
        List<Hop> sorted = new ArrayList<>(targets);
        sorted.sort(Comparator.comparing(target -> avoidedUntil(target, now)));
        return sorted;
    }

    private Instant avoidedUntil(Hop target, Instant now) {
        Entry entry = entries.get(key(target));
        return entry == null || !entry.until.isAfter(now) ? Instant.MIN : entry.until;
    }

    /// What is remembered now, the earliest failure first.
    public List<Avoided> list(Instant now) {
        entries.values().removeIf(entry -> counting(entry, now) == 0);
        List<Avoided> list = new ArrayList<>(entries.size());
        entries.forEach(
                (target, entry) ->
                        list.add(new Avoided(target, counting(entry, now), entry.until)));
        return list;
    }

    /// A connection of its own does not make it another target.
    private static Hop key(Hop target) {
        return target.connection() == 0 ? target : new Hop(target.transport(), target.address(), 0);
    }

    /// The failures that still count: half of them for each while in peace.
    private int counting(@Nullable Entry entry, Instant now) {
        if (entry == null) {
            return 0;
        }
        long peaceMillis = Duration.between(entry.until, now).toMillis();
        long halvings = peaceMillis <= 0 ? 0 : peaceMillis / terms.most.toMillis();
        return halvings >= Integer.SIZE ? 0 : entry.failures >> halvings;
    }

    private Duration length(int failures) {
        Duration length = terms.first;
        for (int i = 1; i < failures && length.compareTo(terms.most) < 0; i++) {
            length = length.plus(length);
        }
        return length.compareTo(terms.most) > 0 ? terms.most : length;
    }

    private static Instant later(@Nullable Entry before, Instant until) {
        return before != null && before.until.isAfter(until) ? before.until : until;
    }

    private void remember(Hop key, Entry entry, Instant now) {
        entries.remove(key);
        if (entries.size() >= terms.targets) {
            makeRoom(now);
        }
        entries.put(key, entry);
    }

    private void makeRoom(Instant now) {
        entries.values().removeIf(entry -> counting(entry, now) == 0);
        if (entries.size() >= terms.targets) {
            entries.entrySet().stream()
                    .min(Comparator.comparing(entry -> entry.getValue().until))
                    .ifPresent(soonest -> entries.remove(soonest.getKey()));
        }
    }
}
