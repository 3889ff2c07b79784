package io.referee.sip.proxy;

import io.referee.sip.header.NameAddr;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.Method;
import io.referee.sip.message.Request;
import io.referee.sip.transport.FlowToken;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Outside;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// The ways back to phones that can be reached only by the flow that they opened themselves, such
/// as a TCP connection from behind a NAT (RFC 5626 §5): each is named by a token in the user part
/// of our Record-Route or Path, and found again when a request comes back with it. The key is as
/// old as the proxy: after a restart old tokens are refused, as their connections are gone. *Engine
/// thread only.*
final class PhoneFlows {
    private static final int KEY_TOKENS = 4;

    private final FlowToken tokens;

    PhoneFlows(Outside outside) {
        StringBuilder key = new StringBuilder(128);
        for (int i = 0; i < KEY_TOKENS || key.length() < FlowToken.KEY_OCTETS; i++) {
            key.append(outside.token());
        }
        tokens = new FlowToken(key.toString().getBytes(StandardCharsets.UTF_8));
    }

    /// Where a request goes by the tokens in our Route.
    sealed interface Way {
        /// To the phone at this flow.
        record To(Hop flow) implements Way {}

        /// Nowhere: a token that we did not make (RFC 5626 §5.3.1).
        record Forged() implements Way {}

        /// They say nothing of it: there is none, or it comes from the phone itself (§5.3.2).
        record Open() implements Way {}
    }

    /// @param users user parts of our own addresses in Route, in order
    /// @param from the flow that the request came on
    Way way(List<String> users, Hop from) {
        Way way = new Way.Open();
        for (String user : users) {
            Optional<Hop> flow = tokens.hop(user);
            if (flow.isEmpty()) {
                return new Way.Forged();
            }
            if (way instanceof Way.Open && !flow.get().equals(from)) {
                way = new Way.To(flow.get());
            }
        }
        return way;
    }

    /// What names the flow of a neighbour.
    String token(Hop flow) {
        return tokens.of(flow);
    }

    /// The token for the sender of a request that begins a dialog: a phone next to us that wants
    /// the requests of that dialog on this flow (RFC 5626 §4.3: `ob` in its Contact). Empty for
    /// anybody else.
    String ofSender(Request request, Hop from) {
        boolean wanted =
                nextToUs(request)
                        && request.contact()
                                .flatMap(NameAddr::sipUri)
                                .filter(contact -> contact.parameters().has("ob"))
                                .isPresent();
        return wanted ? token(from) : "";
    }

    /// The token for whom the request goes to: a phone that is reached by its flow, since a token
    /// led there or the owner of the proxy names the connection. Empty for anybody else.
    String ofTarget(Hop target, Hop to, boolean byToken) {
        return target.equals(to) && (byToken || to.connection() != 0) ? token(to) : "";
    }

    /// Whether this is the REGISTER of a phone next to us that keeps a flow open (§5.1): its
    /// registrar has to hear of the way back.
    static boolean registers(Request request) {
        return request.is(Method.REGISTER)
                && nextToUs(request)
                && request.lists(HeaderName.SUPPORTED, "outbound")
                && request.contact()
                        .filter(contact -> contact.parameters().has("reg-id"))
                        .isPresent();
    }

    private static boolean nextToUs(Request request) {
        return request.count(HeaderName.VIA) == 1;
    }
}
