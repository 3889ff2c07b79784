package io.referee.server.call;

import io.referee.sip.message.Request;
import io.referee.sip.sdp.SessionDescription;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/// What the ACK of a party will bring: the answer to the offer of the other, whose 2xx waits for it
/// (RFC 3261 §13.2.1). *Engine thread only.*
final class LateAnswer {
    private final Call call;
    private @Nullable Owed owed;

    private record Owed(Leg asker, Leg offerer, SessionDescription offer) {}

    LateAnswer(Call call) {
        this.call = call;
    }

    /// The ACK of `asker` will bring the answer that `offerer` waits for.
    void expect(Leg asker, Leg offerer, SessionDescription offer) {
        owed = new Owed(asker, offerer, offer);
    }

    /// Whether this ACK is the one that was awaited, and settles it.
    boolean settledBy(Leg leg, Request ack) {
        Owed waiting = owed;
        if (waiting == null || waiting.asker() != leg) {
            return false;
        }
        owed = null;
        Optional<SessionDescription> answer = ack.hasSdp() ? SdpLedger.read(ack) : Optional.empty();
        Leg offerer = waiting.offerer();
        if (answer.isPresent()) {
            leg.ledger().answeredAsAsked(answer.get());
            offerer.session().acknowledge(offerer.ledger().answering(answer.get()));
        } else {
            settleWithout(waiting);
        }
        return true;
    }

    /// This leg is over: the answer that it owed will not come, and the other must not wait for it,
    /// because it takes no offer meanwhile.
    void over(Leg leg) {
        Owed waiting = owed;
        owed = null;
        if (waiting != null && waiting.asker() == leg && waiting.offerer().confirmed()) {
            Leg offerer = waiting.offerer();
            offerer.session().acknowledge(offerer.ledger().answeringAlone(waiting.offer()));
        }
    }

    /// The answer that was due did not come: what was in force stays; a call that has nothing yet
    /// cannot go on.
    private void settleWithout(Owed waiting) {
        byte[] answer = waiting.offerer().ledger().answeringAlone(waiting.offer());
        waiting.offerer().session().acknowledge(answer);
        waiting.asker().ledger().refused();
        if (answer.length == 0) {
            call.hangUp(488, "No SDP in the ACK");
        }
    }
}
