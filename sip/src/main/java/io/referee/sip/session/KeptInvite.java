package io.referee.sip.session;

import io.referee.sip.message.HeaderName;
import io.referee.sip.message.MessageBuilder;
import io.referee.sip.message.Method;
import io.referee.sip.message.Parser;
import io.referee.sip.message.Request;
import io.referee.sip.session.Session.Direction;
import io.referee.sip.transaction.ServerTransaction;
import io.referee.sip.transport.Hop;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// An INVITE without a final response, as far as it has to be known to be given up after a restart
/// of the program ([UserAgent#giveUp]). *Immutable.*
///
/// @param direction who sent it
/// @param invite the request as text, with what names its transaction and nothing else: neither
///   body nor credentials
/// @param hop where it came from, or went to
/// @param tag ours
public record KeptInvite(Direction direction, String invite, Hop hop, String tag) {
    private static final byte[] NOTHING = new byte[0];
    private static final int UNAVAILABLE = 503;
    private static final String RETRY_SECONDS = "10";

    /// Takes the note; empty when the INVITE was answered, when nobody has got it yet, and when the
    /// session is over. A server that was found by a name is noted by its address: only there is it
    /// the same INVITE.
    public static Optional<KeptInvite> of(Session session) {
        return session.confirmed() || session.over() || Targets.named(session.cameFrom())
                ? Optional.empty()
                : session.begunBy()
                        .map(
                                invite ->
                                        new KeptInvite(
                                                session.direction(),
                                                bare(invite),
                                                session.cameFrom(),
                                                session.firstTag()));
    }

    private static String bare(Request invite) {
        MessageBuilder bare =
                new MessageBuilder()
                        .pushVia(invite.via())
                        .vias(invite)
                        .from(invite.from())
                        .to(invite.to())
                        .callId(invite.callId())
                        .cseq(invite.cseq())
                        .add(HeaderName.MAX_FORWARDS, "70");
        for (String route : invite.values(HeaderName.ROUTE)) {
            bare.add(HeaderName.ROUTE, route);
        }
        byte[] octets = bare.request(Method.INVITE, invite.uri()).encoded();
        return new String(octets, StandardCharsets.UTF_8);
    }

    /// See [UserAgent#giveUp].
    void giveUp(UserAgent agent, String reason) {
        byte[] octets = invite.getBytes(StandardCharsets.UTF_8);
        if (Parser.datagram(octets) instanceof Request request) {
            if (direction == Direction.INCOMING) {
                refuse(agent, request, reason);
            } else {
                cancel(agent, request, reason);
            }
        }
    }

    private void refuse(UserAgent agent, Request request, String reason) {
        ServerTransaction transaction = agent.transactions().resume(request, hop);
        transaction.respond(
                agent.responding(request, tag)
                        .add(HeaderName.RETRY_AFTER, RETRY_SECONDS)
                        .response(UNAVAILABLE, reason));
    }

    /// The INVITE goes out once more, which whoever rings takes for a repetition and answers as
    /// before (RFC 3261 §17.2.1): then it can be cancelled, and a 2xx that crosses is acknowledged
    /// and hung up.
    private void cancel(UserAgent agent, Request request, String reason) {
        OutgoingInvite spec =
                new OutgoingInvite(
                        request.uri(),
                        request.from().withoutTag(),
                        request.to(),
                        hop,
                        List.of(),
                        NOTHING,
                        "",
                        "",
                        Authorizer.NONE,
                        "");
        Session session = Session.outgoing(agent, spec, tag, SessionListener.NOBODY);
        agent.remember(session);
        session.start(request);
        session.cancel("SIP;cause=" + UNAVAILABLE + ";text=\"" + reason + '"');
    }
}
