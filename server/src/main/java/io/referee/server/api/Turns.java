package io.referee.server.api;

import io.referee.server.dialplan.dry.Waiting;

import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// Does what is handed over, on the thread that waits, for so long at most in all.
public final class Turns implements Waiting {
    private final LinkedBlockingQueue<Runnable> handed = new LinkedBlockingQueue<>();
    private final long deadline;

    public Turns(Duration atMost) {
        this.deadline = System.nanoTime() + atMost.toNanos();
    }

    @Override
    public void post(Runnable work) {
        handed.add(work);
    }

    @Override
    public boolean until(BooleanSupplier so) {
        while (!so.getAsBoolean()) {
            Runnable work = next();
            if (work == null) {
                return false;
            }
            work.run();
        }
        return true;
    }

    private @org.jspecify.annotations.Nullable Runnable next() {
        try {
            return handed.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }
}
