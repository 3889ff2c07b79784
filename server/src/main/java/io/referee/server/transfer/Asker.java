package io.referee.server.transfer;

import java.time.Duration;
import java.util.Optional;

/// Who asked for a transfer and wants to know how it goes. *Engine thread only.*
interface Asker {

    /// The target rings.
    void progress(int status);

    /// How it ended, as the transferor is told (`transfers.md` A2.6). `told` runs when the asker
    /// knows, or can no longer be told.
    void finished(int status, Runnable told);

    /// What came of a failure, once, after [#finished].
    ///
    /// @param how by which step somebody was found for the transferee; empty when nobody was
    default void recovered(Optional<String> how) {}

    /// How long the transferor may take for its own BYE after a success.
    Duration byeGrace();

    /// Somebody who looks at the transfer by himself: the HTTP doors.
    enum Watching implements Asker {
        INSTANCE;

        @Override
        public void progress(int status) {}

        @Override
        public void finished(int status, Runnable told) {
            told.run();
        }

        @Override
        public Duration byeGrace() {
            return Duration.ZERO;
        }
    }
}
