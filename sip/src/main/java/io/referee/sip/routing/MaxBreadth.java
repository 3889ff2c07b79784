package io.referee.sip.routing;

import io.referee.sip.message.HeaderName;
import io.referee.sip.message.Numbers;
import io.referee.sip.message.SipMessage;

/// How many branches a request may have at the same time on all its ways together (RFC 5393 §5):
/// whoever forks divides what came to him among his branches, so that a request that meets itself
/// again and again makes many messages but never a storm. *Immutable.*
///
/// @param value 0 to [#DEFAULT]
public record MaxBreadth(int value) {
    /// What a request without the header may have; nobody gets more (§5.3.3).
    public static final int DEFAULT = 60;

    /// The header field.
    public static final HeaderName HEADER = HeaderName.of("Max-Breadth");

    /// The status of a request that may not be forked as far as it had to (§5.4.1).
    public static final int EXCEEDED = 440;

    /// The phrase that belongs to it.
    public static final String EXCEEDED_REASON = "Max-Breadth Exceeded";

    /// What this request brings; the default when it brings none, or none that can be read.
    public static MaxBreadth of(SipMessage request) {
        long asked = request.value(HEADER).map(text -> Numbers.parse(text, DEFAULT)).orElse(-1L);
        return new MaxBreadth(asked < 0 ? DEFAULT : (int) Math.min(asked, DEFAULT));
    }

    /// Whether it is enough for so many branches at once.
    public boolean suffices(int branches) {
        return branches <= value;
    }

    /// What each of so many branches gets.
    ///
    /// @param branches at least 1 and not more than the value
    public MaxBreadth share(int branches) {
        return new MaxBreadth(value / branches);
    }

    /// Whether it need not be said, because it is what a request without the header has.
    public boolean usual() {
        return value == DEFAULT;
    }
}
