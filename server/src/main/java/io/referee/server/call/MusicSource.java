package io.referee.server.call;

import java.time.Duration;
import java.util.Optional;

/// Where hold music comes from (`transfers.md` A8.2): a user agent that answers every call with
/// music. *Engine thread only.*
public interface MusicSource {
    /// Where it is, for this call.
    Route route(Call call);

    /// How long it may take to answer.
    Duration patience();

    /// Who pays for the call; empty for whoever pays for the leg of the listener.
    default Optional<String> payer() {
        return Optional.empty();
    }

    /// A source that somebody pays for who wants it.
    record Wanted(Route at, Optional<String> payer, Duration patience) implements MusicSource {
        @Override
        public Route route(Call call) {
            return at;
        }
    }
}
