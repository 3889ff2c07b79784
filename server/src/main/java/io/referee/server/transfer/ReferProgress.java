package io.referee.server.transfer;

import io.referee.server.event.TransferFact;
import io.referee.sip.message.Response;

import java.time.Instant;

/// Where a transfer stands that a phone carries out itself, as far as its NOTIFYs tell: reports the
/// facts and makes the view. *Engine thread only.*
final class ReferProgress {
    private final Order order;
    private final String kind;
    private final OutgoingRefer refer;
    private final TransferTimes times;
    private Phase phase = Phase.DIALLING;
    private int status;
    private String reason = "";
    private String linkedLeg = "";
    private int ringing;

    ReferProgress(Order order, String kind, OutgoingRefer refer, Instant now) {
        this.order = order;
        this.kind = kind;
        this.refer = refer;
        this.times = new TransferTimes(now);
    }

    Phase phase() {
        return phase;
    }

    void answered(Response response) {
        if (response.success() && phase == Phase.DIALLING) {
            phase = Phase.ACCEPTED;
            order.call().publish(new TransferFact.Accepted(order.id()));
        }
    }

    void told(int told) {
        if (told > 100 && told < 200 && told != ringing && !phase.over()) {
            ringing = told;
            phase = Phase.RINGING;
            order.call().publish(new TransferFact.Ringing(order.id(), told));
        }
    }

    /// The call that the phone placed has come to us.
    void linked(String leg) {
        linkedLeg = leg;
    }

    void over(OutgoingRefer.Outcome outcome, Instant now) {
        times.finished(now);
        TransferFact fact =
                switch (outcome) {
                    case OutgoingRefer.Outcome.Completed(int code) -> {
                        phase = Phase.COMPLETED;
                        status = code;
                        yield new TransferFact.Completed(order.id(), code);
                    }
                    case OutgoingRefer.Outcome.Failed(String stage, int code, String why) -> {
                        phase = Phase.RESTORED;
                        status = code;
                        reason = why;
                        yield new TransferFact.Failed(order.id(), stage, code, why);
                    }
                    case OutgoingRefer.Outcome.Unknown(String why) -> {
                        phase = Phase.UNKNOWN;
                        reason = why;
                        yield new TransferFact.Unknown(order.id(), refer.notified(), why);
                    }
                };
        order.call().publish(fact);
    }

    TransferView view() {
        String outcome =
                switch (phase) {
                    case COMPLETED -> "completed";
                    case RESTORED -> "failed";
                    case UNKNOWN -> "unknown";
                    default -> "";
                };
        return new TransferView(
                order.id(),
                order.owner(),
                order.call().ids().owner(),
                order.call().id(),
                kind,
                order.door(),
                phase.name().toLowerCase(java.util.Locale.ROOT),
                outcome,
                status,
                reason,
                order.target().text(),
                order.transferor().id(),
                order.transferee().id(),
                linkedLeg,
                times.requestedAt(),
                times.answeredAt(),
                times.joinedAt(),
                times.finishedAt());
    }

    ReferStanding standing() {
        return new ReferStanding(refer.answered(), refer.notified());
    }
}
