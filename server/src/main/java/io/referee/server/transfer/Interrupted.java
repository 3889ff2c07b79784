package io.referee.server.transfer;

import io.referee.server.call.Aftermath;
import io.referee.server.call.Call;
import io.referee.server.call.KeptCall;
import io.referee.server.call.KeptLeg;
import io.referee.server.call.Leg;
import io.referee.sip.header.SubscriptionState;
import io.referee.sip.header.SubscriptionState.Reason;
import io.referee.sip.message.Header;
import io.referee.sip.message.HeaderName;
import io.referee.sip.session.ResponseListener;
import io.referee.sip.subscription.Sipfrag;
import io.referee.sip.transport.Outside;

import java.util.List;

/// Transfers that ran when the server died (`transfers.md` F16): whoever sent a REFER is told that
/// nothing came of it, and those who are left with each other hear each other again. *Engine thread
/// only.*
final class Interrupted implements Aftermath {
    /// What the sender of a REFER is told.
    static final int STATUS = 503;

    private final Outside outside;
    private final Subscriptions subscriptions;

    Interrupted(Outside outside, Subscriptions subscriptions) {
        this.outside = outside;
        this.subscriptions = subscriptions;
    }

    @Override
    public List<String> awaited(Leg leg) {
        return subscriptions.awaited(leg);
    }

    @Override
    public void revived(Call call, KeptCall kept) {
        for (Leg leg : call.parties()) {
            kept.leg(leg.id()).stream()
                    .map(KeptLeg::referred)
                    .flatMap(List::stream)
                    .forEach(event -> end(leg, event));
        }
        if (kept.moving()) {
            call.bridge()
                    .ifPresent(
                            talk -> GivingBack.start(outside, talk.callee(), talk.caller()));
        }
    }

    private static void end(Leg leg, String event) {
        String state = SubscriptionState.terminated(Reason.NORESOURCE).text();
        Notified.of(leg)
                .notify(
                        List.of(
                                Header.of(HeaderName.EVENT, event),
                                Header.of(HeaderName.SUBSCRIPTION_STATE, state)),
                        Sipfrag.of(STATUS),
                        ResponseListener.NONE);
    }
}
