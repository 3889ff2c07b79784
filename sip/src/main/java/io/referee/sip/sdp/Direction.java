package io.referee.sip.sdp;

import org.jspecify.annotations.Nullable;

/// Which way media flows, as seen by the party whose description it is (RFC 3264 §5.1).
public enum Direction {
    SENDRECV("a=sendrecv", 3),
    SENDONLY("a=sendonly", 1),
    RECVONLY("a=recvonly", 2),
    INACTIVE("a=inactive", 0);

    private static final int SEND = 1;
    private static final int RECEIVE = 2;
    private static final Direction[] BY_BITS = {INACTIVE, SENDONLY, RECVONLY, SENDRECV};
    private static final int LINE_LENGTH = "a=sendrecv".length();

    private final String line;
    private final int bits;

    Direction(String line, int bits) {
        this.line = line;
        this.bits = bits;
    }

    /// The word on the wire, such as `sendonly`.
    public String token() {
        return line.substring(2);
    }

    /// Whether whoever says this sends media.
    public boolean sends() {
        return (bits & SEND) != 0;
    }

    /// Whether whoever says this receives media.
    public boolean receives() {
        return (bits & RECEIVE) != 0;
    }

    /// The same flow as the other party sees it.
    public Direction mirrored() {
        return switch (this) {
            case SENDONLY -> RECVONLY;
            case RECVONLY -> SENDONLY;
            case SENDRECV, INACTIVE -> this;
        };
    }

    /// The flow that both directions allow.
    public Direction intersect(Direction other) {
        return BY_BITS[bits & other.bits];
    }

    /// The answer to an offer of this direction by a party that wants `want` (RFC 3264 §6.1). It
    /// never takes more than was offered: `sendonly` is answered `recvonly` or `inactive`.
    public Direction answer(Direction want) {
        return mirrored().intersect(want);
    }

    /// Whether an offerer who says this puts the other party on hold (RFC 3264 §8.4).
    public boolean holds() {
        return !receives();
    }

    String line() {
        return line;
    }

    /// The direction that the line at `start` of clean text states; null if it states none. Blanks
    /// at the end are overlooked: some phones send them.
    static @Nullable Direction ofLine(String text, int start) {
        if (text.charAt(start) != 'a') {
            return null;
        }
        for (Direction each : BY_BITS) {
            if (text.startsWith(each.line, start) && endsAt(text, start + LINE_LENGTH)) {
                return each;
            }
        }
        return null;
    }

    private static boolean endsAt(String text, int at) {
        int end = at;
        while (text.charAt(end) == ' ') {
            end++;
        }
        return text.charAt(end) == '\r';
    }
}
