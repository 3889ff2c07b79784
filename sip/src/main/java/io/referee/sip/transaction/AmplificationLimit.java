package io.referee.sip.transaction;

import io.referee.sip.message.Header;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.MessageBuilder;
import io.referee.sip.message.Response;

/// Makes an answer small enough that nobody gains by asking in another's name: a server that
/// answers a datagram with more octets than it brought can be used to flood whoever the datagram
/// says to come from (RFC 3261 §26.3.2.4, RFC 4732 §3.1).
///
/// Header fields that the asker can do without go first, then all challenges but the first; in the
/// end names of header fields are written in their compact forms.
final class AmplificationLimit {
    /// What names of products, dates and hints are worth to the asker.
    private static final HeaderName[] ORNAMENTS = {
        HeaderName.SERVER, HeaderName.DATE, HeaderName.WARNING
    };

    /// What we could do for the asker, who has not said who he is (RFC 3261 §8.2.1, §20.5).
    private static final HeaderName[] ABILITIES = {
        HeaderName.ACCEPT,
        HeaderName.of("Accept-Encoding"),
        HeaderName.of("Accept-Language"),
        HeaderName.ALLOW_EVENTS,
        HeaderName.SUPPORTED,
        HeaderName.ALLOW,
        HeaderName.TIMESTAMP
    };

    private AmplificationLimit() {}

    /// The response with at most this many octets, if leaving out helps; otherwise the smallest
    /// that the standing asks for.
    static Response fit(Response response, int octets, Admission.Standing standing) {
        if (standing == Admission.Standing.PROVEN || fits(response, octets)) {
            return response;
        }
        Response smaller = without(response, ORNAMENTS);
        if (standing == Admission.Standing.BELIEVED || fits(smaller, octets)) {
            return smaller;
        }
        smaller = without(smaller, ABILITIES);
        if (fits(smaller, octets)) {
            return smaller;
        }
        smaller = oneChallenge(smaller);
        return fits(smaller, octets) ? smaller : smaller.compact();
    }

    static boolean fits(Response response, int octets) {
        return response.encoded().length <= octets;
    }

    private static Response without(Response response, HeaderName[] names) {
        MessageBuilder builder = MessageBuilder.from(response);
        for (HeaderName name : names) {
            builder.remove(name);
        }
        return builder.response(response.status(), response.reason());
    }

    /// A peer that knows only another algorithm cannot answer any more; the first is the one that
    /// the server thinks most phones know.
    private static Response oneChallenge(Response response) {
        if (response.count(HeaderName.WWW_AUTHENTICATE) < 2) {
            return response;
        }
        Header first = response.header(HeaderName.WWW_AUTHENTICATE).orElseThrow();
        return MessageBuilder.from(response)
                .set(HeaderName.WWW_AUTHENTICATE, first.value())
                .response(response.status(), response.reason());
    }
}
