package io.referee.server.account;

import io.referee.sip.transport.Hop;

/// Is told how every SIP request fared that had to prove an account: the one place through which
/// all outcomes of digest authentication pass (RFC 3261 §22). *Engine thread only*; must neither
/// wait nor throw.
@FunctionalInterface
public interface LoginWatch {

    /// Looks away.
    LoginWatch NOBODY = attempt -> {};

    /// How a request fared.
    enum Outcome {
        /// The sender knows the password.
        ACCEPTED,
        /// No credentials that we could judge: the first request of every phone.
        CHALLENGED,
        /// The right password with a nonce that is too old or not ours: asked again.
        STALE,
        /// The right password with a nonce count that was used before: asked again. A phone that
        /// repeats itself looks the same as somebody who repeats what he overheard.
        REPLAYED,
        /// Not the password of this account.
        WRONG_PASSWORD,
        /// There is no such account; the sender is told the same as for a wrong password.
        UNKNOWN_ACCOUNT,
        /// The Authorization field cannot be read.
        MALFORMED,
        /// A domain that is not ours, or a URI that names nobody.
        NOT_SERVED
    }

    /// One request that had to prove an account. *Immutable.*
    ///
    /// @param account `name@domain` as claimed, at most 256 characters; whatever the sender wrote
    /// @param owner whose account it is, empty when there is none
    /// @param method of the request, as [io.referee.sip.message.Method#name]
    record Attempt(Outcome outcome, Hop from, String account, String owner, String method) {}

    /// Takes note of an attempt.
    void attempted(Attempt attempt);

    /// A watch that tells this one first and then another.
    default LoginWatch and(LoginWatch other) {
        return attempt -> {
            attempted(attempt);
            other.attempted(attempt);
        };
    }
}
