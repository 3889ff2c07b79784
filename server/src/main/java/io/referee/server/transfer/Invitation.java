package io.referee.server.transfer;

import io.referee.server.account.Provider;
import io.referee.server.call.Introduction;
import io.referee.server.call.Leg;
import io.referee.server.call.Legs;
import io.referee.server.call.Target;
import io.referee.server.provider.ProviderAuthorizer;
import io.referee.server.transfer.TransferSettings.CallerId;
import io.referee.sip.header.NameAddr;
import io.referee.sip.message.Header;
import io.referee.sip.message.HeaderName;
import io.referee.sip.sdp.SessionDescription;
import io.referee.sip.uri.Escapes;
import io.referee.sip.uri.Parameters;
import io.referee.sip.uri.SipUri;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How a target is called: in the name of the transferee, with its media, and at the cost of
/// whoever asked (`transfers.md` 0.9, G.3). *Immutable.*
///
/// @param known the last media of the transferee; without any, the target is asked for an offer
/// @param callerId in whose name, unless the order says
record Invitation(Order order, Optional<SessionDescription> known, CallerId callerId) {
    private static final int HOPS = 70;
    private static final int HOPS_PER_TRANSFER = 5;

    /// How this place is called: a provider may have it another way than the others.
    Legs.Placing to(Target place) {
        Provider.CallerId own =
                ProviderAuthorizer.providerOf(place.options().credentials())
                        .map(provider -> provider.calls().shown().callerId())
                        .orElse(Provider.CallerId.DIALPLAN);
        if (own == Provider.CallerId.DIALPLAN || Recovery.recalls(order)) {
            return placing(place, List.of());
        }
        boolean transferor = own == Provider.CallerId.TRANSFEROR;
        Invitation named =
                new Invitation(
                        order, known, transferor ? CallerId.TRANSFEROR : CallerId.TRANSFEREE);
        return place.options()
                .from()
                .map(
                        usual ->
                                named.placing(
                                        place.with(place.options().from(named.over(usual))),
                                        named.diverted(usual)))
                .orElseGet(() -> named.placing(place, List.of()));
    }

    /// Name and number of who is shown, at our usual address there.
    private NameAddr over(NameAddr usual) {
        NameAddr party = from();
        if (!(usual.uri() instanceof SipUri there) || party.user().isEmpty()) {
            return usual;
        }
        SipUri uri = SipUri.of(Escapes.escapeUser(party.user()), there.host(), there.port());
        return new NameAddr(party.displayName(), uri, Parameters.NONE);
    }

    /// A provider that checks numbers believes one that is not ours when it sees that ours sent the
    /// call on (RFC 5806).
    private List<Header> diverted(NameAddr usual) {
        return List.of(
                Header.of(HeaderName.DIVERSION, '<' + usual.uri().text() + ">;reason=deflection"));
    }

    private Legs.Placing placing(Target place, List<Header> more) {
        List<Header> headers = new ArrayList<>(order.headers());
        headers.add(Header.of(HeaderName.MAX_FORWARDS, Integer.toString(hops())));
        if (!order.referredBy().isEmpty()) {
            headers.add(Header.of(HeaderName.REFERRED_BY, referredBy()));
        }
        headers.addAll(more);
        headers.addAll(Introduction.calling(shown(), place, order.call().legs()));
        return new Legs.Placing(
                place,
                order.call().ids(),
                from(),
                known,
                Optional.of(order.transferee().ledger().wantDirection()),
                headers,
                order.payer(),
                "transfer:" + order.id(),
                order.token(),
                Introduction.features(order.transferee()));
    }

    /// What the first INVITE of the call had left, and less with each transfer: so a transfer that
    /// leads back to itself ends, whichever servers it goes through (`transfers.md` A10.3).
    private int hops() {
        int left = order.call().hops() - HOPS_PER_TRANSFER * order.call().depth();
        return Math.clamp(left, 0, HOPS);
    }

    /// As it came when its proof goes with it (RFC 3892 §2.2).
    private String referredBy() {
        return order.token().isPresent()
                ? order.referredBy()
                : ReferrerToken.unsigned(order.referredBy());
    }

    /// In whose name the target is called: one who is called back sees who is left.
    private Leg shown() {
        CallerId wanted = order.manner().callerId().orElse(callerId);
        boolean transferor = wanted == CallerId.TRANSFEROR && !Recovery.recalls(order);
        return transferor ? order.transferor() : order.transferee();
    }

    /// Who the target sees as the caller. A transferor that is called back sees why.
    private NameAddr from() {
        NameAddr transferee = shown().partyAddress();
        if (!Recovery.recalls(order)) {
            return transferee;
        }
        String name =
                transferee.displayName().isEmpty() ? transferee.user() : transferee.displayName();
        return new NameAddr("Recall: " + name, transferee.uri(), transferee.parameters());
    }
}
