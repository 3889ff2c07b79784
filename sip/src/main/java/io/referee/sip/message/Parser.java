package io.referee.sip.message;

import io.referee.sip.header.CSeq;
import io.referee.sip.header.NameAddr;
import io.referee.sip.header.Via;
import io.referee.sip.uri.Uri;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Octets to messages. Only what the stack needs is looked into; the other header fields are kept as they came.
/// Never throws on any input. *One message, one parser; one thread.*
public final class Parser {
    /// Largest message, in octets; a longer one is answered 513.
    public static final int MAX_MESSAGE_OCTETS = 65_535;

    /// Most header fields in a message; more is answered 400.
    public static final int MAX_HEADERS = 256;

    private final byte[] octets;
    private final int end;
    private int at;
    private final List<Header> headers = new ArrayList<>(20);
    private long contentLength = -1;
    private @Nullable String trouble;

    private Parser(byte[] octets, int from, int end) {
        this.octets = octets;
        this.at = from;
        this.end = end;
    }

    /// Parses one datagram: the body reaches to Content-Length or, without one, to the end. Octets behind the body
    /// are dropped (RFC 3261 §18.3). The array is kept by the message and must not be changed afterwards.
    public static Parsed datagram(byte[] octets) {
        return datagram(octets, octets.length);
    }

    /// The same for the first `length` octets.
    public static Parsed datagram(byte[] octets, int length) {
        return new Parser(octets, 0, length).parse();
    }

    private Parsed parse() {
        if (end > MAX_MESSAGE_OCTETS) {
            return new Malformed(513, "Message Too Large", Optional.empty());
        }
        skipLeadingCrlf();
        int startFrom = at;
        int startTo = line();
        if (startTo < 0) {
            return new Malformed(400, "No complete start line", Optional.empty());
        }
        readHeaders();
        return Octets.same(octets, startFrom, Math.min(startFrom + 8, startTo), "SIP/2.0 ")
                ? response(startFrom, startTo)
                : request(startFrom, startTo);
    }

    private void skipLeadingCrlf() {
        while (at < end && (octets[at] == '\r' || octets[at] == '\n')) {
            at++;
        }
    }

    /// Moves behind the line end and gives the index of the line's end, or -1 when there is no line end.
    private int line() {
        for (int i = at; i < end; i++) {
            if (octets[i] == '\n') {
                int to = i > at && octets[i - 1] == '\r' ? i - 1 : i;
                at = i + 1;
                return to;
            }
        }
        return -1;
    }

    private void readHeaders() {
        while (trouble == null) {
            int from = at;
            int to = line();
            if (to < 0) {
                trouble = "Header section has no end";
                return;
            }
            if (to == from) {
                return;
            }
            while (at < end && Octets.blank(octets[at])) {
                to = line();
                if (to < 0) {
                    trouble = "Header section has no end";
                    return;
                }
            }
            header(from, to);
        }
    }

    private void header(int from, int to) {
        int colon = from;
        while (colon < to && octets[colon] != ':') {
            colon++;
        }
        int nameTo = colon;
        while (nameTo > from && Octets.blank(octets[nameTo - 1])) {
            nameTo--;
        }
        if (colon == to || !Octets.token(octets, from, nameTo)) {
            trouble = "Header line without a name";
            return;
        }
        int valueFrom = colon + 1;
        while (valueFrom < to && white(octets[valueFrom])) {
            valueFrom++;
        }
        int valueTo = to;
        while (valueTo > valueFrom && white(octets[valueTo - 1])) {
            valueTo--;
        }
        keep(HeaderName.of(octets, from, nameTo), valueFrom, valueTo);
    }

    private static boolean white(int octet) {
        return octet == ' ' || octet == '\t' || octet == '\r' || octet == '\n';
    }

    private void keep(HeaderName name, int from, int to) {
        if (name == HeaderName.CONTENT_LENGTH) {
            long length = Numbers.parse(Octets.text(octets, from, to), -2);
            if (length < 0 || contentLength >= 0 && contentLength != length) {
                trouble = "Content-Length is not one number";
            }
            contentLength = length;
        } else if (headers.size() >= MAX_HEADERS) {
            trouble = "More than " + MAX_HEADERS + " header fields";
        } else {
            headers.add(new Header(name, octets, from, to));
        }
    }

    private Parsed request(int from, int to) {
        int firstSpace = indexOf(' ', from, to);
        int lastSpace = lastIndexOf(' ', from, to);
        if (firstSpace <= from || lastSpace <= firstSpace + 1 || !Octets.token(octets, from, firstSpace)) {
            return new Malformed(400, "Start line is no SIP request line", Optional.empty());
        }
        Method method = Method.of(octets, from, firstSpace);
        Head head = head();
        if (!version(lastSpace + 1, to)) {
            return refuse(head, method, 505, "Version Not Supported");
        }
        if (head == null || trouble != null) {
            return refuse(head, method, 400, trouble == null ? "Bad header" : trouble);
        }
        if (!head.essentials.cseq().method().equals(method)) {
            return refuse(head, method, 400, "CSeq names another method");
        }
        Optional<Uri> uri = Uri.parse(Octets.text(octets, firstSpace + 1, lastSpace));
        if (uri.isEmpty()) {
            return refuse(head, method, 400, "Request-URI cannot be read");
        }
        byte[] body = body();
        if (body == null) {
            return refuse(head, method, 400, "Body is shorter than Content-Length");
        }
        return new Request(method, uri.get(), head.fields, body, head.essentials, encoded());
    }

    private Parsed response(int from, int to) {
        int space = from + 8;
        boolean shaped = to >= space + 3 && (to == space + 3 || octets[space + 3] == ' ');
        long status = shaped ? Numbers.parse(Octets.text(octets, space, space + 3), 0) : 0;
        Head head = head();
        if (status < 100 || status > 699 || head == null || trouble != null) {
            return new Malformed(400, trouble == null ? "Response cannot be read" : trouble, Optional.empty());
        }
        byte[] body = body();
        if (body == null) {
            return new Malformed(400, "Body is shorter than Content-Length", Optional.empty());
        }
        String reason = to > space + 4 ? Octets.text(octets, space + 4, to) : "";
        return new Response((int) status, reason, head.fields, body, head.essentials, encoded());
    }

    private boolean version(int from, int to) {
        return to - from == 7
                && Octets.lower(octets[from]) == 's'
                && Octets.lower(octets[from + 1]) == 'i'
                && Octets.lower(octets[from + 2]) == 'p'
                && Octets.same(octets, from + 3, to, "/2.0");
    }

    private Malformed refuse(@Nullable Head head, Method method, int status, String reason) {
        if (head == null || method.equals(Method.ACK)) {
            return new Malformed(status, reason, Optional.empty());
        }
        Request echo = new Request(
                method, new io.referee.sip.uri.OtherUri("x", "x"), head.fields, new byte[0], head.essentials, null);
        return new Malformed(
                status, reason, Optional.of(MessageBuilder.responding(echo, "").response(status, reason)));
    }

    private record Head(Header[] fields, SipMessage.Essentials essentials) {}

    /// The five essential headers, or null when one is missing or cannot be read.
    private @Nullable Head head() {
        Via via = null;
        NameAddr from = null;
        NameAddr to = null;
        String callId = null;
        CSeq cseq = null;
        for (Header header : headers) {
            HeaderName name = header.name();
            if (name == HeaderName.VIA && via == null) {
                via = Via.parse(header.value()).orElse(null);
            } else if (name == HeaderName.FROM) {
                from = from == null ? NameAddr.parse(header.value()).orElse(null) : null;
            } else if (name == HeaderName.TO) {
                to = to == null ? NameAddr.parse(header.value()).orElse(null) : null;
            } else if (name == HeaderName.CALL_ID) {
                callId = callId == null ? header.value() : null;
            } else if (name == HeaderName.CSEQ) {
                cseq = cseq == null ? CSeq.parse(header.value()).orElse(null) : null;
            }
        }
        if (via == null || from == null || to == null || callId == null || callId.isEmpty() || cseq == null) {
            return null;
        }
        return new Head(
                headers.toArray(new Header[0]), new SipMessage.Essentials(via, from, to, callId, cseq));
    }

    private byte @Nullable [] body() {
        int length = contentLength < 0 ? end - at : (int) Math.min(contentLength, Integer.MAX_VALUE);
        if (length > end - at) {
            return null;
        }
        return Arrays.copyOfRange(octets, at, at + length);
    }

    private byte @Nullable [] encoded() {
        return octets.length == end ? octets : Arrays.copyOf(octets, end);
    }

    private int indexOf(char c, int from, int to) {
        for (int i = from; i < to; i++) {
            if (octets[i] == c) {
                return i;
            }
        }
        return -1;
    }

    private int lastIndexOf(char c, int from, int to) {
        for (int i = to - 1; i >= from; i--) {
            if (octets[i] == c) {
                return i;
            }
        }
        return -1;
    }
}
