package io.referee.softphone;

import io.referee.sip.header.NameAddr;
import io.referee.sip.header.Replaces;
import io.referee.sip.message.Header;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.Request;
import io.referee.sip.uri.Escapes;
import io.referee.sip.uri.OtherUri;
import io.referee.sip.uri.SipUri;
import io.referee.sip.uri.TelUri;
import io.referee.sip.uri.Uri;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Where an incoming REFER sends us (RFC 3515 §2.1), or why we do not go. *Immutable.*
sealed interface ReferTarget {

    /// @param uri what to call: the Refer-To with its parameters, without headers
    /// @param headers what the headers of the Refer-To become in our INVITE, with the Referred-By
    record Readable(Uri uri, List<Header> headers) implements ReferTarget {
        Optional<Replaces> replaces() {
            return headers.stream()
                    .filter(header -> header.name() == HeaderName.REPLACES)
                    .findFirst()
                    .flatMap(header -> Replaces.parse(header.value()));
        }
    }

    /// It is answered with this status, none of which harms the call (RFC 5057 §5.1).
    record Refused(int status) implements ReferTarget {}

    /// Headers that a Refer-To may put into our INVITE. Others could forge who calls or where the
    /// call goes and are left out (RFC 3261 §19.1.5).
    Set<HeaderName> KEPT =
            Set.of(
                    HeaderName.REPLACES,
                    HeaderName.USER_TO_USER,
                    HeaderName.of("Subject"),
                    HeaderName.of("Accept-Contact"));

    static ReferTarget read(Request refer) {
        List<String> values = refer.values(HeaderName.REFER_TO);
        Optional<NameAddr> referTo =
                values.size() == 1 ? NameAddr.parse(values.getFirst()) : Optional.empty();
        if (referTo.isEmpty()) {
            return new Refused(400);
        }
        List<Header> by =
                refer.value(HeaderName.REFERRED_BY).map(ReferTarget::by).orElse(List.of());
        return switch (referTo.get().uri()) {
            case SipUri sip -> sip(sip, by);
            case TelUri tel -> new Readable(tel, by);
            case OtherUri _ -> new Refused(603);
        };
    }

    private static List<Header> by(String referrer) {
        return List.of(Header.of(HeaderName.REFERRED_BY, referrer));
    }

    private static ReferTarget sip(SipUri uri, List<Header> by) {
        if (!uri.parameters().value("method").orElse("INVITE").equalsIgnoreCase("INVITE")) {
            return new Refused(603);
        }
        List<Header> headers = new ArrayList<>(by);
        for (String part : uri.headers().isEmpty() ? new String[0] : uri.headers().split("&", -1)) {
            int equals = part.indexOf('=');
            String name = Escapes.unescape(equals < 0 ? part : part.substring(0, equals));
            String value = equals < 0 ? "" : Escapes.unescape(part.substring(equals + 1));
            Optional<Header> readable = Header.parse(name, value);
            if (readable.isEmpty()) {
                return new Refused(400);
            }
            readable.filter(header -> KEPT.contains(header.name())).ifPresent(headers::add);
        }
        Readable read = new Readable(uri.asRequestUri(), List.copyOf(headers));
        boolean attended = headers.stream().anyMatch(one -> one.name() == HeaderName.REPLACES);
        return attended && read.replaces().isEmpty() ? new Refused(400) : read;
    }
}
