package io.referee.net;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.function.Consumer;

/// What handlers throw: it is counted and told, and the engine goes on. *Engine thread only, once
/// that runs.*
final class Mishaps {
    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

    private final Counters counters;
    private Consumer<Throwable> listener = e -> LOG.error("An event could not be handled", e);

    Mishaps(Counters counters) {
        this.counters = counters;
    }

    /// Who hears of them, instead of the log.
    void listener(Consumer<Throwable> next) {
        listener = next;
    }

    void report(Throwable e) {
        counters.uncaught.increment();
        try {
            listener.accept(e);
        } catch (Throwable again) {
            LOG.error("Trouble could not be reported", again);
        }
    }
}
