package io.referee.server.transfer;

import io.referee.server.call.Bridge;
import io.referee.server.call.Call;
import io.referee.server.call.CallGuard;
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
final class Interrupted {
    /// What the sender of a REFER is told.
    static final int STATUS = 503;

    private final Outside outside;
    private final Subscriptions subscriptions;

    Interrupted(Outside outside, Subscriptions subscriptions) {
        this.outside = outside;
        this.subscriptions = subscriptions;
    }

    /// What the peer of the leg waits for.
    List<String> awaited(Leg leg) {
        return subscriptions.awaited(leg);
    }

    /// Most transfers move the transferee; what else is in charge of a call may move anybody.
    String moving(Call call) {
        return call.guardian()
                .filter(CallGuard::movesMedia)
                .map(guard -> moved(call, guard))
                .orElse("");
    }

    private static String moved(Call call, CallGuard guard) {
        String callee = call.bridge().map(talk -> talk.callee().id()).orElse("");
        if (guard instanceof Running transfer) {
            TransferView view = transfer.view();
            return call.parties().stream()
                    .map(Leg::id)
                    .filter(id -> id.equals(view.transfereeLeg()) || id.equals(view.targetLeg()))
                    .findFirst()
                    .orElse(callee);
        }
        return callee;
    }

    /// The server is about to end.
    void leaving(Call call) {
        if (call.guardian().orElse(null) instanceof Running transfer) {
            transfer.abort("The server is shut down");
        }
    }

    /// The call goes on.
    void revived(Call call, KeptCall kept) {
        for (Leg leg : call.parties()) {
            kept.leg(leg.id()).stream()
                    .map(KeptLeg::referred)
                    .flatMap(List::stream)
                    .forEach(event -> end(leg, event));
        }
        if (!kept.moving().isEmpty()) {
            call.bridge().ifPresent(talk -> together(talk, kept.moving()));
        }
    }

    private void together(Bridge talk, String moved) {
        Leg party = talk.first().id().equals(moved) ? talk.first() : talk.second();
        GivingBack.start(outside, party, talk.other(party));
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
