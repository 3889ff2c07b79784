package io.referee.softphone;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;

/// Runs the callbacks of one phone one after the other on a virtual thread. They may block: only
/// later callbacks of the same phone wait for them. After the close they are dropped. *Any thread.*
final class Callbacks implements Executor {
    private final ExecutorService thread;

    Callbacks(String name) {
        thread =
                Executors.newSingleThreadExecutor(
                        Thread.ofVirtual().name("phone-" + name).factory());
    }

    @Override
    public void execute(Runnable callback) {
        try {
            thread.execute(callback);
        } catch (RejectedExecutionException closed) {
            // Nobody listens to a phone that is closed.
            return;
        }
    }

    void close() {
        thread.shutdown();
    }
}
