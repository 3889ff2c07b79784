package io.referee.server.dialplan.dry;

import io.referee.server.account.Account;
import io.referee.server.account.Directory;
import io.referee.server.account.TransferMode;
import io.referee.server.dialplan.PlanRouter;
import io.referee.server.dialplan.dial.Destination;
import io.referee.server.dialplan.dial.LegOptions.Transfers;
import io.referee.server.dialplan.dial.Resolution.ResolvedLeg;

import java.util.Optional;
import java.util.function.Consumer;

/// Warns of transfers that will not be possible for the parties of a leg, or reach less than they
/// might. *One thread.*
///
/// @param owner whose plan it is; what others' accounts may do is not told
/// @param caller whose phone calls, when one of the owner's does
record TransferWarnings(
        Directory directory, String owner, Optional<Account> caller, Consumer<String> warnings) {

    void look(ResolvedLeg leg) {
        Transfers wanted = leg.leg().options().transfers();
        String text = leg.leg().text();
        switch (wanted) {
            case NONE -> {
                if (caller.filter(account -> !account.owner().equals(owner)).isEmpty()) {
                    cannot(text, caller.map(Account::aor).orElse("the caller"), "tr=n.");
                }
            }
            case CONSUME -> unplanned(text + " has tr=c");
            case UNSAID -> {
                caller.ifPresent(account -> byMode(text, "the account", account));
                called(leg)
                        .filter(account -> account.owner().equals(owner))
                        .filter(account -> caller.filter(account::equals).isEmpty())
                        .ifPresent(account -> byMode(text, account.aor(), account));
            }
            case PASS, ASK, ATTENDED -> {
                // They may all be had.
            }
        }
    }

    /// The account that is rung, also by a plan of its own.
    private static Optional<Account> called(ResolvedLeg leg) {
        return switch (leg.destination()) {
            case Destination.LocalAccount(Account account, var _) -> Optional.of(account);
            case Destination.Loopback(Account account, var _) -> Optional.of(account);
            case Destination.ThroughProvider _, Destination.Elsewhere _, Destination.Vanished _ ->
                    Optional.empty();
        };
    }

    /// @param name how the account is called where it is clear whose it is
    private void byMode(String text, String name, Account account) {
        if (account.transfer() == TransferMode.DENY) {
            cannot(text, account.aor(), "the account says transfer: deny.");
        } else if (account.transfer() == TransferMode.CONSUME) {
            unplanned(text + ": " + name + " says transfer: consume");
        }
    }

    private void cannot(String text, String who, String why) {
        warnings.accept(text + " cannot be transferred by " + who + ": " + why);
    }

    private void unplanned(String what) {
        if (directory.dialPlan(owner, PlanRouter.TRANSFER_PLAN).isEmpty()) {
            warnings.accept(
                    what
                            + ", and there is no dial plan transfer: transfers reach"
                            + " accounts of this server only.");
        }
    }
}
