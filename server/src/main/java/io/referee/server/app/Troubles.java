package io.referee.server.app;

import io.referee.net.SteadyClock;
import io.referee.server.store.Store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// What somebody should look after, in sentences for `GET /healthz`. *Any thread.*
record Troubles(Store store, SteadyClock clock) implements Supplier<List<String>> {
    @Override
    public List<String> get() {
        List<String> found = new ArrayList<>();
        Duration away = store.away();
        if (!away.isZero()) {
            found.add(
                    "The database has not taken anything for %d s; %d writes wait."
                            .formatted(away.toSeconds(), store.waiting()));
        }
        if (store.lost() > 0) {
            found.add("%d records could not be stored.".formatted(store.lost()));
        }
        Duration behind = clock.behind();
        if (behind.abs().compareTo(SteadyClock.SET) > 0) {
            found.add(
                    "The clock of the machine was set by %d s; a restart takes it over."
                            .formatted(behind.toSeconds()));
        }
        return found;
    }
}
