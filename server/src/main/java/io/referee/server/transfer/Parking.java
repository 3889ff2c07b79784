package io.referee.server.transfer;

import io.referee.server.call.Arriving;
import io.referee.server.call.Call;
import io.referee.server.call.CallGuard;
import io.referee.server.call.KeptPlace;
import io.referee.server.call.Leg;
import io.referee.server.call.Parked;
import io.referee.server.call.SdpLedger;
import io.referee.server.event.TransferFact;
import io.referee.sip.message.Method;
import io.referee.sip.message.Request;
import io.referee.sip.sdp.Direction;
import io.referee.sip.sdp.SessionDescription;
import io.referee.sip.session.SessionListener.Ending;
import io.referee.sip.transaction.ServerTransaction;
import io.referee.sip.transport.Outside;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A transfer to a slot (`transfers.md` A12): the transferee hears hold music, or nothing, and
/// waits there for an account of the owner that asks for it. When nobody does, whoever parked it is
/// called back, and when that leads to nobody the call ends. *Engine thread only.*
final class Parking implements CallGuard, Running {
    private static final byte[] NOTHING = new byte[0];
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);
    private static final String FAREWELL = "Parked";
    private static final String TOO_LONG = "Parked for too long";

    private final Order order;
    private final Call call;
    private final Leg transferor;
    private final Leg transferee;
    private final int slot;
    private final Asker asker;
    private final Transfers desk;
    private final Recovery recovery;
    private final ParkingLot lot;
    private final Runnable released;
    private final Outside outside;
    private final TransferTimes times;
    private Phase phase = Phase.ACCEPTED;
    private int outcomeStatus;
    private String outcomeReason = "";
    private final Optional<Parking> before;
    private Outside.@Nullable Alarm patience;
    private Instant due = Instant.MAX;
    private boolean gone;
    private boolean promised;

    /// Where somebody is to wait.
    ///
    /// @param before whose place it is now; empty for a slot that is free
    record Place(int slot, Optional<Parking> before) {}

    Parking(Order order, Place place, Asker asker, ParkingLot lot) {
        this(order, place, asker, lot, lot.desk().begun(order));
    }

    private Parking(Order order, Place place, Asker asker, ParkingLot lot, Runnable released) {
        this.order = order;
        this.call = order.call();
        this.transferor = order.transferor();
        this.transferee = order.transferee();
        this.slot = place.slot();
        this.asker = asker;
        this.desk = lot.desk();
        this.recovery = lot.recovery();
        this.lot = lot;
        this.before = place.before();
        this.released = released;
        this.outside = call.legs().outside();
        this.times = new TransferTimes(outside.now());
    }

    /// Somebody waits there since before a restart.
    static Parking resumed(KeptPlace kept, Order order, ParkingLot lot) {
        Place place = new Place(kept.slot(), Optional.empty());
        Parking parking = new Parking(order, place, Asker.Watching.INSTANCE, lot, () -> {});
        parking.phase = Phase.COMPLETED;
        parking.outcomeStatus = 200;
        parking.outcomeReason = "OK";
        parking.rest(kept.until());
        return parking;
    }

    /// What a restart has to know of it.
    KeptPlace kept() {
        return new KeptPlace(
                slot,
                transferee.id(),
                due,
                order.id(),
                order.door(),
                owner(),
                order.target().text(),
                order.payer(),
                order.referredBy(),
                order.ringTimeout(),
                new KeptPlace.Past(transferor.id(), transferor.identity(), transferor.callId()));
    }

    /// Who waits is told so again: what it heard last has ended, or nobody knows what it was.
    void calmAgain() {
        if (waits() && !call.guarded()) {
            calm(() -> {});
        }
    }

    // ---- parking

    void start() {
        call.guard(this);
        before.ifPresent(parked -> parked.promise(this));
        if (transferor.over()) {
            transferee.user(new Waiting());
        }
        phase = Phase.RECONNECTING;
        call.publish(new TransferFact.Accepted(order.id()));
        calm(this::parked);
    }

    /// Music, or silence. That a phone takes neither stops nothing.
    private void calm(Runnable then) {
        Optional<SessionDescription> had = transferee.ledger().local();
        if (call.music().available()) {
            call.music().play(transferee, then);
        } else if (had.isEmpty() || transferee.session().offerPending()) {
            then.run();
        } else {
            byte[] silent = transferee.ledger().offering(had.get(), Direction.INACTIVE);
            new Attempt(
                            transferee,
                            silent,
                            () -> false,
                            response -> {
                                transferee.session().acknowledge(NOTHING);
                                SdpLedger.read(response)
                                        .ifPresentOrElse(
                                                transferee.ledger()::answered,
                                                transferee.ledger()::refused);
                                then.run();
                            },
                            _ -> {
                                transferee.ledger().refused();
                                then.run();
                            })
                    .start(outside, desk.settings().times().reinvite(), then);
        }
    }

    private void parked() {
        if (phase.over() || !transferee.confirmed()) {
            return;
        }
        close(Phase.COMPLETED, 200, "OK");
        Departing.from(call, transferor);
        call.disconnect();
        before.ifPresent(this::replace);
        rest();
        call.publish(new TransferFact.Completed(order.id(), 200, Integer.toString(slot)));
        asker.finished(200, () -> Departing.soon(outside, transferor, asker.byeGrace(), FAREWELL));
    }

    /// Whoever waited there before is hung up, and the slot is this one's.
    private void replace(Parking parked) {
        lot.put(this);
        parked.stopWaiting();
        parked.gone = true;
        Leg leg = parked.transferee;
        if (leg.confirmed()) {
            leg.hangUp("Replaced", Leg.reason(200, "Replaced"));
        }
    }

    private void rest() {
        rest(outside.now().plus(desk.settings().park().time()));
    }

    private void rest(Instant until) {
        transferee.user(new Waiting());
        due = until;
        Duration left = Duration.between(outside.now(), until);
        patience = outside.schedule(left.isNegative() ? Duration.ZERO : left, this::recall);
    }

    private void close(Phase last, int status, String reason) {
        phase = last;
        outcomeStatus = status;
        outcomeReason = reason;
        times.finished(outside.now());
        call.unguard();
        before.ifPresent(Parking::unpromise);
        released.run();
    }

    /// Its slot is kept for another one, whatever becomes of who waits there.
    private void promise(Parking next) {
        call.guard(next);
        promised = true;
    }

    private void unpromise() {
        call.unguard();
        promised = false;
        if (gone) {
            lot.free(this);
        }
    }

    // ---- waiting

    /// Whether somebody may come for the transferee.
    boolean waits() {
        return phase == Phase.COMPLETED && !gone;
    }

    boolean holds(Leg leg) {
        return leg == transferee;
    }

    /// Whether somebody waits there who is a party of this call.
    boolean in(Call other) {
        return call == other && waits();
    }

    /// Whose lot it is.
    String owner() {
        return before.map(Parking::owner).orElse(order.owner());
    }

    int slot() {
        return slot;
    }

    /// Somebody comes for the transferee: the two are joined.
    void retrieve(Arriving arriving) {
        if (call.guarded()) {
            arriving.refuse(491, "A transfer is running on this call");
            return;
        }
        Optional<Refusal> no =
                new SipsRule(desk.settings())
                        .objection(arriving.invite(), transferor, List.of(transferee));
        if (no.isPresent()) {
            new BlockedTakeover(arriving, call, "retrieve", transferor, transferee.id())
                    .by(no.get());
            return;
        }
        stopWaiting();
        Side side = new Side(call, transferor, transferee);
        desk.run(new Takeover(side, arriving, desk.settings(), new Retrieving()));
    }

    private final class Retrieving implements Takeover.Vacancy {
        @Override
        public void taken() {
            leave();
        }

        @Override
        public void vacant() {
            if (transferee.confirmed()) {
                rest();
                calm(() -> {});
            } else {
                leave();
            }
        }
    }

    private void stopWaiting() {
        if (patience != null) {
            patience.cancel();
        }
    }

    private void leave() {
        stopWaiting();
        if (!gone) {
            gone = true;
            if (!promised) {
                lot.free(this);
            }
        }
    }

    /// Nobody came. Whoever is about to be exchanged for somebody else stays until that is decided.
    private void recall() {
        if (call.guarded()) {
            patience = outside.schedule(LOOK_AGAIN, this::recall);
            return;
        }
        if (!transferor.over()) {
            Departing.hangUp(transferor, 200, FAREWELL);
            patience = outside.schedule(LOOK_AGAIN, this::recall);
            return;
        }
        leave();
        boolean begun =
                transferee.confirmed() && recovery.begin(order, OnFail.RECALL, new Recalled());
        if (!begun) {
            call.hangUp(480, TOO_LONG);
        }
    }

    /// Who cannot be called back leaves the transferee to the transfer that tried, which hangs it
    /// up.
    private static final class Recalled implements Recovery.Outcome {
        @Override
        public void found(String how) {}

        @Override
        public void notFound() {}
    }

    // ---- what the legs do meanwhile

    /// The transferee, once it is alone.
    private final class Waiting implements Parked {
        @Override
        public String slot() {
            return Parking.this.waits() ? Integer.toString(slot) : "";
        }

        @Override
        public void ended(Leg leg, Ending ending) {
            call.left(leg);
            if (phase.over()) {
                leave();
                call.finishIfEmpty();
            } else {
                deserted();
            }
        }

        @Override
        public void reinvited(Leg leg, ServerTransaction transaction) {
            if (call.music().listens(leg)) {
                Alone.waiting(call, leg, transaction);
            } else {
                Alone.parked(leg, transaction);
            }
        }

        @Override
        public void requested(Leg leg, ServerTransaction transaction) {
            Alone.requested(call, leg, transaction);
        }
    }

    @Override
    public Taken ended(Leg leg, Ending ending) {
        if (phase.over()) {
            return Taken.NO;
        }
        if (leg == transferor) {
            transferee.user(new Waiting());
        } else {
            deserted();
        }
        return Taken.YES;
    }

    /// Nobody is left to be parked.
    private void deserted() {
        String reason = "Transferee hung up";
        leave();
        close(Phase.ABORTED, 487, reason);
        call.publish(new TransferFact.Aborted(order.id(), 487, reason));
        Departing.from(call, transferor);
        asker.finished(487, () -> Departing.hangUp(transferor, 487, reason));
        call.finishIfEmpty();
    }

    @Override
    public Taken reinvited(Leg leg, ServerTransaction transaction) {
        if (leg == transferor) {
            Alone.silently(leg, transaction);
        } else {
            leg.session().refuse(transaction, 491);
        }
        return Taken.YES;
    }

    @Override
    public Taken requested(Leg leg, ServerTransaction transaction) {
        Request request = transaction.request();
        if (request.is(Method.UPDATE) && request.hasBody()) {
            return reinvited(leg, transaction);
        }
        return Taken.NO;
    }

    /// It takes no longer than a few messages.
    @Override
    public boolean abort(String reason) {
        return false;
    }

    @Override
    public TransferView view() {
        return TransferView.of(
                order,
                "park",
                new TransferView.Standing(phase, outcomeStatus, outcomeReason),
                "",
                times);
    }
}
