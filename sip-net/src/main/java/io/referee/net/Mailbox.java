package io.referee.net;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/// Commands on their way to the engine: bounded, many writers, one reader. Writers take no lock
/// that the reader needs, and wake the reader only when it sleeps. *Writers on any thread; [#run],
/// [#sleeps], [#awake] on the engine thread.*
final class Mailbox {
    private final ConcurrentLinkedQueue<Runnable> commands = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean asleep = new AtomicBoolean();
    private final Semaphore room;
    private final int limit;
    private final Runnable wake;

    Mailbox(int limit, Runnable wake) {
        this.limit = limit;
        this.room = new Semaphore(limit);
        this.wake = wake;
    }

    /// Puts a command in, or refuses when the mailbox is full.
    boolean offer(Runnable command) {
        if (!room.tryAcquire()) {
            return false;
        }
        add(command);
        return true;
    }

    /// Puts a command in and waits for room when there is none: this is how a reader of a stream is
    /// slowed down.
    void put(Runnable command) throws InterruptedException {
        room.acquire();
        add(command);
    }

    private void add(Runnable command) {
        commands.add(command);
        if (asleep.get() && asleep.compareAndSet(true, false)) {
            wake.run();
        }
    }

    /// Hands at most so many commands to `runner`, which does not throw.
    int run(int most, Consumer<Runnable> runner) {
        int count = 0;
        while (count < most) {
            Runnable command = commands.poll();
            if (command == null) {
                break;
            }
            count++;
            runner.accept(command);
        }
        if (count > 0) {
            room.release(count);
        }
        return count;
    }

    /// Says that the reader is going to sleep; false when it must not because there is work.
    boolean sleeps() {
        asleep.set(true);
        if (commands.isEmpty()) {
            return true;
        }
        asleep.set(false);
        return false;
    }

    void awake() {
        asleep.set(false);
    }

    int size() {
        return limit - room.availablePermits();
    }
}
