package io.referee.server.transfer;

import io.referee.server.call.Adoption;
import io.referee.server.call.Call;
import io.referee.server.call.CallGuard;
import io.referee.server.call.Dial;
import io.referee.server.call.Failure;
import io.referee.server.call.Leg;
import io.referee.server.call.LegUser;
import io.referee.server.call.Route;
import io.referee.server.event.TransferFact;
import io.referee.sip.message.Header;
import io.referee.sip.message.Method;
import io.referee.sip.message.Phrases;
import io.referee.sip.message.Response;
import io.referee.sip.sdp.SessionDescription;
import io.referee.sip.session.SessionListener.Ending;
import io.referee.sip.transaction.ServerTransaction;
import io.referee.sip.transport.Outside;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// One network-based blind transfer (`transfers.md` A2, A4): the target is rung with the
/// transferee's media while the two old parties may go on talking; when it answers, transferee and
/// target are joined; only then the transferor is let go. Whatever fails before, the old call stays
/// as it was. *Engine thread only.*
final class Transfer implements CallGuard, Running {
    private final Order order;
    private final Call call;
    private final Leg transferor;
    private final Leg transferee;
    private final Asker asker;
    private final TransferSettings settings;
    private final Recovery recovery;
    private final Outside outside;
    private final Runnable released;
    private final TransferTimes times;
    private Phase phase = Phase.ACCEPTED;
    private int outcomeStatus;
    private String outcomeReason = "";
    private @Nullable Dial dial;
    private @Nullable Leg target;
    private final Approach approach;
    private final TokenOffered token = new TokenOffered();
    private @Nullable Adoption adopted;
    private int reportedRinging;
    private OnFail policy;
    private boolean told;

    /// @param released called once when the transfer is over
    Transfer(
            Order order,
            Asker asker,
            TransferSettings settings,
            Recovery recovery,
            Runnable released) {
        this.order = order;
        this.call = order.call();
        this.transferor = order.transferor();
        this.transferee = order.transferee();
        this.asker = asker;
        this.policy = recovery.policy(order);
        this.settings = settings;
        this.recovery = recovery;
        this.released = released;
        this.outside = call.legs().outside();
        this.times = new TransferTimes(outside.now());
        this.approach = new Approach(outside, settings, order);
    }

    // ---- dialling

    /// The call is its own from now on, and nobody is dialled yet.
    void take() {
        call.guard(this);
        if (transferor.over()) {
            transferee.user(new TransferWatch.Waiting(call, this));
        }
        phase = Phase.DIALLING;
    }

    void start(Route route) {
        take();
        call.publish(new TransferFact.Accepted(order.id()));
        if (route instanceof Route.Refused refused) {
            fail("target", refused.status(), refused.reason());
        } else {
            approach.prepare(order.rest(), () -> ring(route));
        }
    }

    /// The target rings already, for a call of the transferor (`transfers.md` A5.4).
    void start(Adoption ringing) {
        take();
        adopted = ringing;
        phase = Phase.RINGING;
        call.publish(new TransferFact.Accepted(order.id()));
        Invitation invitation = invitation(transferee.ledger().remote());
        DialOutcome outcome = new DialOutcome();
        Adoption.Heir heir =
                new Adoption.Heir(call, order.id(), outcome, invitation::to, order.ringTimeout());
        dial = ringing.takeOver(heir).orElse(null);
        if (dial != null) {
            dial.ringing().forEach(leg -> approach.ringingAdopted(leg, Optional.empty()));
        }
        if (ringing.rings()) {
            asker.progress(180);
        }
    }

    private void ring(Route route) {
        Dial next = new Dial(call.legs(), new DialOutcome());
        dial = next;
        next.start(route, place -> invitation(approach.offer()).to(place), order.ringTimeout());
    }

    private Invitation invitation(Optional<SessionDescription> offer) {
        return new Invitation(token.of(order), offer, settings.recovery().callerId());
    }

    private final class DialOutcome implements Dial.Outcome {
        @Override
        public void ringing(Leg leg, Response response) {
            phase = Phase.RINGING;
            if (adopted == null) {
                approach.ringing(leg, response);
            } else {
                approach.ringingAdopted(leg, Optional.of(response));
            }
            if (response.status() != reportedRinging) {
                reportedRinging = response.status();
                call.publish(new TransferFact.Ringing(order.id(), response.status()));
                asker.progress(response.status());
            }
        }

        @Override
        public void answered(Leg leg, Response response) {
            dial = null;
            targetAnswered(leg, response);
        }

        @Override
        public void failed(int status, String reason) {
            dial = null;
            fail("target", Refusal.told(status), reason);
        }

        @Override
        public void hold(Optional<Route> source, Consumer<Route.Heard> then) {
            approach.hold(source, order.payer(), then);
        }

        @Override
        public void afterwards(Route.Afterwards wish) {
            policy = OnFail.of(wish);
        }

        @Override
        public void exhausted(Failure failure, Runnable again, Runnable on) {
            if (adopted != null) {
                on.run();
            } else if (token.leftOut(order, failure.status())) {
                again.run();
            } else {
                approach.another(failure.status(), again, on);
            }
        }
    }

    // ---- joining

    private void targetAnswered(Leg leg, Response response) {
        target = leg;
        phase = Phase.ANSWERED;
        times.answered(outside.now());
        leg.user(new TransferWatch.Arrived(call, this));
        call.joinedBy(leg);
        call.publish(new TransferFact.Answered(order.id(), leg.id()));
        if (adopted == null) {
            approach.answered(leg, response);
        } else {
            approach.answeredAdopted(leg, response);
        }
        if (phase != Phase.ANSWERED) {
            return;
        }
        phase = Phase.RECONNECTING;
        if (settings.media().successAtAnswer()) {
            told = true;
            asker.finished(200, this::letTransferorGo);
        }
        if (adopted == null) {
            approach.join(leg, response, new JoinOutcome());
        } else {
            approach.joinAdopted(leg, response, new JoinOutcome());
        }
    }

    /// The asker learns the end, once.
    private void tell(int status, Runnable then) {
        if (told) {
            then.run();
        } else {
            told = true;
            asker.finished(status, then);
        }
    }

    private final class JoinOutcome implements Join.Outcome {
        @Override
        public void joined() {
            completed();
        }

        /// Whoever of the two did not take the other's media, it is told as 488 (`transfers.md`
        /// A2.6).
        @Override
        public void refused() {
            String reason = Phrases.of(488);
            hangUpTarget(Leg.reason(488, reason));
            fail("join", 488, reason);
        }
    }

    private void completed() {
        Leg arrived = target;
        if (arrived == null) {
            throw new IllegalStateException("transfer " + order.id() + " joined nobody");
        }
        close(Phase.COMPLETED, 200, "OK");
        times.joined(outside.now());
        Departing.from(call, transferor);
        call.connect(transferee, arrived, order.id());
        if (!Recovery.recalls(order)) {
            recovery.limit(arrived, order);
        }
        call.publish(new TransferFact.Completed(order.id(), 200));
        tell(200, this::letTransferorGo);
    }

    private void letTransferorGo() {
        if (phase == Phase.COMPLETED) {
            Departing.soon(outside, transferor, asker.byeGrace(), "Blind transfer");
        }
    }

    // ---- failing

    private boolean together() {
        return !transferor.over() && transferee.confirmed();
    }

    /// The asker hears of it first; then the two old parties talk again, or somebody else is found
    /// for the transferee, or it is told why it is alone.
    private void fail(String stage, int status, String reason) {
        close(Phase.RECOVERING, status, reason);
        call.publish(new TransferFact.Failed(order.id(), stage, status, reason));
        if (recovery.parts(order, policy)) {
            part();
            tell(status, () -> Departing.hangUp(transferor, status, reason));
            release(status, reason);
            return;
        }
        tell(status, () -> {});
        boolean together = together();
        if (!together) {
            call.disconnect();
        } else if (approach.touched() || transferor.ledger().astray()) {
            call.music().stop(transferee);
            giveBack();
        }
        if (transferee.confirmed() && recovery.begin(order, policy, new RecoveryOutcome())) {
            return;
        }
        if (together) {
            returned(Phase.RESTORED, "restored");
        } else {
            part();
            Departing.hangUp(transferor, status, reason);
            release(status, reason);
        }
    }

    private final class RecoveryOutcome implements Recovery.Outcome {
        @Override
        public void found(String how) {
            returned(Phase.FALLBACK, how);
        }

        @Override
        public void notFound() {
            if (together()) {
                returned(Phase.RESTORED, "restored");
            } else {
                returned(Phase.DROPPED, "dropped");
            }
        }
    }

    private void returned(Phase last, String how) {
        phase = last;
        call.publish(new TransferFact.Returned(order.id(), how));
        asker.recovered(Optional.of(how).filter(_ -> last == Phase.FALLBACK));
    }

    /// The account that asked may not any more (F20).
    @Override
    public void cutOff(Predicate<Order> whose) {
        if (phase.ordinal() < Phase.RECOVERING.ordinal() && whose.test(order)) {
            policy = OnFail.RESTORE;
            hangUpTarget(Leg.reason(403, Phrases.of(403)));
            fail("policy", 403, Phrases.of(403));
        }
    }

    /// The owner said no: those who still talk talk on, whatever else the policy says.
    void declined(int status, String reason) {
        policy = together() ? OnFail.RESTORE : policy;
        fail("decision", status, reason);
    }

    private void part() {
        returned(Phase.DROPPED, "dropped");
        call.disconnect();
        Departing.from(call, transferor);
        Departing.from(call, transferee);
    }

    private void release(int status, String reason) {
        Departing.hangUp(transferee, status, reason);
        call.finishIfEmpty();
    }

    private void close(Phase last, int status, String reason) {
        phase = last;
        outcomeStatus = status;
        outcomeReason = reason;
        times.finished(outside.now());
        if (dial != null) {
            dial.cancel(reason, Leg.reason(status, reason).getFirst().value());
            dial = null;
        }
        approach.stop();
        if (adopted != null) {
            String why = last == Phase.COMPLETED ? "Transferred" : reason;
            adopted.release(487, why, Leg.reason(status, why));
        }
        call.unguard();
        released.run();
    }

    private void giveBack() {
        GivingBack.start(outside, transferee, transferor);
    }

    private void hangUpTarget(List<Header> reason) {
        Leg leg = target;
        if (leg != null && leg.confirmed()) {
            leg.user(new LegUser() {});
            call.left(leg);
            leg.hangUp("Blind transfer failed", reason);
        }
    }

    /// Only while the target has not answered.
    @Override
    public boolean abort(String reason) {
        return abort(reason, this::giveBack);
    }

    private boolean abort(String reason, Runnable givingBack) {
        if (phase != Phase.DIALLING && phase != Phase.RINGING) {
            return false;
        }
        close(Phase.ABORTED, 487, reason);
        call.publish(new TransferFact.Aborted(order.id(), 487, reason));
        boolean together = together();
        tell(487, () -> {});
        if (together) {
            call.publish(new TransferFact.Returned(order.id(), "restored"));
            if (approach.touched()) {
                givingBack.run();
            }
        } else if (transferee.confirmed()) {
            transferee.hangUp(reason, Leg.reason(487, reason));
            call.finishIfEmpty();
        }
        asker.recovered(Optional.empty());
        return true;
    }

    // ---- what the legs do meanwhile

    @Override
    public Taken ended(Leg leg, Ending ending) {
        if (phase.over()) {
            return Taken.NO;
        }
        if (leg == transferor) {
            transferee.user(new TransferWatch.Waiting(call, this));
        } else {
            transfereeGone();
        }
        return Taken.YES;
    }

    /// F6: nobody is left to be moved.
    void transfereeGone() {
        hangUpTarget(Leg.reason(487, "Transferee hung up"));
        close(Phase.ABORTED, 487, "Transferee hung up");
        call.publish(new TransferFact.Aborted(order.id(), 487, "Transferee hung up"));
        Departing.from(call, transferor);
        tell(487, () -> Departing.hangUp(transferor, 487, "Transferee hung up"));
        asker.recovered(Optional.empty());
        call.finishIfEmpty();
    }

    @Override
    public Taken reinvited(Leg leg, ServerTransaction transaction) {
        boolean joining = phase == Phase.ANSWERED || phase == Phase.RECONNECTING;
        if (!joining) {
            abortWhenTakenBack(leg, transaction);
        }
        if (!joining && (phase.over() || !approach.moved())) {
            return Taken.NO;
        }
        if (leg == transferor) {
            approach.silence(leg, transaction);
        } else {
            transfereeReinvites(leg, transaction);
        }
        return Taken.YES;
    }

    void transfereeReinvites(Leg leg, ServerTransaction transaction) {
        if (approach.joining().isEmpty() || phase.over()) {
            Alone.waiting(call, leg, transaction);
        } else {
            merge(leg, transaction);
        }
    }

    /// A re-INVITE of one of the two that are being joined.
    void merge(Leg leg, ServerTransaction transaction) {
        if (approach.joining().filter(join -> join.merge(leg, transaction)).isEmpty()) {
            leg.session().refuse(transaction, 491);
        }
    }

    @Override
    public Taken requested(Leg leg, ServerTransaction transaction) {
        Method method = transaction.request().method();
        boolean joining = phase == Phase.ANSWERED || phase == Phase.RECONNECTING;
        if (method.equals(Method.UPDATE) && transaction.request().hasBody() && joining) {
            leg.session().refuse(transaction, 491);
            return Taken.YES;
        }
        if (method.equals(Method.UPDATE)) {
            abortWhenTakenBack(leg, transaction);
        }
        return Taken.NO;
    }

    /// A transferor that takes the transferee back from hold wants no transfer any more, where the
    /// configuration says so (`transfers.md` A2.5). Its request gives a transferee that was moved
    /// the old media again, unless that is busy with an offer or the transferor hears music.
    private void abortWhenTakenBack(Leg leg, ServerTransaction transaction) {
        if (settings.recovery().abortOnUnhold()
                && leg == transferor
                && Recovery.takenBack(leg, transaction)) {
            boolean stays = transferee.session().offerPending() || call.music().hears(transferor);
            abort("The transferor took the call back", stays ? this::giveBack : () -> {});
        }
    }

    /// The target hung up before the join was complete (F7).
    void targetGone() {
        fail("join", 480, "Target hung up");
    }

    boolean over() {
        return phase.over();
    }

    @Override
    public TransferView view() {
        return TransferView.of(
                order,
                adopted == null ? "blind" : "attended",
                new TransferView.Standing(phase, outcomeStatus, outcomeReason),
                target == null ? "" : target.id(),
                times);
    }
}
