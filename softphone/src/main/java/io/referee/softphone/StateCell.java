package io.referee.softphone;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// A state that others watch. Listeners run one by one on the phone's executor, in the order of the
/// changes; futures are completed on threads of their own, so that a listener may wait for one.
/// *Any thread; changed by the engine's.*
final class StateCell<S> {
    private final ReentrantLock lock = new ReentrantLock();
    private final Executor callbacks;
    private final List<Consumer<S>> listeners = new ArrayList<>();
    private final List<Waiter<S>> waiters = new ArrayList<>();
    private volatile S now;

    private record Waiter<S>(Predicate<S> wanted, CompletableFuture<S> future) {}

    StateCell(S first, Executor callbacks) {
        this.now = first;
        this.callbacks = callbacks;
    }

    S now() {
        return now;
    }

    /// Does nothing when that is the state already.
    void set(S next) {
        lock.lock();
        try {
            if (next.equals(now)) {
                return;
            }
            now = next;
            listeners.forEach(listener -> callbacks.execute(() -> listener.accept(next)));
            waiters.removeIf(waiter -> settled(waiter, next));
        } finally {
            lock.unlock();
        }
    }

    private boolean settled(Waiter<S> waiter, S state) {
        boolean holds = waiter.wanted.test(state);
        if (holds) {
            waiter.future.completeAsync(() -> state, Thread::startVirtualThread);
        }
        return holds || waiter.future.isDone();
    }

    /// Told of every later change.
    void listen(Consumer<S> listener) {
        lock.lock();
        try {
            listeners.add(listener);
        } finally {
            lock.unlock();
        }
    }

    /// Completes with the first state from now on that is wanted.
    CompletableFuture<S> when(Predicate<S> wanted) {
        CompletableFuture<S> future = new CompletableFuture<>();
        lock.lock();
        try {
            if (wanted.test(now)) {
                future.complete(now);
            } else {
                waiters.add(new Waiter<>(wanted, future));
            }
        } finally {
            lock.unlock();
        }
        return future;
    }
}
