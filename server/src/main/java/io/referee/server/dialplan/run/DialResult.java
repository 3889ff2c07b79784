package io.referee.server.dialplan.run;

import io.referee.server.call.Failure;

import java.util.List;
import java.util.Optional;

/// How a dial of a plan ended without an answer. *Immutable.*
///
/// @param status what the caller would hear of it
/// @param rejected the final responses, in that order
/// @param redirection where somebody is instead
public record DialResult(
        Kind kind,
        int status,
        String reason,
        List<Failure.Rejected> rejected,
        Optional<Redirection> redirection) {

    /// In the words that plans compare with.
    public enum Kind {
        FAILED("Failed"),
        TIMED_OUT("TimedOut"),
        ERROR("Error"),
        REDIRECT("Redirect");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /// `Failed`, `TimedOut`, `Error`, `Redirect`.
        public String word() {
            return word;
        }
    }

    /// Nothing could be dialled.
    static DialResult error(int status, String reason) {
        return new DialResult(Kind.ERROR, status, reason, List.of(), Optional.empty());
    }

    /// Whether somebody who was rung refused: of a plan that ends without an answer, the caller
    /// hears that. Silence and what could not be dialled come to 480.
    public boolean saidNo() {
        return kind == Kind.FAILED || kind == Kind.REDIRECT;
    }

    /// Whether somebody refused for everybody.
    public boolean global() {
        return status >= 600;
    }
}
