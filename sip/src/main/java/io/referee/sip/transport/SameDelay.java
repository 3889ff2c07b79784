package io.referee.sip.transport;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// Things that each wait for the same time: one alarm for all of them, and no object for any. What
/// a call leaves behind for half a minute waits here, because a timer for each of its things would
/// wake the engine once more, and is what the collector copies. *Engine thread only.*
///
/// A thing is not taken out again: who does not need its end any more ignores it. It ends when its
/// time is up, or up to [#SLACK] later, together with what ends soon after it.
///
/// @param <T> what waits
public final class SameDelay<T> {
    /// How much later than asked for something may end.
    public static final Duration SLACK = Duration.ofMillis(20);

    /// A power of two.
    private static final int FIRST_SIZE = 16;

    private final Outside outside;
    private final Duration delay;
    private final Consumer<T> end;
    private @Nullable Object[] things = new Object[FIRST_SIZE];
    private long[] ends = new long[FIRST_SIZE];
    private int first;
    private int count;
    private boolean armed;

    /// @param delay at least this long, in whole milliseconds
    /// @param end called for each thing when its time is up, in the order in which they came
    public SameDelay(Outside outside, Duration delay, Consumer<T> end) {
        this.outside = outside;
        this.delay = delay;
        this.end = end;
    }

    /// It waits from now on.
    public void add(T thing) {
        if (count == things.length) {
            grow();
        }
        int place = (first + count) & (things.length - 1);
        things[place] = thing;
        ends[place] = now() + delay.toMillis();
        count++;
        if (!armed) {
            arm(delay);
        }
    }

    /// Those that have waited longest are not waited for any more, up to the first that is needed.
    public void skip(Predicate<T> needless) {
        while (count > 0 && needless.test(oldest())) {
            take();
        }
    }

    /// How many wait.
    public int size() {
        return count;
    }

    private long now() {
        return outside.millis();
    }

    private void arm(Duration after) {
        armed = true;
        outside.schedule(after, this::ring);
    }

    /// An end that throws costs itself alone: the others come with the next alarm.
    private void ring() {
        long now = now();
        try {
            while (count > 0 && ends[first] <= now) {
                end.accept(take());
            }
        } finally {
            armed = false;
            if (count > 0) {
                long wait = Math.max(ends[first] - now, SLACK.toMillis());
                arm(Duration.ofMillis(wait));
            }
            shrink();
        }
    }

    @SuppressWarnings("unchecked") // only things of this type were put in
    private T oldest() {
        return (T) Objects.requireNonNull(things[first]);
    }

    private T take() {
        T thing = oldest();
        things[first] = null;
        first = (first + 1) & (things.length - 1);
        count--;
        return thing;
    }

    private void grow() {
        resize(things.length * 2);
    }

    /// After a rush the room is given back.
    private void shrink() {
        if (things.length > FIRST_SIZE && count < things.length / 8) {
            resize(things.length / 2);
        }
    }

    private void resize(int size) {
        Object[] moved = new Object[size];
        long[] movedEnds = new long[size];
        int head = Math.min(count, things.length - first);
        System.arraycopy(things, first, moved, 0, head);
        System.arraycopy(ends, first, movedEnds, 0, head);
        System.arraycopy(things, 0, moved, head, count - head);
        System.arraycopy(ends, 0, movedEnds, head, count - head);
        things = moved;
        ends = movedEnds;
        first = 0;
    }
}
