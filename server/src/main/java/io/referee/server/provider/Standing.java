package io.referee.server.provider;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Locale;

/// How the registration at a provider stands. *Immutable.*
///
/// @param reason why it is not registered, in words; empty when it is, or is about to be
/// @param status the SIP status behind the reason, 0 for none
/// @param contact our address there while registered, otherwise empty
/// @param expiresSeconds for how long the provider granted it last
/// @param since when the state was reached
/// @param lastAttempt when the provider was asked last
/// @param nextAttempt when it will be asked next
/// @param servers addresses of the provider that were found
public record Standing(
        State state,
        String reason,
        int status,
        String contact,
        int expiresSeconds,
        Instant since,
        @Nullable Instant lastAttempt,
        @Nullable Instant nextAttempt,
        List<String> servers) {

    /// Where it stands.
    public enum State {
        /// It is not to be registered.
        OFF,
        /// It was switched off for good; the reason says why.
        DISABLED,
        /// The first answer is waited for.
        REGISTERING,
        /// The provider knows where we are.
        REGISTERED,
        /// It does not; another try follows.
        FAILED;

        /// As in JSON: `registered`.
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
