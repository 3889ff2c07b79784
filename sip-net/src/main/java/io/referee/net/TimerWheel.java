package io.referee.net;

import io.referee.sip.transport.Outside.Alarm;

import org.jspecify.annotations.Nullable;

import java.util.function.Consumer;

/// Timers with a resolution of one millisecond. Scheduling and cancelling take constant time,
/// whatever the number.
///
/// Seven wheels of 64 slots: a deadline lies on the wheel of the highest base-64 digit in which it
/// differs from the present, in the slot of that digit. When the present reaches a slot of a higher
/// wheel, its timers move down. So a lower wheel holds only timers that share all higher digits
/// with the present, the next timer is on the lowest wheel that is not empty, and timers of one
/// millisecond ring in the order in which they were scheduled. Time is an argument. *One thread.*
final class TimerWheel {
    private static final int DIGIT_BITS = 6;
    private static final int SLOTS = 1 << DIGIT_BITS;
    private static final int WHEELS = 7;

    /// Longest timer: later deadlines are brought forward to this.
    static final long MAX_MILLIS = (1L << (DIGIT_BITS * (WHEELS - 1))) - 1;

    /// What [#next] says when no timer is running.
    static final long NEVER = Long.MAX_VALUE;

    private final Timer[] slots = new Timer[WHEELS * SLOTS];
    private final long[] occupied = new long[WHEELS];
    private final Timer due = new Timer(0, -1, null);
    private long present;
    private int pending;

    TimerWheel(long presentMillis) {
        present = presentMillis;
        for (int i = 0; i < slots.length; i++) {
            slots[i] = new Timer(0, i, null);
        }
    }

    /// Rings at the deadline; one that is not in the future rings at the next millisecond.
    Alarm schedule(long deadlineMillis, Runnable alarm) {
        long deadline = Math.min(Math.max(deadlineMillis, present + 1), present + MAX_MILLIS);
        Timer timer = new Timer(deadline, -1, alarm);
        place(timer);
        pending++;
        return timer;
    }

    /// Moves the present forward and hands what is due to `ring`, in order of the deadlines. What
    /// `ring` throws goes through to the caller; the wheel stays usable and rings the rest the next
    /// time.
    void advance(long nowMillis, Consumer<Runnable> ring) {
        ringDue(ring);
        for (long next = next(); next <= nowMillis; next = next()) {
            present = next;
            open(lowestWheel());
            ringDue(ring);
        }
        present = Math.max(present, nowMillis);
    }

    /// The earliest time at which [#advance] has something to do: not later than the next deadline.
    long next() {
        int wheel = lowestWheel();
        if (wheel == WHEELS) {
            return NEVER;
        }
        int shift = wheel * DIGIT_BITS;
        long above = present >> (shift + DIGIT_BITS) << (shift + DIGIT_BITS);
        return above + ((long) Long.numberOfTrailingZeros(occupied[wheel]) << shift);
    }

    /// How many timers are running.
    int pending() {
        return pending;
    }

    private int lowestWheel() {
        int wheel = 0;
        while (wheel < WHEELS && occupied[wheel] == 0) {
            wheel++;
        }
        return wheel;
    }

    private void place(Timer timer) {
        long difference = timer.deadline ^ present;
        int wheel = (63 - Long.numberOfLeadingZeros(difference)) / DIGIT_BITS;
        int digit = (int) (timer.deadline >> (wheel * DIGIT_BITS)) & (SLOTS - 1);
        timer.slot = wheel * SLOTS + digit;
        timer.linkBefore(slots[timer.slot]);
        occupied[wheel] |= 1L << digit;
    }

    /// Empties the first slot of this wheel, which the present has just reached.
    private void open(int wheel) {
        int digit = Long.numberOfTrailingZeros(occupied[wheel]);
        occupied[wheel] &= ~(1L << digit);
        Timer slot = slots[wheel * SLOTS + digit];
        while (slot.next != slot) {
            Timer timer = slot.next;
            timer.unlink();
            if (timer.deadline <= present) {
                timer.slot = -1;
                timer.linkBefore(due);
            } else {
                place(timer);
            }
        }
    }

    private void ringDue(Consumer<Runnable> ring) {
        while (due.next != due) {
            Timer timer = due.next;
            Runnable alarm = timer.alarm;
            timer.cancel();
            if (alarm != null) {
                ring.accept(alarm);
            }
        }
    }

    /// A timer and its place in the list of its slot; the head of each list is one as well.
    private final class Timer implements Alarm {
        private final long deadline;
        private int slot;
        private @Nullable Runnable alarm;
        private Timer previous;
        private Timer next;

        Timer(long deadline, int slot, @Nullable Runnable alarm) {
            this.deadline = deadline;
            this.slot = slot;
            this.alarm = alarm;
            this.previous = this;
            this.next = this;
        }

        @Override
        public void cancel() {
            if (alarm == null) {
                return;
            }
            alarm = null;
            pending--;
            unlink();
            if (slot >= 0 && slots[slot].next == slots[slot]) {
                occupied[slot / SLOTS] &= ~(1L << (slot % SLOTS));
            }
        }

        void linkBefore(Timer other) {
            next = other;
            previous = other.previous;
            previous.next = this;
            other.previous = this;
        }

        void unlink() {
            previous.next = next;
            next.previous = previous;
            previous = this;
            next = this;
        }
    }
}
