package io.referee.sip.header;

import io.referee.sip.message.Method;
import io.referee.sip.message.Numbers;

import java.util.Optional;

/// `CSeq` (RFC 3261 §20.16). *Immutable.*
///
/// @param number 0 to 2^31-1 when we make it; up to 2^32-1 is accepted
public record CSeq(long number, Method method) {
    private static final long LARGEST = 0xffff_ffffL;

    /// Reads `number method`; empty when it is not that.
    public static Optional<CSeq> parse(String text) {
        int gap = 0;
        while (gap < text.length() && text.charAt(gap) > ' ') {
            gap++;
        }
        long number = Numbers.parse(text.substring(0, gap), -1);
        String method = text.substring(gap).strip();
        return number < 0 || number > LARGEST
                ? Optional.empty()
                : Method.parse(method).map(named -> new CSeq(number, named));
    }

    /// As in a message: `1 INVITE`.
    public String text() {
        return number + " " + method.name();
    }
}
