package io.referee.server.ladders;

import io.referee.server.app.Core;
import io.referee.server.call.Call;
import io.referee.server.call.Holding;
import io.referee.server.call.Leg;
import io.referee.server.transfer.Answer;
import io.referee.server.transfer.CallOrder;
import io.referee.server.transfer.Joining;
import io.referee.server.transfer.Manner;
import io.referee.server.transfer.OnFail;
import io.referee.server.transfer.OwnerSays;
import io.referee.server.transfer.Transfers;
import io.referee.server.transfer.WantedRefer;
import io.referee.server.transfer.WantedTransfer;
import io.referee.sip.subscription.ReferNotifying;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// Whoever sits at the HTTP doors in a random history, and does there what chance says: ends,
/// transfers, joins, holds and places calls, sends REFER, and decides when an owner is asked. One
/// thread only.
final class Operator {
    private static final Duration RING = Duration.ofSeconds(20);

    private final Core core;
    private final Simulation world;
    private final Circumstances chance;
    private final Random random;

    Operator(Core core, Simulation world, Circumstances chance, Random random) {
        this.core = core;
        this.world = world;
        this.chance = chance;
        this.random = random;
    }

    void act() {
        List<Call> calls = List.copyOf(core.switchboard().calls());
        if (calls.isEmpty() || random.nextInt(20) == 0) {
            place();
            return;
        }
        Call call = calls.get(random.nextInt(calls.size()));
        if (random.nextInt(5) == 0) {
            world.note("the API hangs up");
            call.hangUp(480, "Hung up by request");
            return;
        }
        party(call).ifPresent(leg -> act(call, leg, calls.get(random.nextInt(calls.size()))));
    }

    private void act(Call call, Leg leg, Call other) {
        int dice = random.nextInt(100);
        if (dice < 35) {
            transfer(call, leg, target(call.ids().owner()));
        } else if (dice < 40) {
            transfer(call, leg, "park");
        } else if (dice < 60) {
            party(other).ifPresent(second -> join(call, leg, other, second));
        } else if (dice < 75) {
            refer(call, leg);
        } else {
            boolean held = leg.ledger().heldByUs() && random.nextInt(4) > 0;
            hold(call, held ? Holding.Action.UNHOLD : Holding.Action.HOLD);
        }
    }

    private Optional<Leg> party(Call call) {
        List<Leg> parties = call.parties();
        return parties.isEmpty()
                ? Optional.empty()
                : Optional.of(parties.get(random.nextInt(parties.size())));
    }

    private String target(String owner) {
        return random.nextInt(6) == 0 ? Circumstances.GROUP : chance.someAccount(owner);
    }

    // ---- transfers

    private void transfer(Call call, Leg leg, String to) {
        world.note("the API transfers to " + to);
        WantedTransfer wanted =
                new WantedTransfer(
                        "api",
                        leg.id(),
                        to,
                        Optional.of(RING),
                        chance.policy(call.ids().owner()),
                        List.of(),
                        Manner.USUAL);
        begun(core.transfers().begin(call, wanted));
    }

    private void join(Call call, Leg leg, Call other, Leg otherLeg) {
        String kind = random.nextBoolean() ? "dual" : "attended";
        world.note("the API joins two calls: " + kind);
        Joining joining =
                new Joining("api", kind, call, leg.id(), other, otherLeg.id(), OnFail.CONFIGURED);
        begun(core.transfers().join(joining));
    }

    private void refer(Call call, Leg leg) {
        String to = target(call.ids().owner());
        world.note("the API sends a REFER to " + to);
        WantedRefer wanted =
                new WantedRefer(
                        "api",
                        leg.id(),
                        to,
                        Optional.empty(),
                        random.nextBoolean() ? WantedRefer.Mark.USUAL : WantedRefer.Mark.NONE,
                        random.nextInt(4) == 0,
                        List.of(),
                        ReferNotifying.IMPLICIT);
        begun(core.transfers().sendRefer(call, wanted));
    }

    private void begun(Answer answer) {
        if (answer instanceof Answer.Started(var view) && random.nextInt(4) == 0) {
            world.whileItLives(upTo(8_000), () -> core.transfers().abort(view.id()));
        }
    }

    // ---- the rest

    private void place() {
        String owner = chance.someOwner();
        String from = chance.someAccount(owner);
        String to = chance.someAccount(owner);
        world.note("the API calls " + from + ", then " + to);
        core.transfers().place(new CallOrder(owner, from, to, "api"));
    }

    private void hold(Call call, Holding.Action action) {
        Holding.Side[] sides = Holding.Side.values();
        Holding.Side side = sides[random.nextInt(sides.length)];
        world.note("the API wants " + action + " of " + side);
        call.bridge().ifPresent(bridge -> bridge.hold(new Holding.Order(action, side)));
    }

    /// The owner is asked: a yes, a no, or no word.
    void asked(String transfer) {
        int dice = random.nextInt(10);
        if (dice < 7) {
            OwnerSays word = dice < 5 ? OwnerSays.YES : OwnerSays.NO;
            world.whileItLives(
                    upTo(15_000),
                    () -> {
                        world.note("the owner says " + word);
                        if (core.transfers().decide(transfer, word) == Transfers.Word.TAKEN) {
                            world.count("owner says " + word);
                        }
                    });
        }
    }

    private Duration upTo(int millis) {
        return Duration.ofMillis(random.nextInt(millis + 1));
    }
}
