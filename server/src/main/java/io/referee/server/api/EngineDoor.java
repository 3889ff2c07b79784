package io.referee.server.api;

import java.util.function.Supplier;

/// The way to the engine for everybody else. *Any thread but the engine's.*
@FunctionalInterface
public interface EngineDoor {

    /// Asks something on the engine thread and waits for the answer, for a bounded time.
    ///
    /// @throws Busy when the engine has too much to do, is closed, or did not answer in time; the
    ///   question may still be asked then, or never
    <T> T ask(Supplier<T> question);

    /// The engine cannot answer now.
    final class Busy extends RuntimeException {
        private static final long serialVersionUID = 1;

        public Busy(String sentence) {
            super(sentence, null, false, false);
        }
    }
}
