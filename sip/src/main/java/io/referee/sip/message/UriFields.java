package io.referee.sip.message;

import io.referee.sip.uri.Escapes;
import io.referee.sip.uri.SipUri;
import io.referee.sip.uri.Uri;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Headers in a Request-URI. None may stand there (RFC 3261 §19.1.1 table 1), yet some phones leave
/// those of a Refer-To where they were: an INVITE that was asked for names the dialog to replace in
/// its URI only. What the asker may have asked for becomes a header field, as that phone should
/// have made it; what says who somebody is or where a request goes is refused (RFC 4475 §3.1.2.11);
/// the rest means nothing.
final class UriFields {
    /// Most headers of one URI.
    private static final int MOST = 20;

    /// What says who somebody is, or where a request comes from or goes (RFC 3261 §19.1.5).
    private static final Set<HeaderName> REFUSED =
            Set.of(
                    HeaderName.VIA,
                    HeaderName.FROM,
                    HeaderName.TO,
                    HeaderName.CALL_ID,
                    HeaderName.CSEQ,
                    HeaderName.CONTACT,
                    HeaderName.MAX_FORWARDS,
                    HeaderName.ROUTE,
                    HeaderName.RECORD_ROUTE,
                    HeaderName.PATH,
                    HeaderName.AUTHORIZATION,
                    HeaderName.REMOTE_PARTY_ID,
                    HeaderName.PRIVACY,
                    HeaderName.DIVERSION,
                    HeaderName.HISTORY_INFO,
                    HeaderName.IDENTITY,
                    HeaderName.IDENTITY_INFO,
                    HeaderName.REFER_TO,
                    HeaderName.of("Join"),
                    HeaderName.of("body"));

    private static final Set<HeaderName> TAKEN =
            Set.of(
                    HeaderName.REPLACES,
                    HeaderName.REFERRED_BY,
                    HeaderName.USER_TO_USER,
                    HeaderName.SUBJECT,
                    HeaderName.ACCEPT_CONTACT);

    private UriFields() {}

    /// The fields of a request with those that stand in its URI behind them, as far as it has none
    /// of that name; null when there is one that has no business there. ACK and CANCEL of such an
    /// INVITE have its URI and need nothing of it; no other request may have any.
    static Header @Nullable [] merged(Method method, Uri uri, Header[] fields) {
        if (!(uri instanceof SipUri sip) || sip.headers().isEmpty()) {
            return fields;
        }
        boolean invite = method.equals(Method.INVITE);
        boolean about = method.equals(Method.ACK) || method.equals(Method.CANCEL);
        List<Header> found = invite || about ? read(sip.headers()) : null;
        if (found == null) {
            return null;
        }
        return invite ? joined(fields, found) : fields;
    }

    /// The URI as it should have been.
    static Uri bare(Uri uri) {
        return uri instanceof SipUri sip && !sip.headers().isEmpty() ? sip.asRequestUri() : uri;
    }

    private static @Nullable List<Header> read(String headers) {
        String[] parts = headers.split("&");
        List<Header> found = new ArrayList<>(1);
        for (String part : parts) {
            int equals = part.indexOf('=');
            String name = Escapes.unescape(equals < 0 ? part : part.substring(0, equals));
            String value = equals < 0 ? "" : Escapes.unescape(part.substring(equals + 1)).strip();
            Header header = Header.parse(name, value).orElse(null);
            if (header == null || refused(header) || parts.length > MOST) {
                return null;
            }
            if (taken(header.name())) {
                found.add(header);
            }
        }
        return found;
    }

    /// To require more than `replaces` is not for the asker to say.
    private static boolean refused(Header header) {
        String name = header.name().text().toLowerCase(Locale.ROOT);
        return REFUSED.contains(header.name())
                || name.startsWith("p-")
                || name.startsWith("proxy-")
                || name.startsWith("content-")
                || header.name().equals(HeaderName.REQUIRE)
                        && !header.value().equalsIgnoreCase("replaces");
    }

    private static boolean taken(HeaderName name) {
        return TAKEN.contains(name) || name.text().regionMatches(true, 0, "X-", 0, 2);
    }

    private static Header[] joined(Header[] fields, List<Header> found) {
        List<Header> all = new ArrayList<>(Arrays.asList(fields));
        for (Header header : found) {
            if (Arrays.stream(fields).noneMatch(it -> it.name().equals(header.name()))) {
                all.add(header);
            }
        }
        return all.toArray(new Header[0]);
    }
}
