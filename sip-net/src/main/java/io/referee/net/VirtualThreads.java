package io.referee.net;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The virtual threads of one engine, so that none is left behind. *Any thread.*
final class VirtualThreads {
    private final Set<Thread> running = ConcurrentHashMap.newKeySet();

    Thread start(String name, Runnable task) {
        Thread thread =
                Thread.ofVirtual()
                        .name(name)
                        .unstarted(
                                () -> {
                                    try {
                                        task.run();
                                    } finally {
                                        running.remove(Thread.currentThread());
                                    }
                                });
        running.add(thread);
        thread.start();
        return thread;
    }

    /// How many have not ended.
    int count() {
        return running.size();
    }

    /// Interrupts all and waits for their end, but not longer than this in total.
    void end(Duration patience) throws InterruptedException {
        running.forEach(Thread::interrupt);
        long untilNanos = System.nanoTime() + patience.toNanos();
        for (Thread thread : running) {
            long leftNanos = untilNanos - System.nanoTime();
            if (leftNanos <= 0 || !thread.join(Duration.ofNanos(leftNanos))) {
                return;
            }
        }
    }
}
