package io.referee.sip.message;

import java.util.Arrays;
import java.util.Optional;

/// Cuts a byte stream into messages by Content-Length (RFC 3261 §18.3, §20.14). A stream that
/// breaks the rules cannot be brought into step again: [#broken()] then says why, and the
/// connection is to be closed. *One thread.*
public final class StreamFramer {
    private static final int FIRST_OCTETS = 4096;
    private static final int UNKNOWN = -1;

    private byte[] buffer = new byte[FIRST_OCTETS];
    private int from;
    private int to;

    /// How many octets behind `from` are known not to end the header section, so that a message
    /// that drips in is not searched anew for each drop.
    private int searched;

    /// Octets of the message at `from`, once its header section is complete.
    private int messageOctets = UNKNOWN;

    private String broken = "";
    private byte[] head = {};
    private int pings;

    /// Takes octets in; a broken stream drops them.
    public void push(byte[] octets, int offset, int length) {
        if (!broken.isEmpty()) {
            return;
        }
        if (to + length > buffer.length) {
            makeRoom(length);
        }
        System.arraycopy(octets, offset, buffer, to, length);
        to += length;
    }

    private void makeRoom(int length) {
        int held = to - from;
        boolean fits = held + length <= buffer.length;
        byte[] next = fits ? buffer : new byte[Math.max(buffer.length * 2, held + length)];
        System.arraycopy(buffer, from, next, 0, held);
        buffer = next;
        from = 0;
        to = held;
    }

    /// The octets of the next complete message, if there is one.
    public Optional<byte[]> next() {
        if (broken.isEmpty() && messageOctets == UNKNOWN) {
            measure();
        }
        if (!broken.isEmpty() || messageOctets == UNKNOWN || to - from < messageOctets) {
            return Optional.empty();
        }
        byte[] message = Arrays.copyOfRange(buffer, from, from + messageOctets);
        from += messageOctets;
        messageOctets = UNKNOWN;
        if (from == to) {
            from = 0;
            to = 0;
        }
        return Optional.of(message);
    }

    private void measure() {
        skipLineEnds();
        if (from < to && lineEnd(buffer[from])) {
            return;
        }
        int headerEnd = headerEnd();
        if (headerEnd < 0) {
            limited(to - from);
            return;
        }
        searched = 0;
        long length = contentLength(headerEnd);
        long total = headerEnd - from + length;
        if (length < 0) {
            broken = "a message on a stream needs one readable Content-Length";
        } else if (limited(total)) {
            messageOctets = (int) total;
        } else {
            head = Arrays.copyOfRange(buffer, from, headerEnd);
        }
    }

    /// The header section of the message that is too large, by which it can be refused; empty when
    /// there is none.
    public Optional<byte[]> tooLarge() {
        return head.length == 0 ? Optional.empty() : Optional.of(head);
    }

    /// Why the stream cannot be read on; empty while it can.
    public String broken() {
        return broken;
    }

    /// Whether a message has begun that is not whole yet.
    public boolean midway() {
        return from < to && !onlyLineEnds();
    }

    /// How many keep-alives (double CRLF, RFC 5626 §4.4.1) came since the last call; each is
    /// answered with one CRLF.
    public int takePings() {
        int n = pings;
        pings = 0;
        return n;
    }

    private void skipLineEnds() {
        while (from < to && lineEnd(buffer[from])) {
            if (to - from >= 4 && Octets.same(buffer, from, from + 4, "\r\n\r\n")) {
                pings++;
                from += 4;
            } else if (to - from < 4 && onlyLineEnds()) {
                return;
            } else {
                from++;
            }
        }
    }

    private static boolean lineEnd(byte octet) {
        return octet == '\r' || octet == '\n';
    }

    private boolean onlyLineEnds() {
        for (int i = from; i < to; i++) {
            if (!lineEnd(buffer[i])) {
                return false;
            }
        }
        return true;
    }

    private boolean limited(long octets) {
        if (octets > Bounds.MESSAGE_OCTETS) {
            broken = "a message of more than " + Bounds.MESSAGE_OCTETS + " octets";
            return false;
        }
        return true;
    }

    /// Where the body begins, or -1 while the empty line is missing.
    private int headerEnd() {
        for (int i = from + searched; i < to; i++) {
            if (buffer[i] == '\n') {
                if (i + 1 < to && buffer[i + 1] == '\n') {
                    return i + 2;
                }
                if (i + 2 < to && buffer[i + 1] == '\r' && buffer[i + 2] == '\n') {
                    return i + 3;
                }
            }
        }
        searched = Math.max(0, to - from - 2);
        return -1;
    }

    /// The one value of all Content-Length fields; negative when there is none or they are no
    /// number.
    private long contentLength(int headerEnd) {
        long found = -1;
        int line = from;
        for (int i = from; i < headerEnd; i++) {
            boolean folded = i + 1 < headerEnd && Octets.blank(buffer[i + 1]);
            if (buffer[i] != '\n' || folded) {
                continue;
            }
            long here = lengthOnLine(line, i);
            if (here != -1) {
                if (here < 0 || found >= 0 && found != here) {
                    return -1;
                }
                found = here;
            }
            line = i + 1;
        }
        return found;
    }

    /// The number when this line is a Content-Length; -1 when it is another line; -2 when it cannot
    /// be read.
    private long lengthOnLine(int lineFrom, int lineTo) {
        int first = lineFrom < lineTo ? Octets.lower(buffer[lineFrom]) : 0;
        if (first != 'c' && first != 'l') {
            return -1;
        }
        int colon = Octets.indexOf(buffer, ':', lineFrom, lineTo);
        int nameTo = colon;
        while (nameTo > lineFrom && Octets.blank(buffer[nameTo - 1])) {
            nameTo--;
        }
        if (nameTo <= lineFrom
                || HeaderName.of(buffer, lineFrom, nameTo) != HeaderName.CONTENT_LENGTH) {
            return -1;
        }
        return Numbers.parse(Octets.text(buffer, colon + 1, lineTo), -2);
    }
}
