package io.referee.server.transfer;

import io.referee.server.call.DialWatch;
import io.referee.server.call.Leg;
import io.referee.server.event.TransferFact;

/// A call that still rings and goes elsewhere by request (`transfers.md` A17): the caller waits on
/// in the same INVITE, and hears of it only what rings there. *Engine thread only.*
final class Redirect implements Running, DialWatch {
    private final Order order;
    private final TransferTimes times;
    private final Runnable released;
    private Phase phase = Phase.DIALLING;
    private int status;
    private String reason = "";
    private String targetLeg = "";

    /// @param released called once when it is over
    Redirect(Order order, Runnable released) {
        this.order = order;
        this.released = released;
        this.times = new TransferTimes(order.call().legs().outside().now());
    }

    private void publish(TransferFact fact) {
        order.call().publish(fact);
    }

    @Override
    public void rings(int ringing) {
        if (phase == Phase.DIALLING) {
            phase = Phase.RINGING;
            publish(new TransferFact.Ringing(order.id(), ringing));
        }
    }

    @Override
    public void answered(Leg leg) {
        targetLeg = leg.id();
        times.answered(order.call().legs().outside().now());
        publish(new TransferFact.Answered(order.id(), leg.id()));
        close(Phase.COMPLETED, 200, "OK");
        publish(new TransferFact.Completed(order.id(), 200));
    }

    @Override
    public void failed(int code, String why) {
        close(Phase.DROPPED, code, why);
        publish(new TransferFact.Failed(order.id(), "target", code, why));
        publish(new TransferFact.Returned(order.id(), "dropped"));
    }

    @Override
    public void refused(int code, String why) {
        close(Phase.RESTORED, code, why);
        publish(new TransferFact.Failed(order.id(), "target", code, why));
        publish(new TransferFact.Returned(order.id(), "restored"));
    }

    @Override
    public void cancelled() {
        String why = "Nobody waits for it any more";
        close(Phase.ABORTED, 487, why);
        publish(new TransferFact.Aborted(order.id(), 487, why));
    }

    /// Whoever has it now tells what comes of it.
    @Override
    public void takenOver() {
        String why = "Another transfer has what rings now";
        close(Phase.UNKNOWN, status, why);
        publish(new TransferFact.Unknown(order.id(), status, why));
    }

    private void close(Phase last, int code, String why) {
        phase = last;
        status = code;
        reason = why;
        times.finished(order.call().legs().outside().now());
        released.run();
    }

    /// Whoever rang before is rung no longer: there is nothing to go back to.
    @Override
    public boolean abort(String why) {
        return false;
    }

    @Override
    public TransferView view() {
        return TransferView.of(
                order,
                "redirect",
                new TransferView.Standing(phase, status, reason),
                targetLeg,
                times);
    }
}
