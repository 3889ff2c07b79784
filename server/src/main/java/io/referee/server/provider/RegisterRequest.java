package io.referee.server.provider;

import io.referee.server.account.Provider;
import io.referee.sip.header.CSeq;
import io.referee.sip.header.NameAddr;
import io.referee.sip.message.Header;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.MessageBuilder;
import io.referee.sip.message.Method;
import io.referee.sip.message.Numbers;
import io.referee.sip.message.Request;
import io.referee.sip.message.Response;
import io.referee.sip.session.Addressing;
import io.referee.sip.session.UserAgent;
import io.referee.sip.transport.Hop;
import io.referee.sip.uri.SipUri;

import java.util.Optional;

/// The REGISTER that is sent to a provider (RFC 3261 §10.2), and what its answer grants.
/// *Immutable.*
///
/// @param mark value of the parameter by which our Contact is known again
record RegisterRequest(Provider provider, String mark) {
    /// Name of that parameter.
    static final String MARK = "rinstance";

    /// Where it goes: the outbound proxy, or else the registrar.
    SipUri next() {
        String proxy = provider.calls().outboundProxy();
        return uri(proxy.isEmpty() ? provider.registrar() : proxy);
    }

    Hop hop() {
        return Addressing.hop(next());
    }

    /// Kept texts were read when they were set.
    static SipUri uri(String text) {
        return SipUri.parse(text)
                .orElseThrow(() -> new IllegalArgumentException("no SIP URI: " + text));
    }

    /// Which one of the requests of a registration it is.
    ///
    /// @param seconds to be registered for; 0 to be forgotten
    record Turn(String callId, long cseq, int seconds) {}

    Request request(UserAgent agent, Turn turn) {
        SipUri registrar = uri(provider.registrar());
        Hop hop = hop();
        NameAddr self = NameAddr.of(address(provider));
        MessageBuilder builder =
                agent.request(Method.REGISTER, self, self, hop)
                        .callId(turn.callId())
                        .cseq(new CSeq(turn.cseq(), Method.REGISTER))
                        .add(HeaderName.CONTACT, contact(agent))
                        .add(HeaderName.EXPIRES, Integer.toString(turn.seconds()));
        routed(builder);
        custom(builder, provider);
        return builder.request(Method.REGISTER, registrar);
    }

    /// Through the outbound proxy, if there is one.
    void routed(MessageBuilder builder) {
        if (!provider.calls().outboundProxy().isEmpty()) {
            builder.add(HeaderName.ROUTE, route(next()));
        }
    }

    /// A loose router, whatever was written (RFC 3261 §8.1.2).
    static String route(SipUri proxy) {
        return '<' + proxy.withParameter("lr", "").text() + '>';
    }

    /// The owner's own headers; of User-Agent there is one.
    static void custom(MessageBuilder builder, Provider provider) {
        for (String text : provider.calls().customHeaders()) {
            Header header = header(text);
            if (header.name() == HeaderName.USER_AGENT) {
                builder.remove(HeaderName.USER_AGENT);
            }
            builder.add(header);
        }
    }

    private static Header header(String text) {
        int colon = text.indexOf(':');
        return Header.of(
                HeaderName.of(text.substring(0, colon)), text.substring(colon + 1).strip());
    }

    /// Our address of record there: the user name at the server, or the user name alone when it is
    /// an address.
    static SipUri address(Provider provider) {
        String name = provider.login().username();
        int at = name.lastIndexOf('@');
        String host = at < 0 ? uri(provider.server()).host() : name.substring(at + 1);
        String user = at < 0 ? name : name.substring(0, at);
        return SipUri.of(io.referee.sip.uri.Escapes.escapeUser(user), host, -1);
    }

    /// Our Contact there, in angle brackets.
    String contact(UserAgent agent) {
        String wanted = provider.registration().contact();
        SipUri plain = wanted.isEmpty() ? ours(agent) : uri(wanted);
        return '<' + plain.withParameter(MARK, mark).text() + '>';
    }

    private SipUri ours(UserAgent agent) {
        return NameAddr.parse(
                        agent.contact(provider.dottedName(), hop(), uri(provider.registrar())))
                .flatMap(NameAddr::sipUri)
                .orElseThrow();
    }

    // ---- the answer

    /// Our own Contact in a success, if the registrar lists it.
    Optional<NameAddr> own(Response success) {
        for (String value : success.values(HeaderName.CONTACT)) {
            Optional<NameAddr> contact = NameAddr.parse(value);
            if (contact.flatMap(NameAddr::sipUri).filter(this::isOurs).isPresent()) {
                return contact;
            }
        }
        return Optional.empty();
    }

    /// Whether the URI is the Contact that we registered.
    boolean isOurs(SipUri uri) {
        return uri.parameters().value(MARK).filter(mark::equals).isPresent();
    }

    /// For how many seconds: as our own Contact says, or Expires, or as asked (RFC 3261 §10.2.4).
    int granted(Response success, int asked) {
        Optional<String> said =
                own(success)
                        .flatMap(contact -> contact.parameters().value("expires"))
                        .or(() -> success.value(HeaderName.EXPIRES));
        return said.map(text -> seconds(text, asked)).orElse(asked);
    }

    /// The least that a 423 wants; 0 when it does not say.
    static int least(Response tooBrief) {
        return tooBrief.value(HeaderName.MIN_EXPIRES).map(text -> seconds(text, 0)).orElse(0);
    }

    private static int seconds(String text, int otherwise) {
        return Math.clamp(Numbers.parse(text.strip(), otherwise), 0, Integer.MAX_VALUE);
    }
}
