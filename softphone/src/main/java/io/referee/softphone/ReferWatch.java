package io.referee.softphone;

import io.referee.sip.header.SubscriptionState;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.Request;
import io.referee.sip.message.Response;
import io.referee.sip.subscription.ReferEvents;
import io.referee.sip.subscription.Sipfrag;

import java.util.Optional;

/// Follows one REFER: its response, its NOTIFYs in whatever order, and the end of the call. It
/// decides and does nothing else. *Engine thread only.*
final class ReferWatch {
    private static final long UNKNOWN_SEQ = -1;

    private long cseq = UNKNOWN_SEQ;

    /// The final response to the REFER. Silence says nothing about what was done: the outcome is
    /// unknown then.
    Optional<TransferOutcome> responded(Response response) {
        cseq = response.cseq().number();
        if (response.success()) {
            return Optional.empty();
        }
        return Optional.of(
                response.status() == 408
                        ? new TransferOutcome.Unknown()
                        : new TransferOutcome.Failed(response.status()));
    }

    /// Whether a NOTIFY belongs to this REFER: its `id` is the CSeq of the REFER, or it has none
    /// (RFC 3515 §2.4.6). Before the response to the REFER any belongs.
    boolean concerns(Request notify) {
        return cseq == UNKNOWN_SEQ
                || ReferEvents.of(notify)
                        .filter(event -> ReferEvents.concerns(event, cseq))
                        .isPresent();
    }

    /// What a NOTIFY says of the transfer's end: a final status, or a subscription that ends
    /// without one.
    static Optional<TransferOutcome> outcome(Request notify, Optional<Sipfrag> status) {
        if (status.isPresent() && status.get().status() >= 300) {
            return Optional.of(new TransferOutcome.Failed(status.get().status()));
        }
        if (status.isPresent() && status.get().last()) {
            return Optional.of(new TransferOutcome.Completed(status.get().status()));
        }
        return notify.value(HeaderName.SUBSCRIPTION_STATE)
                .flatMap(SubscriptionState::parse)
                .filter(SubscriptionState::over)
                .map(over -> new TransferOutcome.Unknown());
    }
}
