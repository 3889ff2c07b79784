package io.referee.sip.session;

import io.referee.sip.header.NameAddr;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.MessageBuilder;
import io.referee.sip.message.Request;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Outside.Local;
import io.referee.sip.transport.Transport;
import io.referee.sip.uri.SipUri;

import java.util.Optional;

/// The same request for another server.
final class Readdressing {
    private Readdressing() {}

    /// The request with a new branch (RFC 3263 §4.3), and, where the other server reaches us by
    /// another socket, with that one in Via and Contact. Call-ID, CSeq and tags stay.
    static Request to(UserAgent agent, Request request, Hop before, Hop target) {
        MessageBuilder builder =
                MessageBuilder.from(request).replaceTopVia(agent.transactions().via(target));
        Local was = agent.outside().localAddress(before);
        Local is = agent.outside().localAddress(target);
        if (!was.equals(is) || before.transport() != target.transport()) {
            contact(request, was)
                    .ifPresent(uri -> contact(builder, request, uri, moved(uri, is, target)));
        }
        return builder.request(request.method(), request.uri());
    }

    /// Our own Contact, unless it shows something else than the socket.
    private static Optional<SipUri> contact(Request request, Local was) {
        return request.contact()
                .map(NameAddr::uri)
                .flatMap(uri -> uri instanceof SipUri sip ? Optional.of(sip) : Optional.empty())
                .filter(uri -> uri.host().equals(was.host()) && uri.port() == was.port());
    }

    private static SipUri moved(SipUri uri, Local is, Hop target) {
        SipUri there = uri.at(is.host(), is.port());
        boolean implied =
                target.transport() == Transport.UDP
                        || target.transport() == Transport.TLS && there.secure();
        return implied
                ? there.withoutParameter("transport")
                : there.withParameter("transport", target.transport().parameter());
    }

    /// Parameters behind the angle brackets stay as they are.
    private static void contact(
            MessageBuilder builder, Request request, SipUri before, SipUri after) {
        String value = request.header(HeaderName.CONTACT).map(header -> header.value()).orElse("");
        builder.set(HeaderName.CONTACT, value.replace(before.text(), after.text()));
    }
}
