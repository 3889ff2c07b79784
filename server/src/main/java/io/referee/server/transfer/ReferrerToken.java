package io.referee.server.transfer;

import io.referee.sip.header.NameAddr;
import io.referee.sip.message.Header;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.Multipart;
import io.referee.sip.message.Request;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What a referrer signs, so that the target can believe its Referred-By (RFC 3892 §4): a part of
/// the body of the REFER, which the parameter `cid` of Referred-By names. We neither look into it
/// nor change it.
final class ReferrerToken {
    private static final String CID = "cid";
    private static final byte[] NOTHING = new byte[0];
    private static final HeaderName CONTENT_ID = HeaderName.of("Content-ID");

    /// The longest that goes into an INVITE, in octets.
    static final int MAX_OCTETS = 8_192;

    private static final HeaderName MIME_VERSION = HeaderName.of("MIME-Version");

    private static final List<HeaderName> DESCRIBING =
            List.of(
                    MIME_VERSION,
                    CONTENT_ID,
                    HeaderName.CONTENT_ENCODING,
                    HeaderName.of("Content-Disposition"));

    private ReferrerToken() {}

    private static Optional<NameAddr> signed(String referredBy) {
        return NameAddr.parse(referredBy).filter(address -> address.parameters().has(CID));
    }

    /// Whether the body of a REFER is its token and goes with it wherever it is passed on to. Any
    /// other body concerns nobody.
    static boolean in(Request refer) {
        String type =
                refer.value(HeaderName.CONTENT_TYPE).orElse("").strip().toLowerCase(Locale.ROOT);
        return refer.hasBody()
                && !type.isEmpty()
                && signed(refer.value(HeaderName.REFERRED_BY).orElse("")).isPresent();
    }

    /// The token as a part of the body of another message, with its header fields: the part that
    /// Referred-By names, or the whole body; empty when there is none, or it is too long.
    static Optional<byte[]> part(Request refer) {
        if (!in(refer)) {
            return Optional.empty();
        }
        String id =
                signed(refer.value(HeaderName.REFERRED_BY).orElse(""))
                        .flatMap(address -> address.parameters().value(CID))
                        .orElse("")
                        .replace("\"", "");
        return Multipart.read(type(refer), refer.body())
                .flatMap(parts -> parts.named(id).map(Multipart.Part::whole))
                .or(() -> alone(refer, id))
                .filter(part -> part.length <= MAX_OCTETS);
    }

    private static Optional<byte[]> alone(Request refer, String id) {
        String own = refer.value(CONTENT_ID).orElse("").strip();
        if (id.isEmpty() || !own.equals('<' + id + '>')) {
            return Optional.empty();
        }
        StringBuilder fields = new StringBuilder(128);
        fields.append("Content-Type: ").append(type(refer)).append("\r\n");
        described(refer).stream()
                .filter(header -> !header.name().equals(MIME_VERSION))
                .forEach(
                        header ->
                                fields.append(header.name())
                                        .append(": ")
                                        .append(header.value())
                                        .append("\r\n"));
        byte[] described = fields.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
        byte[] part = Arrays.copyOf(described, described.length + refer.body().length);
        System.arraycopy(refer.body(), 0, part, described.length, refer.body().length);
        return Optional.of(part);
    }

    /// The body that a REFER has when it is passed on.
    static byte[] body(Request refer) {
        return in(refer) ? refer.body() : NOTHING;
    }

    static String type(Request refer) {
        return in(refer) ? refer.value(HeaderName.CONTENT_TYPE).orElse("") : "";
    }

    /// What says how to read it.
    static List<Header> described(Request refer) {
        List<Header> headers = new ArrayList<>(1);
        if (in(refer)) {
            for (HeaderName name : DESCRIBING) {
                refer.value(name).ifPresent(value -> headers.add(Header.of(name, value)));
            }
        }
        return headers;
    }

    /// A Referred-By that goes where the token does not: it names none, because a `cid` that leads
    /// nowhere is an error to whoever looks for it (§3).
    static String unsigned(String referredBy) {
        return signed(referredBy)
                .map(
                        address ->
                                new NameAddr(
                                                address.displayName(),
                                                address.uri(),
                                                address.parameters().without(CID))
                                        .text())
                .orElse(referredBy);
    }
}
