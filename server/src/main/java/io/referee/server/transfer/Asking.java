package io.referee.server.transfer;

import io.referee.server.call.CallGuard;
import io.referee.server.call.Leg;
import io.referee.server.call.LegUser;
import io.referee.server.event.Fact;
import io.referee.sip.message.Phrases;
import io.referee.sip.session.SessionListener.Ending;
import io.referee.sip.transaction.ServerTransaction;
import io.referee.sip.transport.Outside;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// A transfer that was admitted and accepted, and waits for the word of the owner (mode `ask`,
/// `transfers.md` 0.5). Nobody is called and no media move meanwhile, but no other transfer begins
/// on the calls that it concerns. With a yes it is admitted anew, because the world may have
/// changed, and runs like any other; with a no, or without a word in time, it has failed with 603.
/// *Engine thread only.*
final class Asking implements CallGuard, Running {
    private final Question question;
    private final Order order;
    private final Side here;
    private final Transfers desk;
    private final Asker asker;
    private final Instant requestedAt;
    private final Outside.Alarm patience;
    private boolean over;
    private @Nullable Transfer ending;

    /// What is asked.
    ///
    /// @param kind `blind` or `attended`
    /// @param admitted how it could have begun at once
    record Question(Order order, String kind, ReplacesDesk.Decision.Yes admitted) {

        /// The call that would be joined, when both of it talk.
        Optional<Side> other() {
            return admitted.other();
        }
    }

    Asking(Question question, Asker asker, Transfers desk) {
        this.question = question;
        this.order = question.order();
        this.here = new Side(order.call(), order.transferor(), order.transferee());
        this.asker = asker;
        this.desk = desk;
        Outside outside = order.call().legs().outside();
        this.requestedAt = outside.now();
        this.patience =
                outside.schedule(desk.settings().times().ask(), () -> decline("Nobody decided"));
    }

    void start() {
        Instant until = requestedAt.plus(desk.settings().times().ask());
        Fact asked =
                order.asked(question.kind())
                        .joining(question.other().map(Side::named))
                        .until(Optional.of(until));
        order.transferor().publish(asked);
        if (!order.owner().equals(order.call().ids().owner())) {
            tellOwner(asked);
        }
        sides().forEach(this::guard);
    }

    private void guard(Side side) {
        side.call().guard(this);
        if (side.leaving().over()) {
            side.staying().user(new Waiting(side));
        }
    }

    /// Who decides reads another stream than who has the call, and knows nothing of that call.
    private void tellOwner(Fact asked) {
        order.call()
                .legs()
                .events()
                .publish(requestedAt, order.owner(), "", "", order.transferor().id(), asked);
    }

    private Stream<Side> sides() {
        return Stream.concat(Stream.of(here), question.other().stream());
    }

    // ---- the word of the owner

    /// @return false when nothing is asked any more
    boolean decide(OwnerSays word) {
        if (over) {
            return false;
        }
        switch (word) {
            case YES -> accept();
            case NO -> decline("Declined by the owner");
        }
        return true;
    }

    private void accept() {
        close();
        desk.budget().withdrawn(order.payer());
        if (question.other().isPresent()) {
            Side there = question.other().get();
            desk.run(new Attended.Plan(order, question.kind(), here, there), asker);
            return;
        }
        switch (question.admitted().again().get()) {
            case ReplacesDesk.Decision.Yes yes -> yes.begin().accept(asker);
            case ReplacesDesk.Decision.No(Refusal refusal) ->
                    finish(transfer -> transfer.declined(refusal.status(), refusal.reason()));
        }
    }

    private void decline(String reason) {
        end(603, reason, transfer -> transfer.declined(603, reason));
    }

    /// Ends as a transfer ends whose target is not rung yet: who is alone then is cared for in the
    /// same way.
    private void end(int status, String reason, Consumer<Transfer> how) {
        close();
        desk.budget().ended(order.payer());
        finish(how);
        question.other().ifPresent(side -> release(side, status, reason));
    }

    private void finish(Consumer<Transfer> how) {
        Transfer transfer = desk.unbegun(order, asker);
        ending = transfer;
        transfer.take();
        how.accept(transfer);
    }

    private void close() {
        over = true;
        patience.cancel();
        sides().forEach(side -> side.call().unguard());
    }

    /// Whoever is left over of the call that was to be joined is told why it is alone.
    private static void release(Side side, int status, String reason) {
        if (side.leaving().over() && side.staying().confirmed()) {
            side.call().disconnect();
            Departing.from(side.call(), side.staying());
            side.staying().hangUp(reason, Leg.reason(status, reason));
        }
        side.call().finishIfEmpty();
    }

    @Override
    public boolean abort(String reason) {
        if (!over) {
            end(487, reason, transfer -> transfer.abort(reason));
            return true;
        }
        return false;
    }

    /// The account that asked may not any more (F20).
    @Override
    public void cutOff(Predicate<Order> whose) {
        if (!over && whose.test(order)) {
            end(403, Phrases.of(403), transfer -> transfer.declined(403, Phrases.of(403)));
        }
    }

    // ---- what the legs do meanwhile

    @Override
    public boolean movesMedia() {
        return false;
    }

    @Override
    public Taken ended(Leg leg, Ending ending) {
        Side side = sideOf(leg);
        if (over) {
            return Taken.NO;
        }
        if (leg == side.leaving()) {
            side.staying().user(new Waiting(side));
            return Taken.YES;
        }
        gone(side);
        return side == here ? Taken.YES : Taken.NO;
    }

    private Side sideOf(Leg leg) {
        return sides().filter(side -> side.has(leg)).findFirst().orElse(here);
    }

    /// One that was to stay has hung up.
    private void gone(Side side) {
        if (side == here) {
            end(487, "Transferee hung up", Transfer::transfereeGone);
        } else {
            String reason = "Target hung up";
            end(480, reason, transfer -> transfer.declined(480, reason));
        }
    }

    @Override
    public Taken reinvited(Leg leg, ServerTransaction transaction) {
        return requested(leg, transaction);
    }

    /// The two talk as before; where that is set, a transferor that takes the transferee back wants
    /// no transfer any more.
    @Override
    public Taken requested(Leg leg, ServerTransaction transaction) {
        if (desk.settings().recovery().abortOnUnhold()
                && leg == order.transferor()
                && Recovery.takenBack(leg, transaction)) {
            abort("The transferor took the call back");
        }
        return Taken.NO;
    }

    /// One that stays and whose partner has hung up.
    private final class Waiting implements LegUser {
        private final Side side;

        Waiting(Side side) {
            this.side = side;
        }

        @Override
        public void ended(Leg leg, Ending ending) {
            side.call().left(leg);
            if (!over) {
                gone(side);
            }
            side.call().finishIfEmpty();
        }

        @Override
        public void reinvited(Leg leg, ServerTransaction transaction) {
            Alone.waiting(side.call(), leg, transaction);
        }

        @Override
        public void requested(Leg leg, ServerTransaction transaction) {
            Alone.requested(side.call(), leg, transaction);
        }
    }

    @Override
    public TransferView view() {
        Transfer transfer = ending;
        TransferView then = transfer == null ? null : transfer.view();
        return new TransferView(
                order.id(),
                order.owner(),
                order.call().ids().owner(),
                order.call().id(),
                question.kind(),
                order.door(),
                then == null ? Phase.ASKING.name().toLowerCase(Locale.ROOT) : then.phase(),
                then == null ? "" : then.outcome(),
                then == null ? 0 : then.sipCode(),
                then == null ? "" : then.reason(),
                order.target().text(),
                order.transferor().id(),
                order.transferee().id(),
                question.other().map(side -> side.staying().id()).orElse(""),
                requestedAt,
                null,
                null,
                then == null ? null : then.finishedAt());
    }
}
