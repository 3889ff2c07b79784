package io.referee.server.dialplan.run;

import io.referee.server.call.Failure;
import io.referee.sip.session.Authorizer;

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

    /// As the log of the plan says it: `Failed, 486 Busy Here`. A server that wanted a password
    /// says no more than 401, so what was wrong is said here.
    String sentence() {
        String said = kind.word() + ", " + status + ' ' + reason;
        if (status != 401 && status != 407) {
            return said;
        }
        boolean had =
                rejected.stream()
                        .filter(one -> one.response().status() == status)
                        .anyMatch(one -> one.target().options().credentials() != Authorizer.NONE);
        return said
                + (had
                        ? ": the user and password that we have were not taken"
                        : ": a password is wanted, and we have none");
    }
}
