package io.referee.server.transfer;

import io.referee.server.call.Leg;
import io.referee.server.call.SdpLedger;
import io.referee.sip.message.Response;
import io.referee.sip.sdp.OfferAnswer;
import io.referee.sip.sdp.SessionDescription;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/// Two parties of which one takes other keys, or another port, with each answer: whatever one is
/// told of the other, its answer makes it stale there. So one is asked for an offer, the other gets
/// that, and its answer comes in the ACK: both know the latest then, and nobody is asked again. Who
/// makes no offers is told of the other's instead. *Engine thread only.*
final class Renewal {
    private static final byte[] NOTHING = new byte[0];

    private final Offers offers;
    private final Runnable done;
    private final Runnable failed;
    private Leg asked;
    private Leg other;
    private boolean turned;

    /// The offer of who was asked, while its 2xx waits for an ACK with the answer.
    private @Nullable SessionDescription unanswered;

    /// @param asked is asked first
    Renewal(Offers offers, Leg asked, Leg other, Runnable done, Runnable failed) {
        this.offers = offers;
        this.asked = asked;
        this.other = other;
        this.done = done;
        this.failed = failed;
    }

    void start() {
        if (offers.free(asked, this::start)) {
            offers.reinvite(asked, NOTHING, this::offered, this::refused);
        }
    }

    private void refused(Response response) {
        if (offers.again(response, asked, this::start)) {
            return;
        }
        if (turned) {
            failed.run();
            return;
        }
        turned = true;
        Leg first = asked;
        asked = other;
        other = first;
        start();
    }

    private void offered(Response response) {
        Optional<SessionDescription> offer = SdpLedger.read(response);
        if (offer.isEmpty()) {
            asked.session().acknowledge(NOTHING);
            failed.run();
        } else {
            unanswered = offer.get();
            offer();
        }
    }

    private void offer() {
        SessionDescription offer = unanswered;
        if (offer != null && offers.free(other, this::offer)) {
            byte[] body = other.ledger().offering(offer, asked.ledger().wantDirection());
            offers.reinvite(other, body, this::answered, this::declined);
        }
    }

    private void declined(Response response) {
        other.ledger().refused();
        if (!offers.again(response, other, this::offer)) {
            failed.run();
        }
    }

    private void answered(Response response) {
        Attempt.take(other, response);
        Optional<SessionDescription> answer = SdpLedger.read(response);
        SessionDescription offer = unanswered;
        if (answer.isEmpty() || offer == null) {
            failed.run();
            return;
        }
        unanswered = null;
        asked.ledger().offered(offer.withDirection(asked.ledger().wantDirection()));
        SessionDescription fitting =
                OfferAnswer.answer(offer, answer.get(), other.ledger().wantDirection());
        asked.session().acknowledge(asked.ledger().answering(fitting));
        done.run();
    }

    /// Nothing more is begun. An offer that was made is answered with what was said last.
    void stop() {
        SessionDescription offer = unanswered;
        if (offer != null) {
            unanswered = null;
            asked.session().acknowledge(asked.ledger().answeringAsBefore(offer));
        }
    }
}
