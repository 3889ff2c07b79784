package io.referee.server.app.world;

import io.referee.server.dialplan.run.PlanRun;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Who waits for a web page, and for which run: a run that is over wants none any more. *Any
/// thread.*
final class Fetching {
    private final Map<PlanRun, Set<Thread>> waiting =
            Collections.synchronizedMap(new IdentityHashMap<>());

    /// Begins, before the run can be over.
    void start(PlanRun run, Thread thread) {
        waiting.computeIfAbsent(run, _ -> ConcurrentHashMap.newKeySet()).add(thread);
        thread.start();
    }

    /// The current thread waits no more.
    void done(PlanRun run) {
        waiting.computeIfPresent(
                run,
                (_, threads) -> {
                    threads.remove(Thread.currentThread());
                    return threads.isEmpty() ? null : threads;
                });
    }

    /// Whoever waits for a page of this run is interrupted.
    void over(PlanRun run) {
        Set<Thread> threads = waiting.remove(run);
        if (threads != null) {
            threads.forEach(Thread::interrupt);
        }
    }
}
