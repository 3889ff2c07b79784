package io.referee.sip.header;

import io.referee.sip.message.Numbers;

import java.util.Optional;

/// `RAck` (RFC 3262 §7.2): the reliable provisional response that a PRACK acknowledges, by its
/// `RSeq` and `CSeq`. *Immutable.*
///
/// @param rseq 1 to 2^32-1
public record RAck(long rseq, CSeq cseq) {
    private static final long LARGEST = 0xffff_ffffL;

    /// Reads `776656 1 INVITE`; empty when it is not that.
    public static Optional<RAck> parse(String text) {
        String value = text.strip();
        int gap = 0;
        while (gap < value.length() && value.charAt(gap) > ' ') {
            gap++;
        }
        long rseq = number(value.substring(0, gap));
        return rseq < 0
                ? Optional.empty()
                : CSeq.parse(value.substring(gap).strip()).map(cseq -> new RAck(rseq, cseq));
    }

    /// Reads the number of an `RSeq` (RFC 3262 §7.1); -1 when it is none.
    public static long number(String text) {
        long rseq = Numbers.parse(text, -1);
        return rseq <= 0 || rseq > LARGEST ? -1 : rseq;
    }

    /// As in a message: `776656 1 INVITE`.
    public String text() {
        return rseq + " " + cseq.text();
    }
}
