package io.referee.server.transfer;

import io.referee.server.call.Call;
import io.referee.server.call.CallGuard;
import io.referee.server.call.Leg;
import io.referee.server.call.LegUser;
import io.referee.sip.session.SessionListener.Ending;
import io.referee.sip.transaction.ServerTransaction;

import java.util.ArrayList;
import java.util.List;

/// Both parties of a call are sent elsewhere, each by a REFER of its own (`transfers.md` C.3,
/// `leg=both`). A success ends the leg of its own party only: the other one may still be calling,
/// and would take a BYE for the end of that. While neither has arrived they talk on. *Engine thread
/// only.*
final class BothSent implements CallGuard {
    private final Call call;
    private final List<OutgoingRefer> refers = new ArrayList<>(2);

    BothSent(Call call) {
        this.call = call;
    }

    /// One of the two; both are said before either is sent.
    void add(OutgoingRefer refer) {
        refers.add(refer);
    }

    /// One of the two is over. Who has arrived is let go, and who has not and is alone is told.
    void over(OutgoingRefer refer, OutgoingRefer.Outcome outcome) {
        Leg leg = refer.leg();
        boolean alone = call.bridge().filter(bridge -> bridge.has(leg)).isEmpty();
        switch (outcome) {
            case OutgoingRefer.Outcome.Completed _ -> letGo(leg, alone, 200, "Transferred");
            case OutgoingRefer.Outcome.Failed(String _, int status, String reason) when alone ->
                    letGo(leg, true, status, reason);
            case OutgoingRefer.Outcome.Unknown(String reason) when alone ->
                    letGo(leg, true, 480, reason);
            case OutgoingRefer.Outcome _ -> {}
        }
        if (refers.stream().allMatch(OutgoingRefer::over)) {
            call.unguard();
        }
    }

    private void letGo(Leg leg, boolean alone, int status, String reason) {
        if (!leg.confirmed()) {
            return;
        }
        if (alone) {
            Departing.from(call, leg);
        }
        leg.hangUp(reason, Leg.reason(status, reason));
    }

    private boolean runs(Leg leg) {
        return refers.stream().anyMatch(refer -> refer.leg() == leg && !refer.over());
    }

    private void left(Leg leg) {
        refers.stream()
                .filter(refer -> refer.leg() == leg)
                .forEach(refer -> refer.left(ReferGuard.RACE));
    }

    /// Whoever is still under way waits; whoever is not has nobody any more.
    @Override
    public Taken ended(Leg leg, Ending ending) {
        left(leg);
        Leg other =
                refers.stream()
                        .map(OutgoingRefer::leg)
                        .filter(one -> one != leg)
                        .findFirst()
                        .orElseThrow();
        if (!runs(other) || !other.confirmed()) {
            return Taken.NO;
        }
        call.disconnect();
        other.user(new Waiting());
        return Taken.YES;
    }

    @Override
    public Taken reinvited(Leg leg, ServerTransaction transaction) {
        return Taken.NO;
    }

    @Override
    public Taken requested(Leg leg, ServerTransaction transaction) {
        return Taken.NO;
    }

    @Override
    public boolean movesMedia() {
        return false;
    }

    /// The other party has arrived elsewhere already, or has hung up.
    private final class Waiting implements LegUser {
        @Override
        public void ended(Leg leg, Ending ending) {
            call.left(leg);
            left(leg);
            call.finishIfEmpty();
        }

        @Override
        public void reinvited(Leg leg, ServerTransaction transaction) {
            Alone.waiting(call, leg, transaction);
        }

        @Override
        public void requested(Leg leg, ServerTransaction transaction) {
            Alone.requested(call, leg, transaction);
        }
    }
}
