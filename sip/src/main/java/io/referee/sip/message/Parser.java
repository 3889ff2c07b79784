package io.referee.sip.message;

import io.referee.sip.uri.OtherUri;
import io.referee.sip.uri.Uri;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Optional;

/// Octets to messages. Only what the stack needs is looked into; the other header fields are kept
/// as they came. Never throws on any input. *One message, one parser; one thread.*
public final class Parser {
    /// Stands for a URI that could not be read.
    static final Uri UNREAD = new OtherUri("x", "x");

    private static final String VERSION = "SIP/2.0";
    private static final String NO_START_LINE = "Start line is no SIP request line";
    private static final String BAD_URI = "Request-URI cannot be read";
    private static final String MISMATCH = "CSeq names another method";

    private final byte[] octets;
    private final int end;
    private final int startFrom;
    private final int startTo;
    private final int bodyFrom;
    private final HeaderSection section;

    private Parser(Lines lines, int startFrom, int startTo) {
        this.octets = lines.octets;
        this.end = lines.end;
        this.startFrom = startFrom;
        this.startTo = startTo;
        this.section = HeaderSection.read(lines);
        this.bodyFrom = lines.at();
    }

    /// Parses one datagram: the body reaches to Content-Length or, without one, to the end. Octets
    /// behind the body are dropped (RFC 3261 §18.3). The array is kept by the message and must not
    /// be changed afterwards.
    public static Parsed datagram(byte[] octets) {
        return datagram(octets, octets.length);
    }

    /// The same for the first `length` octets.
    public static Parsed datagram(byte[] octets, int length) {
        if (length > Bounds.MESSAGE_OCTETS) {
            return new Malformed(513, "Message Too Large", Optional.empty());
        }
        Lines lines = new Lines(octets, length);
        lines.skipEmpty();
        int from = lines.at();
        int to = lines.next();
        if (to < 0 || lines.takeStrayReturn() || to - from > Bounds.START_LINE_OCTETS) {
            return dropped("No complete start line");
        }
        return new Parser(lines, from, to).parse();
    }

    private static Malformed dropped(String reason) {
        return new Malformed(400, reason, Optional.empty());
    }

    private Parsed parse() {
        int versionTo = startFrom + VERSION.length();
        boolean response =
                versionTo < startTo
                        && octets[versionTo] == ' '
                        && Octets.sameIgnoreCase(octets, startFrom, versionTo, VERSION);
        return response ? response(versionTo + 1) : request();
    }

    private Parsed request() {
        int methodTo = Octets.indexOf(octets, ' ', startFrom, startTo);
        int uriTo = Octets.lastIndexOf(octets, ' ', startFrom, startTo);
        if (uriTo <= methodTo + 1 || !Octets.token(octets, startFrom, methodTo)) {
            return dropped(NO_START_LINE);
        }
        Method method = Method.of(octets, startFrom, methodTo);
        if (otherVersion(uriTo + 1)) {
            return refuse(method, 505, "Version Not Supported");
        }
        if (uriTo - methodTo - 1 > Bounds.URI_CHARS) {
            return refuse(method, 414, "Request-URI Too Long");
        }
        String trouble = trouble(method, uriTo + 1);
        Uri uri = Uri.parse(Octets.text(octets, methodTo + 1, uriTo)).orElse(null);
        SipMessage.Essentials essentials = section.essentials();
        Header[] fields = uri == null ? null : UriFields.merged(method, uri, section.fields());
        if (trouble != null || essentials == null || uri == null || fields == null) {
            boolean unknown = MISMATCH.equals(trouble) && !method.known();
            return refuse(method, unknown ? 501 : 400, trouble == null ? BAD_URI : trouble);
        }
        return new Request(method, UriFields.bare(uri), fields, body(), essentials, encoded());
    }

    private boolean otherVersion(int from) {
        return startTo - from > 4
                && Octets.sameIgnoreCase(octets, from, from + 4, "SIP/")
                && !Octets.sameIgnoreCase(octets, from, startTo, VERSION);
    }

    private @Nullable String trouble(Method method, int versionFrom) {
        if (!Octets.sameIgnoreCase(octets, versionFrom, startTo, VERSION)) {
            return NO_START_LINE;
        }
        SipMessage.Essentials essentials = section.essentials();
        if (essentials == null) {
            return sectionTrouble();
        }
        if (!essentials.cseq().method().equals(method)) {
            return MISMATCH;
        }
        if (essentials.via().unnamed()) {
            return "Via has a branch that names nothing";
        }
        String trouble = sectionTrouble();
        return trouble == null && section.strayViaSeparators()
                ? "Via has separators with nothing between them"
                : trouble;
    }

    private @Nullable String sectionTrouble() {
        String trouble = section.trouble();
        return trouble == null && section.contentLength() > end - bodyFrom
                ? "Body is shorter than Content-Length"
                : trouble;
    }

    private Parsed response(int statusFrom) {
        int statusTo = statusFrom + 3;
        boolean shaped = statusTo == startTo || statusTo < startTo && octets[statusTo] == ' ';
        int status = shaped ? (int) Numbers.parse(Octets.text(octets, statusFrom, statusTo), 0) : 0;
        String trouble = sectionTrouble();
        SipMessage.Essentials essentials = section.essentials();
        if (status < 100 || status > 699 || trouble != null || essentials == null) {
            return dropped(trouble == null ? "Response status cannot be read" : trouble);
        }
        String reason = Octets.text(octets, Math.min(statusTo + 1, startTo), startTo);
        return new Response(status, reason, section.fields(), body(), essentials, encoded());
    }

    /// The answer echoes what came, unreadable or missing as it may be: whoever wrote it may know
    /// it again (RFC 4475 §3.3.1). Only without a Via there is nobody to answer.
    ///
    /// Its To tag is made from the request, as a stateless server does it (RFC 3261 §8.2.7): a
    /// retransmission gets the same answer.
    private Malformed refuse(Method method, int status, String reason) {
        SipMessage.Essentials echoed = section.echoed(method, status == 505);
        if (echoed == null || method.equals(Method.ACK)) {
            return new Malformed(status, reason, Optional.empty());
        }
        Header[] fields = section.singleFields();
        Request echo = new Request(method, UNREAD, fields, new byte[0], echoed, null);
        int hash = 31 * echoed.callId().hashCode() + echoed.via().branch().hashCode();
        String tag = echoed.to().uri() == UNREAD ? "" : "bad" + Integer.toHexString(hash);
        return new Malformed(
                status,
                reason,
                Optional.of(MessageBuilder.responding(echo, tag).response(status, reason)));
    }

    private int bodyTo() {
        long length = section.contentLength();
        return length < 0 ? end : bodyFrom + (int) length;
    }

    private byte[] body() {
        return Arrays.copyOfRange(octets, bodyFrom, bodyTo());
    }

    private byte[] encoded() {
        return startFrom == 0 && bodyTo() == octets.length
                ? octets
                : Arrays.copyOfRange(octets, startFrom, bodyTo());
    }
}
