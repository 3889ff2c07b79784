package io.referee.server.transfer;

import io.referee.server.call.Adoption;
import io.referee.server.call.Call;
import io.referee.server.call.CallGuard;
import io.referee.server.call.Dial;
import io.referee.server.call.Leg;
import io.referee.server.call.LegUser;
import io.referee.server.call.Route;
import io.referee.server.call.SdpLedger;
import io.referee.server.event.TransferFact;
import io.referee.sip.message.Header;
import io.referee.sip.message.Method;
import io.referee.sip.message.Phrases;
import io.referee.sip.message.Response;
import io.referee.sip.session.SessionListener.Ending;
import io.referee.sip.transaction.ServerTransaction;
import io.referee.sip.transport.Outside;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One network-based blind transfer (`transfers.md` A2, A4): the target is rung with the
/// transferee's media while the two old parties may go on talking; when it answers, transferee and
/// target are joined; only then the transferor is let go. Whatever fails before, the old call stays
/// as it was. *Engine thread only.*
final class Transfer implements CallGuard, Running {
    private static final byte[] NOTHING = new byte[0];

    /// Longer than any transaction: a transferee that is dead shows it meanwhile.
    private static final Duration GIVING_BACK = Duration.ofSeconds(40);

    private final Order order;
    private final Call call;
    private final Leg transferor;
    private final Leg transferee;
    private final Asker asker;
    private final TransferSettings settings;
    private final Outside outside;
    private final Runnable released;
    private final TransferTimes times;
    private Phase phase = Phase.ACCEPTED;
    private int outcomeStatus;
    private String outcomeReason = "";
    private @Nullable Dial dial;
    private @Nullable Leg target;
    private @Nullable Join join;
    private @Nullable Adoption adopted;
    private int reportedRinging;

    /// @param released called once when the transfer is over
    Transfer(Order order, Asker asker, TransferSettings settings, Runnable released) {
        this.order = order;
        this.call = order.call();
        this.transferor = order.transferor();
        this.transferee = order.transferee();
        this.asker = asker;
        this.settings = settings;
        this.released = released;
        this.outside = call.legs().outside();
        this.times = new TransferTimes(outside.now());
    }

    Order order() {
        return order;
    }

    Phase phase() {
        return phase;
    }

    // ---- dialling

    void start(Route route) {
        call.guard(this);
        phase = Phase.DIALLING;
        call.publish(new TransferFact.Accepted(order.id()));
        switch (route) {
            case Route.Refused refused -> targetFailed(refused.status(), refused.reason());
            case Route.Ring ring -> ring(ring);
        }
    }

    /// The target rings already, for a call of the transferor (`transfers.md` A5.4).
    void start(Adoption ringing) {
        call.guard(this);
        adopted = ringing;
        phase = Phase.RINGING;
        call.publish(new TransferFact.Accepted(order.id()));
        Invitation invitation = new Invitation(order, transferee.ledger().remote());
        DialOutcome outcome = new DialOutcome(Route.Otherwise.NOTHING);
        Adoption.Heir heir =
                new Adoption.Heir(call, order.id(), outcome, invitation::to, order.ringTimeout());
        dial = ringing.takeOver(heir).orElse(null);
        if (ringing.rings()) {
            asker.progress(180);
        }
    }

    private void ring(Route.Ring ring) {
        Invitation invitation = new Invitation(order, transferee.ledger().remote());
        dial = new Dial(call.legs(), new DialOutcome(ring.otherwise()));
        dial.start(ring.targets(), invitation::to, order.ringTimeout());
    }

    private final class DialOutcome implements Dial.Outcome {
        private final Route.Otherwise otherwise;

        DialOutcome(Route.Otherwise otherwise) {
            this.otherwise = otherwise;
        }

        @Override
        public void ringing(Leg leg, Response response) {
            phase = Phase.RINGING;
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
            Optional<Route> next = status < 600 ? otherwise.next() : Optional.empty();
            if (next.isPresent() && next.get() instanceof Route.Ring ring) {
                ring(ring);
            } else {
                targetFailed(told(status), reason);
            }
        }
    }

    /// What the transferor is told of the target's failure (`transfers.md` A2.6).
    private static int told(int status) {
        return status == 401 || status == 407 ? 403 : status;
    }

    // ---- joining

    private void targetAnswered(Leg leg, Response response) {
        target = leg;
        phase = Phase.ANSWERED;
        times.answered(outside.now());
        leg.user(new TargetWatch());
        call.joinedBy(leg);
        SdpLedger.read(response).ifPresent(leg.ledger()::answered);
        call.publish(new TransferFact.Answered(order.id(), leg.id()));
        leg.session().acknowledge(NOTHING);
        if (phase != Phase.ANSWERED) {
            return;
        }
        phase = Phase.RECONNECTING;
        join = new Join(outside, settings.times().reinvite(), transferee, leg, new JoinOutcome());
        if (adopted == null) {
            join.start();
        } else {
            join.startFresh();
        }
    }

    private final class JoinOutcome implements Join.Outcome {
        @Override
        public void joined() {
            completed();
        }

        @Override
        public void refused() {
            joinFailed();
        }
    }

    private void completed() {
        Leg arrived = target;
        if (arrived == null) {
            throw new IllegalStateException("transfer " + order.id() + " joined nobody");
        }
        close(Phase.COMPLETED, 200, "OK");
        times.joined(outside.now());
        leaving(transferor);
        call.connect(transferee, arrived, order.id());
        call.publish(new TransferFact.Completed(order.id(), 200));
        asker.finished(200, this::letTransferorGo);
    }

    /// The transferor hangs up by itself, as a rule; otherwise we do after a while.
    private void letTransferorGo() {
        if (transferor.over()) {
            return;
        }
        if (asker.byeGrace().isZero()) {
            hangUpTransferor(200, "Blind transfer");
        } else {
            outside.schedule(asker.byeGrace(), () -> hangUpTransferor(200, "Blind transfer"));
        }
    }

    private void hangUpTransferor(int status, String cause) {
        if (transferor.confirmed()) {
            transferor.hangUp(cause, Leg.reason(status, cause));
        }
    }

    // ---- failing

    private void targetFailed(int status, String reason) {
        fail("target", status, reason);
        recover(status, reason, Recovery.BRIDGE_UNTOUCHED);
    }

    /// Whoever of the two did not take the other's media, it is told as 488 (`transfers.md` A2.6).
    private void joinFailed() {
        String reason = Phrases.of(488);
        Recovery recovery = touched();
        hangUpTarget(Leg.reason(488, reason));
        fail("join", 488, reason);
        recover(488, reason, recovery);
    }

    private enum Recovery {
        BRIDGE_UNTOUCHED,
        MEDIA_MOVED
    }

    private Recovery touched() {
        return join != null && join.touched() ? Recovery.MEDIA_MOVED : Recovery.BRIDGE_UNTOUCHED;
    }

    private void fail(String stage, int status, String reason) {
        close(Phase.RESTORED, status, reason);
        call.publish(new TransferFact.Failed(order.id(), stage, status, reason));
    }

    /// The two old parties talk again, or, when the transferor has gone, the transferee is told why
    /// it is alone.
    private void recover(int status, String reason, Recovery recovery) {
        boolean together = !transferor.over() && transferee.confirmed();
        if (together && order.onFail() == OnFail.RESTORE) {
            call.publish(new TransferFact.Returned(order.id(), "restored"));
            asker.finished(status, () -> {});
            if (recovery == Recovery.MEDIA_MOVED) {
                giveBack();
            }
            return;
        }
        phase = Phase.DROPPED;
        call.publish(new TransferFact.Returned(order.id(), "dropped"));
        call.disconnect();
        leaving(transferor);
        leaving(transferee);
        asker.finished(status, () -> hangUpTransferor(status, reason));
        if (transferee.confirmed()) {
            transferee.hangUp(reason, Leg.reason(status, reason));
        }
        call.finishIfEmpty();
    }

    /// The transferee's media go back to the transferor. What comes of it concerns nobody: they
    /// stay bridged.
    private void giveBack() {
        new Join(
                        outside,
                        GIVING_BACK,
                        transferee,
                        transferor,
                        new Join.Outcome() {
                            @Override
                            public void joined() {}

                            @Override
                            public void refused() {}
                        })
                .start();
    }

    private void close(Phase last, int status, String reason) {
        phase = last;
        outcomeStatus = status;
        outcomeReason = reason;
        times.finished(outside.now());
        if (dial != null) {
            dial.cancel(reason, reasonValue(status, reason));
            dial = null;
        }
        if (join != null) {
            join.stop();
        }
        if (adopted != null) {
            adopted.release(487, "Transferred");
        }
        call.unguard();
        released.run();
    }

    private static String reasonValue(int status, String reason) {
        return Leg.reason(status, reason).getFirst().value();
    }

    private void hangUpTarget(List<Header> reason) {
        Leg leg = target;
        if (leg != null && leg.confirmed()) {
            leg.user(new Gone());
            call.left(leg);
            leg.hangUp("Blind transfer failed", reason);
        }
    }

    /// Only while the target has not answered.
    @Override
    public boolean abort(String reason) {
        if (phase != Phase.DIALLING && phase != Phase.RINGING) {
            return false;
        }
        close(Phase.ABORTED, 487, reason);
        call.publish(new TransferFact.Aborted(order.id(), 487, reason));
        boolean together = !transferor.over() && transferee.confirmed();
        asker.finished(487, () -> {});
        if (together) {
            call.publish(new TransferFact.Returned(order.id(), "restored"));
        } else if (transferee.confirmed()) {
            transferee.hangUp(reason, Leg.reason(487, reason));
            call.finishIfEmpty();
        }
        return true;
    }

    // ---- what the legs do meanwhile

    @Override
    public Taken ended(Leg leg, Ending ending) {
        if (phase.over()) {
            return Taken.NO;
        }
        if (leg == transferor) {
            transferee.user(new AloneWatch());
        } else {
            transfereeGone();
        }
        return Taken.YES;
    }

    /// F6: nobody is left to be moved.
    private void transfereeGone() {
        hangUpTarget(Leg.reason(487, "Transferee hung up"));
        close(Phase.ABORTED, 487, "Transferee hung up");
        call.publish(new TransferFact.Aborted(order.id(), 487, "Transferee hung up"));
        leaving(transferor);
        asker.finished(487, () -> hangUpTransferor(487, "Transferee hung up"));
        call.finishIfEmpty();
    }

    @Override
    public Taken reinvited(Leg leg, ServerTransaction transaction) {
        if (phase != Phase.ANSWERED && phase != Phase.RECONNECTING) {
            return Taken.NO;
        }
        if (leg == transferor) {
            Alone.silently(leg, transaction);
        } else if (join == null || !join.merge(transaction)) {
            leg.session().refuse(transaction, 491);
        }
        return Taken.YES;
    }

    @Override
    public Taken requested(Leg leg, ServerTransaction transaction) {
        Method method = transaction.request().method();
        boolean joining = phase == Phase.ANSWERED || phase == Phase.RECONNECTING;
        if (method.equals(Method.UPDATE) && transaction.request().hasBody() && joining) {
            leg.session().refuse(transaction, 491);
            return Taken.YES;
        }
        return Taken.NO;
    }

    /// The transferee waits alone: the transferor has hung up (F5).
    private final class AloneWatch implements LegUser {
        @Override
        public void ended(Leg leg, Ending ending) {
            call.left(leg);
            if (!phase.over()) {
                transfereeGone();
            }
            call.finishIfEmpty();
        }

        @Override
        public void reinvited(Leg leg, ServerTransaction transaction) {
            if (join != null && !phase.over()) {
                if (!join.merge(transaction)) {
                    leg.session().refuse(transaction, 491);
                }
                return;
            }
            Alone.waiting(leg, transaction);
        }

        @Override
        public void requested(Leg leg, ServerTransaction transaction) {
            Alone.requested(call, leg, transaction);
        }
    }

    /// The target between its answer and the join.
    private final class TargetWatch implements LegUser {
        @Override
        public void ended(Leg leg, Ending ending) {
            call.left(leg);
            if (phase.over()) {
                call.finishIfEmpty();
                return;
            }
            Recovery recovery = touched();
            fail("join", 480, "Target hung up");
            recover(480, "Target hung up", recovery);
        }

        @Override
        public void requested(Leg leg, ServerTransaction transaction) {
            if (transaction.request().is(Method.UPDATE) && transaction.request().hasBody()) {
                leg.session().refuse(transaction, 491);
            } else {
                Alone.requested(call, leg, transaction);
            }
        }
    }

    private void leaving(Leg leg) {
        Departing.from(call, leg);
    }

    /// A leg that was hung up by us.
    private static final class Gone implements LegUser {}

    @Override
    public TransferView view() {
        Leg leg = target;
        return new TransferView(
                order.id(),
                call.ids().owner(),
                call.id(),
                adopted == null ? "blind" : "attended",
                order.door(),
                phase.name().toLowerCase(java.util.Locale.ROOT),
                phase.outcome(),
                outcomeStatus,
                outcomeReason,
                order.target().text(),
                transferor.id(),
                transferee.id(),
                leg == null ? "" : leg.id(),
                times.requestedAt(),
                times.answeredAt(),
                times.joinedAt(),
                times.finishedAt());
    }

    Instant requestedAt() {
        return times.requestedAt();
    }
}
