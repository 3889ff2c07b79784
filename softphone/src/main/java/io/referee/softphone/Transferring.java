package io.referee.softphone;

import io.referee.sip.header.NameAddr;
import io.referee.sip.message.Header;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.Method;
import io.referee.sip.message.Request;
import io.referee.sip.message.Response;
import io.referee.sip.sdp.Direction;
import io.referee.sip.session.Session;
import io.referee.sip.subscription.ReferEvents;
import io.referee.sip.subscription.Sipfrag;
import io.referee.sip.transaction.ServerTransaction;
import io.referee.sip.transaction.Timing;
import io.referee.sip.transport.Outside;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;

/// The transfer that a call's user asked for: hold, REFER, NOTIFYs, and what follows from the
/// outcome. *Engine thread only.*
final class Transferring {
    private final CallControl call;
    private @Nullable Run run;

    Transferring(CallControl call) {
        this.call = call;
    }

    /// One transfer under way.
    ///
    /// @param held whether we put the other side on hold for it
    private record Run(Transfer transfer, ReferWatch watch, Held held, Outside.Alarm patience) {}

    private enum Held {
        FOR_THIS,
        NOT_FOR_THIS
    }

    boolean underWay() {
        return run != null;
    }

    void start(Transfer transfer) {
        Session session = call.session();
        if (session == null || !session.confirmed()) {
            transfer.ended(new TransferOutcome.Failed(481));
        } else if (run != null) {
            transfer.ended(new TransferOutcome.Failed(491));
        } else {
            boolean hold =
                    transfer.options().holdFirst()
                            && call.reoffers().wanted() == Direction.SENDRECV;
            Run begun =
                    new Run(
                            transfer,
                            new ReferWatch(),
                            hold ? Held.FOR_THIS : Held.NOT_FOR_THIS,
                            call.outside()
                                    .schedule(
                                            transfer.options().patience(),
                                            () -> finish(transfer, new TransferOutcome.Unknown())));
            run = begun;
            call.state().set(CallState.TRANSFERRING);
            if (hold) {
                holdFirst(begun);
            } else {
                refer(begun);
            }
        }
    }

    /// A hold that is refused does not stop the transfer: it was a courtesy.
    private void holdFirst(Run begun) {
        call.reoffers()
                .ask(Direction.SENDONLY)
                .whenComplete((outcome, error) -> call.post(() -> refer(begun)));
    }

    private void refer(Run begun) {
        Session session = call.session();
        if (run != begun || session == null) {
            return;
        }
        if (!session.confirmed()) {
            finish(begun.transfer, new TransferOutcome.Failed(481));
            return;
        }
        String by = call.seat().address(session.hop()).text();
        List<Header> headers =
                List.of(
                        Header.of(HeaderName.REFER_TO, NameAddr.of(begun.transfer.target()).text()),
                        Header.of(HeaderName.REFERRED_BY, by));
        session.request(
                Method.REFER,
                headers,
                "",
                CallControl.NOTHING,
                response -> responded(begun, response));
    }

    private void responded(Run begun, Response response) {
        Optional<TransferOutcome> outcome = begun.watch.responded(response);
        outcome.ifPresent(how -> finish(begun.transfer, how));
    }

    /// A NOTIFY, perhaps before the 202, perhaps after the BYE: a NOTIFY of a transfer is always
    /// 200.
    void notified(Session session, ServerTransaction transaction) {
        Request notify = transaction.request();
        if (!ReferEvents.isRefer(notify)) {
            session.refuse(transaction, 489);
            return;
        }
        transaction.respond(session.responding(transaction).response(200));
        Run current = run;
        if (current == null || !current.watch.concerns(notify)) {
            return;
        }
        Optional<Sipfrag> status = Sipfrag.parse(notify.body());
        status.ifPresent(
                frag ->
                        current.transfer.progressed(
                                new Transfer.Progress(frag.status(), frag.phrase())));
        ReferWatch.outcome(notify, status).ifPresent(how -> finish(current.transfer, how));
    }

    /// The verdict may come after the BYE, as long as the dead dialog is remembered.
    void callEnded() {
        Run current = run;
        if (current != null) {
            call.outside()
                    .schedule(
                            Timing.STANDARD.giveUp(),
                            () -> finish(current.transfer, new TransferOutcome.Unknown()));
        }
    }

    private void finish(Transfer transfer, TransferOutcome outcome) {
        Run current = run;
        if (current == null || current.transfer != transfer) {
            return;
        }
        run = null;
        current.patience.cancel();
        transfer.ended(outcome);
        boolean success = outcome instanceof TransferOutcome.Completed;
        if (success && transfer.options().hangUpAfterSuccess()) {
            call.hangUp();
        }
        call.settle();
        if (!success && current.held == Held.FOR_THIS) {
            call.reoffers().ask(Direction.SENDRECV);
        }
    }
}
