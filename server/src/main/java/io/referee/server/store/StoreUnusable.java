package io.referee.server.store;

/// The database cannot be used. The message is one sentence for the operator with the remedy; the
/// server cannot start without a store.
public final class StoreUnusable extends RuntimeException {
    private static final long serialVersionUID = 1;

    StoreUnusable(String message) {
        super(message);
    }

    StoreUnusable(String message, Throwable cause) {
        super(message, cause);
    }
}
