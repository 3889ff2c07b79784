package io.referee.sip.message;

import io.referee.sip.uri.OtherUri;
import io.referee.sip.uri.Uri;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Optional;

/// Octets to messages. Only what the stack needs is looked into; the other header fields are kept
/// as they came. Never throws on any input. *One message, one parser; one thread.*
public final class Parser {
    /// Largest message, in octets; a longer one is [Malformed] with 513.
    public static final int MAX_MESSAGE_OCTETS = 65_535;

    /// Most header fields in a message; more is answered 400.
    public static final int MAX_HEADERS = 256;

    private static final String VERSION = "SIP/2.0";
    private static final String NO_START_LINE = "Start line is no SIP request line";

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
        if (length > MAX_MESSAGE_OCTETS) {
            return new Malformed(513, "Message Too Large", Optional.empty());
        }
        Lines lines = new Lines(octets, length);
        lines.skipEmpty();
        int from = lines.at();
        int to = lines.next();
        if (to < 0 || lines.takeStrayReturn()) {
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
        String trouble = trouble(method, uriTo + 1);
        Optional<Uri> uri = Uri.parse(Octets.text(octets, methodTo + 1, uriTo));
        SipMessage.Essentials essentials = section.essentials();
        if (trouble != null || essentials == null || uri.isEmpty()) {
            return refuse(method, 400, trouble == null ? "Request-URI cannot be read" : trouble);
        }
        return new Request(method, uri.get(), section.fields(), body(), essentials, encoded());
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
        if (essentials != null && !essentials.cseq().method().equals(method)) {
            return "CSeq names another method";
        }
        return sectionTrouble();
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

    /// The answer's To tag is made from the request, as a stateless server does it (RFC 3261
    /// §8.2.7): a retransmission gets the same answer.
    private Malformed refuse(Method method, int status, String reason) {
        SipMessage.Essentials essentials = section.essentials();
        if (essentials == null || method.equals(Method.ACK)) {
            return new Malformed(status, reason, Optional.empty());
        }
        Header[] fields = section.fields();
        Uri unread = new OtherUri("x", "x");
        Request echo = new Request(method, unread, fields, new byte[0], essentials, null);
        int hash = 31 * essentials.callId().hashCode() + essentials.via().branch().hashCode();
        String tag = "bad" + Integer.toHexString(hash);
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
