package io.referee.sip.dialog;

import io.referee.sip.header.CSeq;
import io.referee.sip.header.NameAddr;
import io.referee.sip.header.Via;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.MessageBuilder;
import io.referee.sip.message.Method;
import io.referee.sip.message.Request;
import io.referee.sip.message.Response;
import io.referee.sip.uri.SipUri;
import io.referee.sip.uri.Uri;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The state of a dialog (RFC 3261 §12.1) and what follows from it. *Immutable.*
///
/// @param local our address with our tag
/// @param remote the peer's address with its tag (empty from RFC 2543 peers)
/// @param remoteTarget the peer's Contact
/// @param routeSet in the order in which our requests travel
/// @param localSeq CSeq number of our latest request
/// @param remoteSeq CSeq number of the peer's latest request, -1 before the first
public record Dialog(
        String callId,
        NameAddr local,
        NameAddr remote,
        Uri remoteTarget,
        List<NameAddr> routeSet,
        long localSeq,
        long remoteSeq) {

    /// The caller's dialog, made by a tagged response to its INVITE (§12.1.2).
    public static Dialog uac(Request invite, Response response) {
        List<NameAddr> routes = routes(response);
        return new Dialog(
                invite.callId(),
                invite.from(),
                response.to(),
                response.contact().map(NameAddr::uri).orElse(invite.uri()),
                routes.reversed(),
                invite.cseq().number(),
                -1);
    }

    /// The callee's dialog, made by an INVITE (§12.1.1). Empty when the INVITE has no usable
    /// Contact.
    public static Optional<Dialog> uas(Request invite, String localTag, long localSeq) {
        return invite.contact()
                .map(
                        contact ->
                                new Dialog(
                                        invite.callId(),
                                        invite.to().withTag(localTag),
                                        invite.from(),
                                        contact.uri(),
                                        routes(invite),
                                        localSeq,
                                        invite.cseq().number()));
    }

    private static List<NameAddr> routes(io.referee.sip.message.SipMessage message) {
        List<String> values = message.values(HeaderName.RECORD_ROUTE);
        if (values.isEmpty()) {
            return List.of();
        }
        List<NameAddr> routes = new ArrayList<>(values.size());
        for (String value : values) {
            NameAddr.parse(value).ifPresent(routes::add);
        }
        return List.copyOf(routes);
    }

    /// Our tag.
    public String localTag() {
        return local.tag();
    }

    /// The peer's tag; empty from RFC 2543 peers.
    public String remoteTag() {
        return remote.tag();
    }

    /// With the next CSeq number used up. ACK and CANCEL use none.
    public Dialog nextSeq() {
        return withLocalSeq(localSeq + 1);
    }

    /// With `seq` as the CSeq number of our latest request.
    public Dialog withLocalSeq(long seq) {
        return new Dialog(callId, local, remote, remoteTarget, routeSet, seq, remoteSeq);
    }

    /// With another address of ours, under the same tag (RFC 4916 §4.2).
    public Dialog withLocal(NameAddr address) {
        NameAddr tagged = address.withoutTag().withTag(localTag());
        return new Dialog(callId, tagged, remote, remoteTarget, routeSet, localSeq, remoteSeq);
    }

    /// With another remote target: after a target refresh (RFC 3261 §12.2.1.2).
    public Dialog withTarget(Uri target) {
        return new Dialog(callId, local, remote, target, routeSet, localSeq, remoteSeq);
    }

    /// With `seq` as the CSeq number of the peer's latest request.
    public Dialog withRemoteSeq(long seq) {
        return new Dialog(callId, local, remote, remoteTarget, routeSet, localSeq, seq);
    }

    /// Whether a request of the peer is in order: its CSeq is higher than the last (§12.2.2).
    public boolean inOrder(Request request) {
        return request.cseq().number() > remoteSeq;
    }

    /// The URI that decides where our requests go: the first route, or the remote target
    /// (§12.2.1.1).
    public Uri nextHop() {
        return routeSet.isEmpty() ? remoteTarget : routeSet.getFirst().uri();
    }

    /// A request in this dialog with CSeq number `seq` (§12.2.1.1); a strict first route is
    /// honoured.
    public MessageBuilder request(Method method, Via via, long seq) {
        MessageBuilder builder =
                new MessageBuilder()
                        .pushVia(via)
                        .add(HeaderName.MAX_FORWARDS, "70")
                        .from(local)
                        .to(remote)
                        .callId(callId)
                        .cseq(new CSeq(seq, method));
        boolean strict = strictRoute();
        for (int i = strict ? 1 : 0; i < routeSet.size(); i++) {
            builder.add(HeaderName.ROUTE, routeSet.get(i).text());
        }
        if (strict) {
            builder.add(HeaderName.ROUTE, '<' + remoteTarget.text() + '>');
        }
        return builder;
    }

    /// The Request-URI of our requests.
    public Uri requestUri() {
        Uri uri = strictRoute() ? routeSet.getFirst().uri() : remoteTarget;
        return uri instanceof SipUri sip ? sip.asRequestUri() : uri;
    }

    private boolean strictRoute() {
        return !routeSet.isEmpty()
                && routeSet.getFirst().uri() instanceof SipUri first
                && !first.parameters().has("lr");
    }
}
