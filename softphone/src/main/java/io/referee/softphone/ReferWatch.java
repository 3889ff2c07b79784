package io.referee.softphone;

import io.referee.sip.message.HeaderName;
import io.referee.sip.message.Request;
import io.referee.sip.message.Response;

import java.util.Locale;
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
        String event = notify.value(HeaderName.EVENT).orElse("");
        int at = event.toLowerCase(Locale.ROOT).indexOf(";id=");
        return at < 0
                || cseq == UNKNOWN_SEQ
                || event.substring(at + 4).strip().equals(Long.toString(cseq));
    }

    /// What a NOTIFY says of the transfer's end: a final status, or a subscription that ends
    /// without one.
    static Optional<TransferOutcome> outcome(Request notify, Optional<Sipfrag> status) {
        if (status.isPresent() && status.get().status() >= 300) {
            return Optional.of(new TransferOutcome.Failed(status.get().status()));
        }
        if (status.isPresent() && status.get().status() >= 200) {
            return Optional.of(new TransferOutcome.Completed(status.get().status()));
        }
        String subscription = notify.value(HeaderName.SUBSCRIPTION_STATE).orElse("").strip();
        boolean over = subscription.regionMatches(true, 0, "terminated", 0, "terminated".length());
        return over ? Optional.of(new TransferOutcome.Unknown()) : Optional.empty();
    }

    /// Whether a request is a NOTIFY of a transfer.
    static boolean isReferEvent(Request notify) {
        String event = notify.value(HeaderName.EVENT).orElse("").strip();
        boolean refer = event.regionMatches(true, 0, "refer", 0, 5);
        return refer && (event.length() == 5 || event.charAt(5) == ';' || event.charAt(5) == ' ');
    }
}
