package io.referee.sip.header;

import io.referee.sip.message.Numbers;
import io.referee.sip.uri.Parameters;

import java.util.Locale;
import java.util.Optional;

/// `Subscription-State` (RFC 6665 §4.1.3, §8.2.3): how a subscription stands. *Immutable.*
///
/// @param expires seconds that are left; -1 when not said
/// @param retryAfter seconds to wait before another try; -1 when not said
public record SubscriptionState(Standing standing, Reason reason, long expires, long retryAfter) {

    /// How it stands.
    public enum Standing {
        /// Nobody has decided yet.
        PENDING,
        /// It is there.
        ACTIVE,
        /// It is over.
        TERMINATED,
        /// Something of an extension: the subscription is there.
        OTHER
    }

    /// Why it is over (§4.1.3).
    public enum Reason {
        /// Not said, or of an extension.
        NONE,
        /// Subscribe again at once.
        DEACTIVATED,
        /// Subscribe again later.
        PROBATION,
        /// Refused; do not try again.
        REJECTED,
        /// Not refreshed in time; subscribe again if you like.
        TIMEOUT,
        /// Nobody decided in time; try again later.
        GIVEUP,
        /// What was watched is no more; do not try again.
        NORESOURCE,
        /// What was watched does not change any more (RFC 6665 §4.1.3); do not try again.
        INVARIANT;

        private String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// It is there for so many seconds more.
    public static SubscriptionState active(long expires) {
        return new SubscriptionState(Standing.ACTIVE, Reason.NONE, expires, -1);
    }

    /// It waits for somebody's decision, for so many seconds more.
    public static SubscriptionState pending(long expires) {
        return new SubscriptionState(Standing.PENDING, Reason.NONE, expires, -1);
    }

    /// It is over.
    public static SubscriptionState terminated(Reason reason) {
        return new SubscriptionState(Standing.TERMINATED, reason, -1, -1);
    }

    /// Reads `active;expires=60`; empty when nothing is said.
    public static Optional<SubscriptionState> parse(String text) {
        int semicolon = text.indexOf(';');
        String word = (semicolon < 0 ? text : text.substring(0, semicolon)).strip();
        if (word.isEmpty()) {
            return Optional.empty();
        }
        Parameters parameters =
                semicolon < 0 ? Parameters.NONE : Parameters.parse(text.substring(semicolon));
        return Optional.of(
                new SubscriptionState(
                        standing(word),
                        reason(parameters.value("reason").orElse("")),
                        seconds(parameters, "expires"),
                        seconds(parameters, "retry-after")));
    }

    private static Standing standing(String word) {
        if (word.equalsIgnoreCase("active")) {
            return Standing.ACTIVE;
        }
        if (word.equalsIgnoreCase("pending")) {
            return Standing.PENDING;
        }
        return word.equalsIgnoreCase("terminated") ? Standing.TERMINATED : Standing.OTHER;
    }

    private static Reason reason(String word) {
        for (Reason reason : Reason.values()) {
            if (reason != Reason.NONE && reason.name().equalsIgnoreCase(word)) {
                return reason;
            }
        }
        return Reason.NONE;
    }

    private static long seconds(Parameters parameters, String name) {
        return parameters.value(name).map(text -> Numbers.parse(text, -1)).orElse(-1L);
    }

    /// Whether it is over.
    public boolean over() {
        return standing == Standing.TERMINATED;
    }

    /// As in a message.
    ///
    /// @throws IllegalStateException of a standing that we do not know
    public String text() {
        if (standing == Standing.OTHER) {
            throw new IllegalStateException("a standing of somebody else's cannot be written");
        }
        StringBuilder text = new StringBuilder(standing.name().toLowerCase(Locale.ROOT));
        if (reason != Reason.NONE) {
            text.append(";reason=").append(reason.text());
        }
        if (expires >= 0) {
            text.append(";expires=").append(expires);
        }
        if (retryAfter >= 0) {
            text.append(";retry-after=").append(retryAfter);
        }
        return text.toString();
    }
}
