package io.referee.sip.message;

import io.referee.sip.header.CSeq;
import io.referee.sip.header.NameAddr;
import io.referee.sip.header.Via;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A SIP message (RFC 3261 §7). What every message must have (Via, From, To, Call-ID, CSeq) was
/// checked when it was parsed or built, so reading it cannot fail. *Immutable; any thread.*
public abstract sealed class SipMessage implements Parsed permits Request, Response {
    private static final String SDP = "application/sdp";
    private static final byte[] NO_BODY = new byte[0];

    /// Messages that we made and that have more than that are never put to [#rest()]: what is not
    /// bounded could be more than the parser takes.
    private static final int RESTING_HEADERS = Bounds.HEADERS / 2;

    private static final int RESTING_OCTETS = Bounds.MESSAGE_OCTETS / 2;

    private static final int RESTING_FIELD = Bounds.FIELD_OCTETS / 2;

    private @Nullable Section section;
    private byte @Nullable [] encoded;
    private String sender = "";

    /// What a message has beside its start line.
    private record Section(Header[] headers, byte[] body, Essentials essentials) {}

    SipMessage(Header[] headers, byte[] body, Essentials essentials, byte @Nullable [] encoded) {
        this.section = new Section(headers, body.length == 0 ? NO_BODY : body, essentials);
        this.encoded = encoded;
    }

    /// Lets go of everything that can be read from the octets again, which happens by itself as
    /// soon as somebody asks. For messages that are kept and hardly looked at any more: they take a
    /// quarter of the memory then.
    public void rest() {
        Section whole = section;
        if (whole != null
                && whole.headers.length <= RESTING_HEADERS
                && encoded().length <= RESTING_OCTETS
                && fieldsFit(whole)) {
            section = null;
            letGo();
        }
    }

    /// What a start line has that can be read again.
    abstract void letGo();

    /// What was written anew may be longer than what was read: with whole names, with a received
    /// parameter.
    private boolean fieldsFit(Section whole) {
        for (Header header : whole.headers) {
            if (header.name().text().length() + header.value().length() > RESTING_FIELD) {
                return false;
            }
        }
        return startLine().length() <= RESTING_FIELD;
    }

    /// Racing threads read the same.
    private Section section() {
        Section whole = section;
        if (whole == null) {
            whole = again().section();
            section = whole;
        }
        return whole;
    }

    /// The same message, read from the octets.
    SipMessage again() {
        if (Parser.datagram(encoded()) instanceof SipMessage again) {
            return again;
        }
        throw new IllegalStateException("a message of ours cannot be read again");
    }

    /// The parsed forms of the five headers that every message has.
    record Essentials(Via via, NameAddr from, NameAddr to, String callId, CSeq cseq) {}

    /// All header fields but Content-Length, in order.
    public List<Header> headers() {
        return List.of(section().headers);
    }

    Essentials essentials() {
        return section().essentials;
    }

    Header[] headerArray() {
        return section().headers;
    }

    /// The topmost Via.
    public Via via() {
        return section().essentials.via;
    }

    /// From.
    public NameAddr from() {
        return section().essentials.from;
    }

    /// To.
    public NameAddr to() {
        return section().essentials.to;
    }

    /// Call-ID.
    public String callId() {
        return section().essentials.callId;
    }

    /// CSeq.
    public CSeq cseq() {
        return section().essentials.cseq;
    }

    /// The From tag, or the empty string.
    public String fromTag() {
        return section().essentials.from.tag();
    }

    /// The To tag, or the empty string.
    public String toTag() {
        return section().essentials.to.tag();
    }

    /// The body; empty when there is none. Shared, not to be changed.
    public byte[] body() {
        return section().body;
    }

    /// Whether there is a body.
    public boolean hasBody() {
        return section().body.length > 0;
    }

    /// The first header field of that name.
    public Optional<Header> header(HeaderName name) {
        for (Header header : section().headers) {
            if (header.name() == name || header.name().equals(name)) {
                return Optional.of(header);
            }
        }
        return Optional.empty();
    }

    /// The value of the first header field of that name.
    public Optional<String> value(HeaderName name) {
        return header(name).map(Header::value);
    }

    /// All values of that name in order, comma-separated lists taken apart (RFC 3261 §7.3.1). Not
    /// for Date, Subject, or credentials and challenges, where a comma separates nothing.
    public List<String> values(HeaderName name) {
        List<String> found = new ArrayList<>(2);
        for (Header header : section().headers) {
            if (header.name() == name || header.name().equals(name)) {
                Commas.split(header.value(), found);
            }
        }
        return found;
    }

    /// How many header fields of that name there are.
    public int count(HeaderName name) {
        int n = 0;
        for (Header header : section().headers) {
            if (header.name().equals(name)) {
                n++;
            }
        }
        return n;
    }

    /// Whether a list header (`Supported`, `Require`, `Allow`) names this token, compared without
    /// case.
    public boolean lists(HeaderName name, String token) {
        for (String value : values(name)) {
            if (value.equalsIgnoreCase(token)) {
                return true;
            }
        }
        return false;
    }

    /// The first Contact; empty when there is none, or it is `*` or cannot be read.
    public Optional<NameAddr> contact() {
        for (Header header : section().headers) {
            if (header.name() == HeaderName.CONTACT) {
                List<String> values = new ArrayList<>(1);
                Commas.split(header.value(), values);
                return values.isEmpty() ? Optional.empty() : NameAddr.parse(values.get(0));
            }
        }
        return Optional.empty();
    }

    /// Content-Type without parameters, lower case; empty when absent.
    public String contentType() {
        String type = value(HeaderName.CONTENT_TYPE).orElse("");
        int semicolon = type.indexOf(';');
        return (semicolon < 0 ? type : type.substring(0, semicolon))
                .strip()
                .toLowerCase(Locale.ROOT);
    }

    /// Whether the body is a session description, or holds one among its parts.
    public boolean hasSdp() {
        return sdp().isPresent();
    }

    /// The session description: the body, or the part of a multipart body that is one (RFC 5621
    /// §7.2). Empty when there is none, and when a part that we do not understand must be
    /// understood.
    public Optional<byte[]> sdp() {
        byte[] body = body();
        String type = body.length == 0 ? "" : contentType();
        if (type.equals(SDP)) {
            return Optional.of(body);
        }
        return type.startsWith("multipart/")
                ? Multipart.read(value(HeaderName.CONTENT_TYPE).orElse(""), body)
                        .flatMap(SipMessage::sdpOf)
                : Optional.empty();
    }

    private static Optional<byte[]> sdpOf(Multipart multipart) {
        for (Multipart.Part part : multipart.parts()) {
            boolean understood = part.type().equals(SDP) || part.type().startsWith("multipart/");
            if (!understood && part.required()) {
                return Optional.empty();
            }
        }
        return multipart.find(SDP).map(Multipart.Part::body);
    }

    /// The IP address that it came from, as text, where that was noted; otherwise empty.
    public String sender() {
        return sender;
    }

    /// The same message with a note of the IP address that it came from, for those who read its
    /// body; it is not written into the message.
    public abstract SipMessage sentFrom(String address);

    <M extends SipMessage> M noted(M copy, String address) {
        SipMessage same = copy;
        same.sender = address;
        return copy;
    }

    abstract String startLine();

    /// The message as it goes on the wire; for a received message, as it came. Shared, not to be
    /// changed.
    public byte[] encoded() {
        byte[] octets = encoded;
        if (octets == null) {
            octets = Printer.print(startLine(), headerArray(), body());
            encoded = octets;
        }
        return octets;
    }

    @Override
    public String toString() {
        return new String(encoded(), StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SipMessage message && Arrays.equals(encoded(), message.encoded());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(encoded());
    }
}
