package io.referee.server.transfer;

import io.referee.sip.header.NameAddr;
import io.referee.sip.message.Header;
import io.referee.sip.message.HeaderName;
import io.referee.sip.uri.Escapes;
import io.referee.sip.uri.SipUri;
import io.referee.sip.uri.Uri;

import java.util.Arrays;
import java.util.List;

/// How a Refer-To of ours is written (`transfers.md` A3 rule 1, A10.8): always in angle brackets,
/// never with a display name, URI parameters in front of the URI's headers. *Immutable.*
///
/// @param uri the target with everything it carries
record ReferTo(Uri uri) {
    /// In characters, of one to which headers are added.
    private static final int LONGEST = 2_048;

    /// With a parameter by which the call that follows is recognised. A `tel` URI stays as it is:
    /// what it becomes on its way does not come back. A value such as a Call-ID is escaped.
    ReferTo marked(WantedRefer.Mark mark) {
        return uri instanceof SipUri sip && !mark.parameter().isEmpty()
                ? new ReferTo(sip.withParameter(mark.parameter(), Escapes.escape(mark.value())))
                : this;
    }

    /// With a Replaces for the INVITE that follows, instead of any other.
    ReferTo replacing(String replaces) {
        return uri instanceof SipUri sip
                ? new ReferTo(withHeaders(sip, "Replaces=" + Escapes.escape(replaces)))
                : this;
    }

    /// Without any Replaces.
    ReferTo blind() {
        return uri instanceof SipUri sip ? new ReferTo(withHeaders(sip, "")) : this;
    }

    /// With these for the INVITE that follows, besides those that are named in it already. What
    /// would make it very long is left out; a `tel` URI has no headers.
    ReferTo carrying(List<Header> more) {
        ReferTo whole = this;
        for (Header header : more) {
            ReferTo next = whole.uri instanceof SipUri sip ? carrying(sip, header) : whole;
            whole = next.uri.text().length() <= LONGEST ? next : whole;
        }
        return whole;
    }

    private static ReferTo carrying(SipUri sip, Header header) {
        String name = header.name().text();
        boolean named =
                Arrays.stream(sip.headers().split("&"))
                        .map(ReferTo::name)
                        .anyMatch(name::equalsIgnoreCase);
        String added = Escapes.escape(name) + '=' + Escapes.escape(header.value());
        return named
                ? new ReferTo(sip)
                : new ReferTo(
                        headed(sip, sip.headers().isEmpty() ? added : sip.headers() + '&' + added));
    }

    private static SipUri withHeaders(SipUri sip, String header) {
        StringBuilder headers = new StringBuilder(header);
        for (String other : sip.headers().isEmpty() ? new String[0] : sip.headers().split("&")) {
            if (!name(other).equalsIgnoreCase("Replaces")) {
                headers.append(headers.isEmpty() ? "" : "&").append(other);
            }
        }
        return headed(sip.withoutParameter("Replaces"), headers.toString());
    }

    private static String name(String header) {
        int equals = header.indexOf('=');
        return Escapes.unescape(equals < 0 ? header : header.substring(0, equals));
    }

    private static SipUri headed(SipUri sip, String headers) {
        return new SipUri(
                sip.secure(),
                sip.user(),
                sip.password(),
                sip.host(),
                sip.port(),
                sip.parameters(),
                headers);
    }

    Header header() {
        return Header.of(HeaderName.REFER_TO, bracketed(uri));
    }

    static String bracketed(Uri uri) {
        return NameAddr.of(uri).text();
    }
}
