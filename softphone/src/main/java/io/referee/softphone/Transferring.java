package io.referee.softphone;

import io.referee.sip.dialog.Dialog;
import io.referee.sip.header.NameAddr;
import io.referee.sip.header.Replaces;
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
import io.referee.sip.uri.SipUri;
import io.referee.sip.uri.Uri;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

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
    /// @param held the calls that are put on hold for it
    private record Run(
            Transfer transfer, ReferWatch watch, List<CallControl> held, Outside.Alarm patience) {}

    boolean underWay() {
        return run != null;
    }

    void start(Transfer transfer) {
        Session session = call.session();
        Optional<CallControl> other = other(transfer);
        if (session == null
                || !session.confirmed()
                || other.filter(Transferring::gone).isPresent()) {
            transfer.ended(new TransferOutcome.Failed(481));
        } else if (run != null || other.filter(CallControl::transferring).isPresent()) {
            transfer.ended(new TransferOutcome.Failed(491));
        } else {
            begin(transfer);
        }
    }

    private static Optional<CallControl> other(Transfer transfer) {
        return transfer.consultation().map(PhoneCall::control);
    }

    /// Nobody at the other side of the consultation can be named.
    private static boolean gone(CallControl other) {
        return other.replaces(Replaces.When.ALWAYS).isEmpty();
    }

    private void begin(Transfer transfer) {
        List<CallControl> held = new ArrayList<>(2);
        if (transfer.options().holdFirst()) {
            held.add(call);
            other(transfer).ifPresent(held::add);
            held.removeIf(one -> !talking(one));
        }
        Run begun =
                new Run(
                        transfer,
                        new ReferWatch(),
                        held,
                        call.outside()
                                .schedule(
                                        transfer.options().patience(),
                                        () -> finish(transfer, new TransferOutcome.Unknown())));
        run = begun;
        call.state().set(CallState.TRANSFERRING);
        if (held.isEmpty()) {
            refer(begun);
        } else {
            holdFirst(begun);
        }
    }

    private static boolean talking(CallControl one) {
        Session session = one.session();
        return session != null
                && session.confirmed()
                && one.reoffers().wanted() == Direction.SENDRECV;
    }

    /// A hold that is refused does not stop the transfer: it was a courtesy.
    private void holdFirst(Run begun) {
        CompletableFuture.allOf(
                        begun.held.stream()
                                .map(one -> one.reoffers().ask(Direction.SENDONLY))
                                .toArray(CompletableFuture[]::new))
                .whenComplete((outcome, error) -> call.post(() -> refer(begun)));
    }

    private void refer(Run begun) {
        Session session = call.session();
        if (run != begun || session == null) {
            return;
        }
        Optional<NameAddr> referTo = referTo(begun.transfer);
        if (!session.confirmed() || referTo.isEmpty()) {
            finish(begun.transfer, new TransferOutcome.Failed(481));
            return;
        }
        String by = call.seat().address(session.hop()).text();
        List<Header> headers =
                List.of(
                        Header.of(HeaderName.REFER_TO, referTo.get().text()),
                        Header.of(HeaderName.REFERRED_BY, by));
        session.request(
                Method.REFER,
                headers,
                "",
                CallControl.NOTHING,
                response -> responded(begun, response));
    }

    /// The dialog of the consultation is named as it is now: who rings may have answered meanwhile,
    /// perhaps at another phone. Empty when it is over.
    private static Optional<NameAddr> referTo(Transfer transfer) {
        Optional<CallControl> other = other(transfer);
        return other.isEmpty()
                ? Optional.of(NameAddr.of(transfer.target()))
                : other.flatMap(Transferring::replacing).map(NameAddr::of);
    }

    /// Only a SIP URI can carry a Replaces; who was dialled by number is named by its Contact.
    private static Optional<Uri> replacing(CallControl other) {
        Uri party = other.remoteParty().uri();
        Optional<Uri> contact =
                Optional.ofNullable(other.session())
                        .flatMap(Session::dialog)
                        .map(Dialog::remoteTarget);
        Uri base = party instanceof SipUri ? party : contact.orElse(party);
        return other.replaces(Replaces.When.ALWAYS)
                .filter(named -> base instanceof SipUri)
                .map(named -> with((SipUri) base, "Replaces=" + named.escaped()));
    }

    private static SipUri with(SipUri uri, String header) {
        return new SipUri(
                uri.secure(), uri.user(), "", uri.host(), uri.port(), uri.parameters(), header);
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
        if (outcome instanceof TransferOutcome.Completed) {
            if (transfer.options().hangUpAfterSuccess()) {
                call.hangUp();
                other(transfer).ifPresent(CallControl::hangUp);
            }
            call.settle();
        } else {
            call.settle();
            current.held.forEach(one -> one.reoffers().ask(Direction.SENDRECV));
        }
    }
}
