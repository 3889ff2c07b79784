package io.referee.server.call;

import java.time.Duration;

/// Where hold music comes from (`transfers.md` A8.2): a user agent that answers every call with
/// music. *Engine thread only.*
public interface MusicSource {
    /// Where it is, for this call.
    Route route(Call call);

    /// How long it may take to answer.
    Duration patience();
}
