package io.referee.softphone;

import io.referee.sip.uri.Uri;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// A transfer that we asked for, as it goes. *Any thread.*
public final class Transfer {
    private final Uri target;
    private final @Nullable PhoneCall consultation;
    private final TransferOptions options;
    private final Executor callbacks;
    private final CompletableFuture<TransferOutcome> result = new CompletableFuture<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final List<Progress> seen = new ArrayList<>();
    private final List<Consumer<Progress>> listeners = new ArrayList<>();

    /// What a NOTIFY told: a status line of the call to the target.
    public record Progress(int status, String phrase) {}

    Transfer(
            Uri target,
            Optional<PhoneCall> consultation,
            TransferOptions options,
            Executor callbacks) {
        this.target = target;
        this.consultation = consultation.orElse(null);
        this.options = options;
        this.callbacks = callbacks;
    }

    /// Where the other side shall go.
    public Uri target() {
        return target;
    }

    /// Our call with the target, whose place the other side shall take; empty for a blind transfer.
    public Optional<PhoneCall> consultation() {
        return Optional.ofNullable(consultation);
    }

    /// How it was asked for.
    public TransferOptions options() {
        return options;
    }

    /// Called on the phone's executor for every NOTIFY, those that came already included.
    public void onProgress(Consumer<Progress> listener) {
        lock.lock();
        try {
            listeners.add(listener);
            seen.forEach(progress -> callbacks.execute(() -> listener.accept(progress)));
        } finally {
            lock.unlock();
        }
    }

    /// Completes within [TransferOptions#patience] and the time that a hold takes, never with an
    /// exception.
    public CompletableFuture<TransferOutcome> result() {
        return result;
    }

    /// *Engine thread only.*
    void progressed(Progress progress) {
        lock.lock();
        try {
            seen.add(progress);
            listeners.forEach(listener -> callbacks.execute(() -> listener.accept(progress)));
        } finally {
            lock.unlock();
        }
    }

    /// *Engine thread only.*
    void ended(TransferOutcome outcome) {
        result.completeAsync(() -> outcome, Thread::startVirtualThread);
    }
}
