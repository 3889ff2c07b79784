package io.referee.net;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/// A time of day that does not jump when somebody sets the clock of the machine.
///
/// It is read once at the start and goes on with the monotonic clock. Where the two drift apart it
/// follows the machine's clock by at most one part in [#PACE], never backwards: between any two
/// instants lies, but for that, the time that has really passed. So a clock that is set does not
/// end registrations, does not lengthen calls and their records, and does not lift bans. What was
/// set by more than [#SET] is said in the log, and [#behind] tells how much is still missing; a
/// restart takes the machine's time over at once.
///
/// *Any thread.*
public final class SteadyClock implements InstantSource {
    /// A clock that differs by more than this was set; less is drift.
    public static final Duration SET = Duration.ofSeconds(2);

    /// It runs faster or slower by at most one part in this many.
    static final int PACE = 1_000;

    /// How often the clock of the machine is looked at, when the time is asked for at all.
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final Logger LOG = LoggerFactory.getLogger(SteadyClock.class);

    private final InstantSource machine;
    private final LongSupplier nanos;
    private final AtomicReference<Course> course;

    /// From one look at the machine's clock to the next.
    ///
    /// @param behindNanos how much the machine's clock was ahead then
    private record Course(Instant at, long atNanos, long behindNanos) {
        Instant after(long elapsedNanos) {
            long most = elapsedNanos / PACE;
            return at.plusNanos(elapsedNanos + Math.clamp(behindNanos, -most, most));
        }

        boolean set() {
            return Math.abs(behindNanos) > SET.toNanos();
        }
    }

    /// @param machine the clock that may be set
    /// @param nanos one that may not, from any beginning, in nanoseconds
    public SteadyClock(InstantSource machine, LongSupplier nanos) {
        this.machine = machine;
        this.nanos = nanos;
        this.course = new AtomicReference<>(new Course(machine.instant(), nanos.getAsLong(), 0));
    }

    /// By the clocks of this machine.
    public static SteadyClock system() {
        return new SteadyClock(InstantSource.system(), System::nanoTime);
    }

    @Override
    public Instant instant() {
        Course now = course.get();
        // Another thread may have looked since then: time does not go backwards because of that.
        long elapsed = Math.max(0, nanos.getAsLong() - now.atNanos());
        return elapsed < LOOK_NANOS ? now.after(elapsed) : look(now, elapsed);
    }

    private Instant look(Course before, long elapsed) {
        Instant own = before.after(elapsed);
        Duration behind = Duration.between(own, machine.instant());
        Course next = new Course(own, before.atNanos() + elapsed, nanos(behind));
        if (course.compareAndSet(before, next) && next.set() != before.set()) {
            say(next);
        }
        return own;
    }

    /// Centuries are cut to what fits.
    private static long nanos(Duration duration) {
        return TimeUnit.NANOSECONDS.convert(duration);
    }

    private static void say(Course next) {
        if (next.set()) {
            LOG.warn(
                    "The clock of the machine was set by {} s; calls, records and registrations go"
                            + " on by the old time, which follows by {} ms in a second. A restart"
                            + " takes the new time over at once.",
                    TimeUnit.NANOSECONDS.toSeconds(next.behindNanos()),
                    1_000 / PACE);
        } else {
            LOG.info("The time is that of the machine again.");
        }
    }

    /// How far the clock of the machine is ahead of this one: some microseconds, unless it was set;
    /// negative when it was set back.
    public Duration behind() {
        return Duration.between(instant(), machine.instant());
    }
}
