package io.referee.server.transfer;

import io.referee.server.call.Adoption;
import io.referee.server.call.CallGuard;
import io.referee.server.call.Leg;
import io.referee.server.call.LegUser;
import io.referee.server.event.TransferFact;
import io.referee.sip.message.Method;
import io.referee.sip.message.Phrases;
import io.referee.sip.session.SessionListener.Ending;
import io.referee.sip.transaction.ServerTransaction;
import io.referee.sip.transport.Outside;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;

/// Two calls that both talk become one (`transfers.md` A5.2, A5.5, A6): the two that stay are
/// joined first, and only then the two that leave are let go. Whatever fails before, both calls
/// stay as they were; for a transferee that is alone then, somebody is sought (A11). *Engine thread
/// only.*
///
/// The first side is the call of the leg that asked, or that the door named first; it survives.
final class Attended implements CallGuard, Running {
    private static final String FAREWELL = "Attended transfer";

    private final Order order;
    private final String kind;
    private final Side first;
    private final Side second;
    private final Asker asker;
    private final TransferSettings settings;
    private final TimeLimit limit;
    private final Recovery recovery;
    private final OnFail policy;
    private final Runnable released;
    private final Outside outside;
    private final TransferTimes times;
    private Phase phase = Phase.ACCEPTED;
    private int outcomeStatus;
    private String outcomeReason = "";
    private @Nullable Join join;

    /// What is joined, and how it is called.
    ///
    /// @param kind `attended` or `dual`
    record Plan(Order order, String kind, Side first, Side second) {}

    /// What becomes of the parties when it is over: how a failure is made good, and how long a call
    /// may last that its payer has left.
    record Afterwards(Recovery recovery, TimeLimit limit) {}

    /// @param released called once when the transfer is over
    Attended(
            Plan plan,
            Asker asker,
            TransferSettings settings,
            Afterwards afterwards,
            Runnable released) {
        this.order = plan.order();
        this.kind = plan.kind();
        this.first = plan.first();
        this.second = plan.second();
        this.asker = asker;
        this.settings = settings;
        this.limit = afterwards.limit();
        this.recovery = afterwards.recovery();
        this.policy = recovery.policy(order);
        this.released = released;
        this.outside = first.call().legs().outside();
        this.times = new TransferTimes(outside.now());
    }

    // ---- joining

    void start() {
        for (Side side : List.of(first, second)) {
            side.call().guard(this);
            if (side.leaving().over()) {
                side.staying().user(new Waiting());
            }
        }
        first.call().publish(new TransferFact.Accepted(order.id()));
        times.answered(outside.now());
        first.call().publish(new TransferFact.Answered(order.id(), second.staying().id()));
        phase = Phase.RECONNECTING;
        boolean other = reluctance(first.staying()) > reluctance(second.staying());
        Leg asked = other ? second.staying() : first.staying();
        Leg offered = other ? first.staying() : second.staying();
        Join begun = new Join(outside, settings.times(), asked, offered, new JoinOutcome());
        join = begun;
        if (keeps(asked)) {
            begun.start();
        } else {
            begun.startFresh();
        }
    }

    /// How little it suits a party to be asked for an offer: one that holds by itself says less
    /// than it wants, and the keys of some do not outlive that.
    private int reluctance(Leg staying) {
        int holds = staying.ledger().selfHeld() ? 1 : 0;
        return keeps(staying) ? 2 : holds;
    }

    private boolean keeps(Leg staying) {
        return StrategyChoice.keeps(staying, first.call().legs());
    }

    private final class JoinOutcome implements Join.Outcome {
        @Override
        public void joined() {
            completed();
        }

        @Override
        public void refused() {
            int status = join == null ? 488 : join.status();
            failed(told(status), Phrases.of(told(status)));
        }
    }

    /// What a party that does not take the other's media answered, as the transferor is told.
    private static int told(int status) {
        return switch (status) {
            case 491, 415, 606 -> 488;
            case 401, 407 -> 403;
            default -> status;
        };
    }

    private void completed() {
        close(Phase.COMPLETED, 200, "OK");
        times.joined(outside.now());
        Departing.from(first.call(), first.leaving());
        Departing.from(second.call(), second.leaving());
        second.call().disconnect();
        Adoption.move(second.staying(), second.call(), first.call(), order.id());
        first.call().connect(first.staying(), second.staying(), order.id());
        List.of(first.staying(), second.staying()).stream()
                .filter(this::paidByWhoeverLeaves)
                .forEach(leg -> limit.on(leg, order));
        first.call().publish(new TransferFact.Completed(order.id(), 200));
        hangUp(second.leaving(), 200, FAREWELL);
        second.call().finishIfEmpty();
        asker.finished(200, this::letTransferorGo);
    }

    private boolean paidByWhoeverLeaves(Leg leg) {
        String payer = leg.identity().payer();
        return !payer.isEmpty()
                && List.of(first.leaving(), second.leaving()).stream()
                        .anyMatch(left -> left.identity().account().equals(payer));
    }

    /// The transferor hangs up by itself, as a rule; otherwise we do after a while.
    private void letTransferorGo() {
        if (first.leaving().over()) {
            return;
        }
        if (asker.byeGrace().isZero()) {
            hangUp(first.leaving(), 200, FAREWELL);
        } else {
            outside.schedule(asker.byeGrace(), () -> hangUp(first.leaving(), 200, FAREWELL));
        }
    }

    private static void hangUp(Leg leg, int status, String cause) {
        if (leg.confirmed()) {
            leg.hangUp(cause, Leg.reason(status, cause));
        }
    }

    // ---- failing

    private void failed(int status, String reason) {
        close(Phase.RESTORED, status, reason);
        first.call().publish(new TransferFact.Failed(order.id(), "join", status, reason));
        boolean restored = recover(second, status, reason);
        if (recovery.parts(order, policy)) {
            part(status, reason);
            return;
        }
        boolean together = first.together();
        Runnable alone = together ? () -> {} : () -> hangUp(first.leaving(), status, reason);
        if (together) {
            recover(first, status, reason);
        } else {
            first.call().disconnect();
            Departing.from(first.call(), first.leaving());
        }
        asker.finished(status, alone);
        if (first.staying().confirmed() && sought(restored)) {
            return;
        }
        returned(restored);
        if (!together) {
            recover(first, status, reason);
        }
    }

    private void part(int status, String reason) {
        phase = Phase.DROPPED;
        first.call().publish(new TransferFact.Returned(order.id(), "dropped"));
        first.call().disconnect();
        for (Leg leg : List.of(first.leaving(), first.staying())) {
            Departing.from(first.call(), leg);
        }
        asker.finished(status, () -> hangUp(first.leaving(), status, reason));
        hangUp(first.staying(), status, reason);
        first.call().finishIfEmpty();
    }

    /// Whether somebody is sought for the transferee, who may be with the transferor meanwhile.
    private boolean sought(boolean restored) {
        phase = Phase.RECOVERING;
        return recovery.begin(
                order,
                policy,
                new Recovery.Outcome() {
                    @Override
                    public void found(String how) {
                        phase = Phase.FALLBACK;
                        first.call().publish(new TransferFact.Returned(order.id(), how));
                    }

                    @Override
                    public void notFound() {
                        returned(restored);
                    }
                });
    }

    private void returned(boolean otherRestored) {
        boolean both = first.together() && otherRestored;
        phase = both ? Phase.RESTORED : Phase.DROPPED;
        String how = both ? "restored" : "dropped";
        first.call().publish(new TransferFact.Returned(order.id(), how));
    }

    /// The two of one side talk again; when one of them has gone, the other is told why it is
    /// alone. True when they do.
    private boolean recover(Side side, int status, String reason) {
        if (side.together()) {
            boolean moved = join != null && join.moved(side.staying());
            if (moved || side.leaving().ledger().astray()) {
                giveBack(side);
            }
            return true;
        }
        if (side.staying().confirmed()) {
            side.call().disconnect();
            Departing.from(side.call(), side.staying());
            hangUp(side.staying(), status, reason);
        }
        side.call().finishIfEmpty();
        return false;
    }

    /// What comes of it concerns nobody: they stay bridged.
    private void giveBack(Side side) {
        GivingBack.start(outside, side.staying(), side.leaving());
    }

    private void close(Phase last, int status, String reason) {
        phase = last;
        outcomeStatus = status;
        outcomeReason = reason;
        times.finished(outside.now());
        if (join != null) {
            join.stop();
        }
        first.call().unguard();
        second.call().unguard();
        released.run();
    }

    /// A join takes no longer than a few messages.
    @Override
    public boolean abort(String reason) {
        return false;
    }

    // ---- what the legs do meanwhile

    @Override
    public Taken ended(Leg leg, Ending ending) {
        if (phase.over()) {
            return Taken.NO;
        }
        Side side = first.has(leg) ? first : second;
        if (leg == side.leaving()) {
            side.staying().user(new Waiting());
            return Taken.YES;
        }
        return gone(side);
    }

    /// A party that was to stay has hung up: the other call goes on.
    private Taken gone(Side side) {
        if (side == first) {
            transfereeGone();
            return Taken.YES;
        }
        failed(480, "Target hung up");
        return Taken.NO;
    }

    private void transfereeGone() {
        close(Phase.ABORTED, 487, "Transferee hung up");
        first.call().publish(new TransferFact.Aborted(order.id(), 487, "Transferee hung up"));
        recover(second, 487, "Transferee hung up");
        Departing.from(first.call(), first.leaving());
        asker.finished(487, () -> hangUp(first.leaving(), 487, "Transferee hung up"));
        first.call().finishIfEmpty();
    }

    /// Whoever leaves hears nothing of the other side, and may ask again when the join has failed.
    @Override
    public Taken reinvited(Leg leg, ServerTransaction transaction) {
        if (phase.over()) {
            return Taken.NO;
        }
        boolean stays = leg == first.staying() || leg == second.staying();
        if (!stays || join == null || !join.merge(leg, transaction)) {
            leg.session().refuse(transaction, 491);
        }
        return Taken.YES;
    }

    @Override
    public Taken requested(Leg leg, ServerTransaction transaction) {
        boolean offer = transaction.request().is(Method.UPDATE) && transaction.request().hasBody();
        if (phase.over() || !offer) {
            return Taken.NO;
        }
        leg.session().refuse(transaction, 491);
        return Taken.YES;
    }

    /// One that stays and whose partner has hung up already.
    private final class Waiting implements LegUser {
        @Override
        public boolean busy(Leg leg) {
            return true;
        }

        @Override
        public void ended(Leg leg, Ending ending) {
            Side side = first.has(leg) ? first : second;
            side.call().left(leg);
            if (!phase.over()) {
                gone(side);
            }
            side.call().finishIfEmpty();
        }

        @Override
        public void reinvited(Leg leg, ServerTransaction transaction) {
            if (Attended.this.reinvited(leg, transaction) == Taken.NO) {
                Alone.waiting(first.has(leg) ? first.call() : second.call(), leg, transaction);
            }
        }

        @Override
        public void requested(Leg leg, ServerTransaction transaction) {
            if (Attended.this.requested(leg, transaction) == Taken.NO) {
                Alone.requested(first.has(leg) ? first.call() : second.call(), leg, transaction);
            }
        }
    }

    @Override
    public TransferView view() {
        return new TransferView(
                order.id(),
                order.owner(),
                first.call().ids().owner(),
                first.call().id(),
                kind,
                order.door(),
                phase.name().toLowerCase(Locale.ROOT),
                phase.outcome(),
                outcomeStatus,
                outcomeReason,
                order.target().text(),
                first.leaving().id(),
                first.staying().id(),
                second.staying().id(),
                times.requestedAt(),
                times.answeredAt(),
                times.joinedAt(),
                times.finishedAt());
    }
}
