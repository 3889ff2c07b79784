package io.referee.server.store;

import io.referee.server.call.KeptCall;
import io.referee.server.cdr.Cdr;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/// Takes writes from the engine without ever making it wait, and has one thread put them into the
/// database.
///
/// What is pressing (a final record, a binding) is written at once when the thread is idle and at
/// most [#REST] later when it is not; what is progress waits [#PROGRESS_DELAY], because most calls
/// are over or have newer news by then. What is taken in together is written in one transaction of
/// up to [#TRANSACTION_AT_MOST].
///
/// While the database is away it is tried again with growing pauses up to [#LONGEST_PAUSE], and
/// writes are kept by key. Beyond [#PROGRESS_AT_MOST] the oldest progress is dropped; beyond
/// [#PRESSING_AT_MOST] the oldest pressing write is lost, which is counted and logged as an error.
/// What it had taken and is not in its file is written once more when it is back ([H2File]); of a
/// database that does not tell, what it took in the last [#UNSURE]. A row that the database refuses
/// is logged and counted, and does not hold up the others.
final class WriteBehind implements AutoCloseable {
    static final Duration REST = Duration.ofMillis(150);
    static final Duration PROGRESS_DELAY = Duration.ofMillis(700);
    static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    static final Duration HEARTBEAT = Duration.ofSeconds(2);
    static final int PROGRESS_AT_MOST = 50_000;
    static final int PRESSING_AT_MOST = 200_000;

    /// What was committed so short a time before the database went is written once more where the
    /// database does not tell what it has kept. More than a [#HEARTBEAT], which is when a failure
    /// is noticed at the latest.
    static final Duration UNSURE = Duration.ofSeconds(3);

    /// Committed writes that are kept until they are in the file; beyond it the oldest are trusted.
    static final int UNSURE_AT_MOST = PRESSING_AT_MOST;

    private static final int TRANSACTION_AT_MOST = 5_000;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LAST_FLUSH_AT_MOST = Duration.ofSeconds(3);

    private static final Logger LOG = LoggerFactory.getLogger(WriteBehind.class);

    /// Writes a batch in one transaction, all or nothing.
    interface Sink {
        /// @throws Refused when a row is at fault and not the database
        void write(List<Write> batch);

        /// The same.
        ///
        /// @return what becomes of it, to be asked as often as one likes
        default Supplier<Durability> commit(List<Write> batch) {
            write(batch);
            return () -> Durability.UNKNOWN;
        }
    }

    /// The database is there but does not take what is in the batch.
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1;

        Refused(Throwable cause) {
            super(cause);
        }
    }

    private record Waiting(Write write, long dueNanos) {}

    private record Committed(List<Write> batch, long atNanos, Supplier<Durability> durability) {
        Durability now() {
            return durability.get();
        }
    }

    private final Sink sink;
    private final InstantSource clock;
    private final Thread thread;
    private final ConcurrentLinkedQueue<List<? extends Write>> inbox =
            new ConcurrentLinkedQueue<>();
    private final AtomicInteger inboxSize = new AtomicInteger();
    private final AtomicLong lost = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private final Map<Object, Write> pressing = new LinkedHashMap<>();
    private final Map<Object, Waiting> progress = new LinkedHashMap<>();

    /// Records of which a version that is not final is in the database, and calls that are.
    private final Set<Object> begun = new HashSet<>();

    /// What may have to be written once more, oldest first.
    private final Deque<Committed> unsure = new ArrayDeque<>();

    /// The last one since the database went.
    private @Nullable Committed newest;

    /// How often since then it has lost what it had taken.
    private int losses;

    private final List<Write.Barrier> barriers = new ArrayList<>();
    private long pauseMillis;
    private volatile int kept;

    /// Since when the database has been away; 0 while it is there.
    private volatile long awayNanos;

    private long heartbeatNanos = System.nanoTime();
    private long lostReported;
    private volatile boolean asleep;
    private volatile boolean closed;

    WriteBehind(Sink sink, InstantSource clock) {
        this.sink = sink;
        this.clock = clock;
        this.thread = Thread.ofPlatform().name("store-writer").daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /// Pressing writes that could not be kept, and rows that the database refused: 0 in a healthy
    /// server.
    long lost() {
        return lost.get();
    }

    /// Progress that was dropped because too much waited.
    long dropped() {
        return dropped.get();
    }

    /// Writes that have not reached the database yet.
    int waiting() {
        return kept + inboxSize.get();
    }

    /// For how long the database has not taken anything; zero while it does.
    Duration away() {
        long since = awayNanos;
        return since == 0 ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - since);
    }

    /// Takes writes that belong together; never blocks. The list must not change afterwards.
    void add(List<? extends Write> writes) {
        if (inboxSize.get() > PRESSING_AT_MOST) {
            refuse(writes);
            return;
        }
        post(writes);
    }

    private void post(List<? extends Write> writes) {
        inboxSize.addAndGet(writes.size());
        inbox.add(writes);
        if (asleep) {
            asleep = false;
            LockSupport.unpark(thread);
        }
    }

    private void refuse(List<? extends Write> writes) {
        for (Write write : writes) {
            (write.pressing() ? lost : dropped).incrementAndGet();
        }
    }

    /// Waits until everything added before is written, progress too; false when that took longer
    /// than `atMost`.
    boolean settled(Duration atMost) throws InterruptedException {
        var done = new CountDownLatch(1);
        post(List.of(new Write.Barrier(done)));
        return done.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// Writes what is left, for at most a few seconds, and stops.
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        try {
            thread.join(LAST_FLUSH_AT_MOST);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        int left = pressing.size() + inboxSize.get();
        if (thread.isAlive() || left > 0) {
            LOG.error(
                    "The database did not take the last writes before the end; {} were left.",
                    left);
        }
    }

    private void run() {
        while (!closed) {
            takeIn();
            beat();
            look();
            boolean worked = flush();
            kept = pressing.size() + progress.size();
            if (pauseMillis > 0 || losses > 0) {
                nap(TimeUnit.MILLISECONDS.toNanos(Math.max(pauseMillis, pause(losses))));
            } else if (worked || awayNanos != 0 || someLost()) {
                nap(REST.toNanos());
            } else {
                sleep();
            }
        }
        heartbeatNanos = System.nanoTime(); // who ends in order says to the last when that was
        beat();
        takeIn();
        look();
        progress.values().forEach(waiting -> pressing.put(waiting.write().key(), waiting.write()));
        flush();
    }

    private void takeIn() {
        List<? extends Write> writes;
        while ((writes = inbox.poll()) != null) {
            inboxSize.addAndGet(-writes.size());
            for (Write write : writes) {
                takeIn(write);
            }
        }
        if (!barriers.isEmpty()) {
            progress.values()
                    .forEach(waiting -> pressing.put(waiting.write().key(), waiting.write()));
            progress.clear();
        }
        keepLimits();
    }

    private void takeIn(Write write) {
        Object key = write.key();
        switch (write) {
            case Write.Barrier barrier -> barriers.add(barrier);
            case Write.Forget _ when !begun.contains(key) && pressing.remove(key) != null -> {}
            case Write w when w.pressing() || pressing.containsKey(key) -> {
                progress.remove(key);
                pressing.put(key, w);
            }
            case Write w -> {
                Waiting before = progress.get(key);
                long due =
                        before == null
                                ? System.nanoTime() + PROGRESS_DELAY.toNanos()
                                : before.dueNanos();
                progress.put(key, new Waiting(w, due));
            }
        }
    }

    private void keepLimits() {
        dropped.addAndGet(dropOldest(progress, PROGRESS_AT_MOST));
        lost.addAndGet(dropOldest(pressing, PRESSING_AT_MOST));
        if (lost.get() > lostReported) {
            lostReported = lost.get();
            LOG.error(
                    "Records were lost because the database does not take them: {} so far.",
                    lostReported);
        }
    }

    private static int dropOldest(Map<?, ?> kept, int atMost) {
        int drop = Math.max(0, kept.size() - atMost);
        Iterator<?> oldest = kept.keySet().iterator();
        for (int i = 0; i < drop; i++) {
            oldest.next();
            oldest.remove();
        }
        return drop;
    }

    /// The sign of life by which the next start knows when this one ended.
    private void beat() {
        if (System.nanoTime() - heartbeatNanos >= 0) {
            heartbeatNanos = System.nanoTime() + HEARTBEAT.toNanos();
            var mark = new Write.Mark(Write.Mark.LAST_SEEN, clock.millis());
            pressing.put(mark.key(), mark);
        }
    }

    /// What the database has taken and lost is written once more, how ever long ago that was.
    private void look() {
        forgetSure();
        if (someLost()) {
            losses++;
            away(new IllegalStateException("it could not keep what it had taken"));
        }
        back();
    }

    private boolean someLost() {
        return unsure.stream().anyMatch(done -> done.now() == Durability.LOST);
    }

    private static long pause(int failures) {
        long millis = FIRST_PAUSE.toMillis() << Math.min(failures, 10);
        return failures == 0 ? 0 : Math.min(millis, LONGEST_PAUSE.toMillis());
    }

    /// Writes what is due; true when there was something.
    private boolean flush() {
        long now = System.nanoTime();
        Iterator<Waiting> oldest = progress.values().iterator();
        while (oldest.hasNext()) {
            Waiting waiting = oldest.next();
            if (waiting.dueNanos() - now > 0) {
                break;
            }
            oldest.remove();
            pressing.put(waiting.write().key(), waiting.write());
        }
        boolean worked = !pressing.isEmpty();
        while (!pressing.isEmpty() && flushSome()) {
            pauseMillis = 0;
        }
        if (pressing.isEmpty()) {
            pauseMillis = 0;
        }
        if (pressing.isEmpty() && awayNanos == 0 && !someLost()) {
            barriers.forEach(barrier -> barrier.done().countDown());
            barriers.clear();
        }
        return worked;
    }

    /// One transaction; false when the database is away.
    private boolean flushSome() {
        List<Write> batch = new ArrayList<>(Math.min(pressing.size(), TRANSACTION_AT_MOST));
        for (Write write : pressing.values()) {
            if (batch.size() == TRANSACTION_AT_MOST) {
                break;
            }
            batch.add(begun.contains(write.key()) ? write : first(write));
        }
        try {
            writeOrSplit(batch);
            forgetSure();
            back();
            return true;
        } catch (RuntimeException failure) {
            away(failure);
            pauseMillis =
                    Math.clamp(pauseMillis * 2, FIRST_PAUSE.toMillis(), LONGEST_PAUSE.toMillis());
            return false;
        }
    }

    /// The write where there is no earlier version.
    private static Write first(Write write) {
        return switch (write) {
            case Write.Save(Cdr cdr) when cdr.complete() -> new Write.First(cdr);
            case Write.Keep(KeptCall call) -> new Write.KeepFirst(call);
            default -> write;
        };
    }

    /// These were written by an earlier process. To be said before the start.
    void begun(Collection<Object> keys) {
        begun.addAll(keys);
    }

    private void away(RuntimeException failure) {
        if (awayNanos == 0) {
            awayNanos = System.nanoTime() | 1; // never 0
            LOG.warn(
                    "The database is away; {} writes wait for it: {}",
                    pressing.size(),
                    Outage.reason(failure));
        }
        newest = null;
        repeatUnsure();
    }

    /// What has newer news waiting is not repeated.
    private void repeatUnsure() {
        Map<Object, Write> last = new LinkedHashMap<>();
        unsure.forEach(done -> done.batch().forEach(write -> last.put(write.key(), write)));
        unsure.clear();
        last.forEach(
                (key, write) -> {
                    if (!progress.containsKey(key)) {
                        pressing.putIfAbsent(key, write);
                    }
                });
    }

    /// Where the database does not tell: what was committed long before something else was. One
    /// that could not write the first to its file would not have taken the second.
    private void forgetSure() {
        long now = System.nanoTime();
        Committed last = unsure.peekLast();
        unsure.removeIf(
                done ->
                        switch (done.now()) {
                            case IN_FILE -> true;
                            case UNKNOWN -> done != last && now - done.atNanos() > UNSURE.toNanos();
                            case ON_ITS_WAY, LOST -> false;
                        });
        int writes = unsure.stream().mapToInt(done -> done.batch().size()).sum();
        while (writes > UNSURE_AT_MOST) {
            writes -= unsure.removeFirst().batch().size();
        }
    }

    /// It is back when it has kept something, and nothing is known to be lost: the database may
    /// have been opened anew since anybody looked.
    private void back() {
        if (awayNanos == 0 || newest == null || someLost()) {
            return;
        }
        Durability kept = newest.now();
        if (kept == Durability.IN_FILE || kept == Durability.UNKNOWN) {
            LOG.info(
                    "The database is back after {} s; {} writes still wait, {} were lost.",
                    away().toSeconds(),
                    pressing.size(),
                    lost.get());
            awayNanos = 0;
            losses = 0;
        }
    }

    /// When a row is at fault the batch is halved until it stands alone, and that one is given up.
    private void writeOrSplit(List<Write> batch) {
        try {
            Supplier<Durability> durability = sink.commit(batch);
            newest = new Committed(batch, System.nanoTime(), durability);
            unsure.add(newest);
            batch.forEach(this::written);
        } catch (Refused refused) {
            if (batch.size() == 1) {
                Write write = batch.getFirst();
                lost.incrementAndGet();
                pressing.remove(write.key());
                LOG.error("The database refused {}: {}", write.title(), Outage.state(refused));
                return;
            }
            writeOrSplit(batch.subList(0, batch.size() / 2));
            writeOrSplit(batch.subList(batch.size() / 2, batch.size()));
        }
    }

    private void written(Write write) {
        Object key = write.key();
        pressing.remove(key);
        boolean more =
                write instanceof Write.Save && !write.pressing()
                        || write instanceof Write.Keep
                        || write instanceof Write.KeepFirst;
        if (more) {
            begun.add(key);
        } else {
            begun.remove(key);
        }
    }

    private void nap(long nanos) {
        long until = System.nanoTime() + nanos;
        long left = nanos;
        while (left > 0 && !closed) {
            LockSupport.parkNanos(left);
            left = until - System.nanoTime();
        }
    }

    private void sleep() {
        asleep = true;
        if (inbox.isEmpty() && !closed) {
            long until = heartbeatNanos;
            Iterator<Waiting> oldest = progress.values().iterator();
            if (oldest.hasNext()) {
                until = Math.min(until, oldest.next().dueNanos());
            }
            LockSupport.parkNanos(Math.max(1, until - System.nanoTime()));
        }
        asleep = false;
    }
}
