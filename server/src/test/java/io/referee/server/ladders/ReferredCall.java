package io.referee.server.ladders;

import io.referee.sip.header.NameAddr;
import io.referee.sip.message.Header;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.Method;
import io.referee.sip.message.Request;
import io.referee.sip.subscription.ReferEvents;
import io.referee.sip.subscription.Sipfrag;
import io.referee.sip.uri.Escapes;
import io.referee.sip.uri.SipUri;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A REFER that a robot has accepted: whom it names, and the NOTIFYs that tell how the call goes
/// (RFC 3515 §2.4.4). One thread only.
final class ReferredCall {
    private final RobotLeg leg;
    private final Header event;
    private final SipUri target;
    private final List<Header> headers;
    private boolean over;

    private ReferredCall(RobotLeg leg, Request refer, SipUri target, int number) {
        this.leg = leg;
        this.event =
                Header.of(
                        HeaderName.EVENT, ReferEvents.event(refer.cseq().number(), number).text());
        this.target = target;
        this.headers = headers(refer, target);
    }

    /// Empty when the REFER names nobody who can be called.
    ///
    /// @param number of the REFERs on this leg, from 1
    static Optional<ReferredCall> of(RobotLeg leg, Request refer, int number) {
        return refer.value(HeaderName.REFER_TO)
                .flatMap(NameAddr::parse)
                .flatMap(NameAddr::sipUri)
                .map(target -> new ReferredCall(leg, refer, target, number));
    }

    /// Who is to be called.
    SipUri target() {
        return target.asRequestUri();
    }

    /// Further headers of that INVITE: what the URI says, and who referred.
    List<Header> headers() {
        return headers;
    }

    private static List<Header> headers(Request refer, SipUri target) {
        List<Header> headers = new ArrayList<>();
        for (String pair : target.headers().split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                String value = Escapes.unescape(pair.substring(equals + 1));
                headers.add(Header.of(pair.substring(0, equals), value));
            }
        }
        refer.value(HeaderName.REFERRED_BY)
                .ifPresent(by -> headers.add(Header.of(HeaderName.REFERRED_BY, by)));
        return headers;
    }

    /// Tells how it stands; after a final status nothing more.
    void tell(int status) {
        if (over || leg.over()) {
            return;
        }
        over = status >= 200;
        String state = over ? "terminated;reason=noresource" : "active;expires=180";
        leg.session()
                .request(
                        Method.NOTIFY,
                        List.of(event, Header.of(HeaderName.SUBSCRIPTION_STATE, state)),
                        Sipfrag.CONTENT_TYPE,
                        Sipfrag.of(status).bytes(),
                        _ -> {});
    }
}
