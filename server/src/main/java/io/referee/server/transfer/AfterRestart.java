package io.referee.server.transfer;

import io.referee.server.call.Aftermath;
import io.referee.server.call.Call;
import io.referee.server.call.KeptCall;
import io.referee.server.call.KeptPlace;
import io.referee.server.call.Leg;
import io.referee.sip.uri.Uri;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What of transfers has to outlive the server: who waits in which slot, who pays for a leg that he
/// has left, and how many transfers each account has had. What ran when the server died is ended in
/// a known state. *Engine thread only.*
public final class AfterRestart implements Aftermath {
    private final Interrupted interrupted;
    private final ParkingLot lot;
    private final LeftBehind left;
    private final Budget budget;

    AfterRestart(Interrupted interrupted, ParkingLot lot, LeftBehind left, Budget budget) {
        this.interrupted = interrupted;
        this.lot = lot;
        this.left = left;
        this.budget = budget;
    }

    /// A transfer was accepted before the restart: it counts for the limits of whoever asked. To be
    /// told in order, before anything comes in.
    ///
    /// @param account who asked and pays
    /// @param target URI, as it was asked for
    public void counted(String account, String target, Instant at) {
        budget.counted(account, Uri.parse(target), at);
    }

    @Override
    public List<String> awaited(Leg leg) {
        return interrupted.awaited(leg);
    }

    @Override
    public String moving(Call call) {
        return interrupted.moving(call);
    }

    @Override
    public Optional<KeptPlace> parked(Call call) {
        return lot.kept(call);
    }

    @Override
    public Map<String, Boolean> left(Call call) {
        return left.of(call);
    }

    @Override
    public void leaving(Call call) {
        interrupted.leaving(call);
    }

    @Override
    public void restored(Call call, KeptCall kept) {
        for (Leg leg : call.parties()) {
            Boolean permitted = kept.left().get(leg.id());
            if (permitted != null) {
                left.add(leg, permitted);
            }
        }
        kept.parked().ifPresent(place -> lot.restore(call, place));
    }

    /// Who waits in a slot and heard music there hears it again.
    @Override
    public void revived(Call call, KeptCall kept) {
        interrupted.revived(call, kept);
        boolean music =
                kept.legs().stream().anyMatch(leg -> leg.identity().createdBy().equals("music"));
        if (music || !kept.moving().isEmpty()) {
            lot.calmAgain(call);
        }
    }
}
