package io.referee.sip.message;

/// A cursor over the lines of a message. A line ends with CRLF or, as some senders have it, with LF
/// alone. *One thread.*
final class Lines {
    final byte[] octets;
    final int end;
    private int at;
    private boolean strayReturn;

    Lines(byte[] octets, int end) {
        this.octets = octets;
        this.end = end;
    }

    /// Where the next line begins.
    int at() {
        return at;
    }

    /// Goes on from here.
    void skipTo(int index) {
        at = index;
    }

    /// Moves over empty lines; RFC 3261 §7.5 allows them in front of a message.
    void skipEmpty() {
        while (at < end && (octets[at] == '\r' || octets[at] == '\n')) {
            at++;
        }
    }

    /// Moves behind the line and gives the index of its end, or -1 when no line end follows.
    int next() {
        for (int i = at; i < end; i++) {
            if (octets[i] == '\n') {
                int to = i > at && octets[i - 1] == '\r' ? i - 1 : i;
                at = i + 1;
                return to;
            }
            if (octets[i] == '\r' && i + 1 < end && octets[i + 1] != '\n') {
                strayReturn = true;
            }
        }
        return -1;
    }

    /// Whether the next line continues the last one (RFC 3261 §7.3.1).
    boolean continued() {
        return at < end && Octets.blank(octets[at]);
    }

    /// Whether a CR without LF was met since the last call. Some parsers end a line there: copied
    /// through, it would smuggle a header field past us.
    boolean takeStrayReturn() {
        boolean met = strayReturn;
        strayReturn = false;
        return met;
    }
}
