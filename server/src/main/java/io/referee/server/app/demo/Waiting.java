package io.referee.server.app.demo;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Waiting with a limit, and words for when it passes.
final class Waiting {
    private Waiting() {}

    static <T> T on(CompletableFuture<T> future, Duration limit, String otherwise) throws Trouble {
        try {
            return future.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new Trouble(otherwise + " within " + limit.toSeconds() + " s");
        } catch (ExecutionException e) {
            throw new Trouble(otherwise + ": " + e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Trouble(otherwise + ": interrupted");
        }
    }
}
