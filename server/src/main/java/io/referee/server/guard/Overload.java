package io.referee.server.guard;

import java.time.Duration;

/// Whether the engine can keep up, and which share of new requests it can take. *Engine thread
/// only.*
///
/// How long a datagram has waited in the kernel cannot be known, nor how many do. What can be known
/// for certain is whether the engine has *slept*: it sleeps only when no datagram, command or timer
/// waits. So whatever waits came after it last slept, and an engine that does not sleep at all is
/// at its limit. The measure is its occupancy: the share of a window in which it did not sleep.
///
/// Shedding begins after [#PATIENCE] without sleep, or when half of the mailbox is full. From then
/// on the share of new requests that is taken is set anew in each [#WINDOW] by target/occupancy,
/// the occupancy algorithm of the studies behind RFC 7339 §5.10: it settles at the share that keeps
/// the engine at [#TARGET], and so does not swing between all and nothing. It ends when for [#CALM]
/// everything was taken. Two levels and two times: that is the hysteresis.
///
/// An engine whose machine is busy with something else does not sleep either, and shedding does not
/// help it. So this share is for strangers; whom we know is refused only while the mailbox is half
/// full.
final class Overload {
    /// How often the measure is taken.
    static final Duration WINDOW = Duration.ofMillis(250);

    /// For how long an engine may be at its limit before requests are refused: a burst, or a young
    /// machine that still compiles.
    static final Duration PATIENCE = Duration.ofSeconds(1);

    /// For how long everything must have gone well.
    static final Duration CALM = Duration.ofSeconds(2);

    /// An engine that is busier than this is at its limit, in thousandths.
    static final int LIMIT = 980;

    /// How busy it is kept while it sheds, in thousandths.
    static final int TARGET = 850;

    /// At least this share is taken, in thousandths, so that the end of it is seen.
    static final int LEAST_SHARE = 20;

    /// A half-full mailbox.
    static final int MAX_QUEUED = 32_768;

    /// Nothing is concluded from an older window: nobody has asked meanwhile.
    private static final long STALE_MICROS = 2_000_000;

    private static final int ALL = 1_000;
    private static final int FASTEST_RISE = 2;

    private final Load load;
    private long windowBegan;
    private long idleThen;
    private long limitSince;
    private long calmSince;
    private boolean shedding;
    private boolean full;
    private int share = ALL;
    private int credit;

    /// What has just changed.
    enum Change {
        NONE,
        BEGAN,
        ENDED
    }

    Overload(Load load) {
        this.load = load;
        this.windowBegan = load.micros();
        this.idleThen = load.idleMicros();
        this.limitSince = windowBegan;
        this.calmSince = windowBegan;
    }

    /// Looks at the engine when it is time to. Asked with each new request.
    Change look() {
        long now = load.micros();
        long length = now - windowBegan;
        if (length < WINDOW.toNanos() / 1_000) {
            return Change.NONE;
        }
        long idle = load.idleMicros();
        int occupancy = (int) (ALL - Math.min(ALL, (idle - idleThen) * ALL / length));
        boolean stale = length > STALE_MICROS;
        windowBegan = now;
        idleThen = idle;
        full = load.queued() > MAX_QUEUED;
        if (occupancy < LIMIT && !full) {
            limitSince = now;
        }
        return shedding ? shed(now, full ? ALL : occupancy, stale) : begin(now);
    }

    private Change begin(long now) {
        if (!full && now - limitSince < PATIENCE.toNanos() / 1_000) {
            return Change.NONE;
        }
        shedding = true;
        share = TARGET;
        calmSince = now;
        return Change.BEGAN;
    }

    private Change shed(long now, int occupancy, boolean stale) {
        int fitting = share * TARGET / Math.max(1, occupancy);
        share = Math.clamp(Math.min(fitting, share * FASTEST_RISE), LEAST_SHARE, ALL);
        if (share < ALL) {
            calmSince = now;
        }
        if (!stale && now - calmSince < CALM.toNanos() / 1_000) {
            return Change.NONE;
        }
        shedding = false;
        share = ALL;
        limitSince = now;
        return Change.ENDED;
    }

    boolean shedding() {
        return shedding;
    }

    /// Whether the mailbox is half full: then those wait too whom we know.
    boolean full() {
        return full;
    }

    /// Of those that would begin something, which share is taken now, in thousandths.
    int share() {
        return share;
    }

    /// Whether this one is taken: evenly so many of a thousand.
    boolean takes() {
        credit += share;
        if (credit < ALL) {
            return false;
        }
        credit -= ALL;
        return true;
    }
}
