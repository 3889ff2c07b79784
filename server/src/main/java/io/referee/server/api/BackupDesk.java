package io.referee.server.api;

/// Copies all that is stored, while it is written to. *Any thread; blocks.*
@FunctionalInterface
public interface BackupDesk {

    /// A copy on the server's disk.
    record Copy(String file, long octets) {}

    /// It cannot be copied from here; the message is a sentence that says why.
    final class Impossible extends RuntimeException {
        private static final long serialVersionUID = 1;

        public Impossible(String sentence, Throwable cause) {
            super(sentence, cause);
        }
    }

    /// @throws Impossible with a sentence
    Copy copy();
}
