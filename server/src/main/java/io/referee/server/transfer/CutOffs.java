package io.referee.server.transfer;

import io.referee.server.account.Account;
import io.referee.server.account.Directory;
import io.referee.server.account.TransferMode;
import io.referee.server.call.Call;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// Ends what an account asked for that it may not ask for any more, or cannot pay (F20). *Engine
/// thread only.*
///
/// @param all the transfers that are known
record CutOffs(Supplier<Directory> directory, Collection<Running> all) {

    /// Whether there is no such account any more.
    boolean gone(String aor) {
        return account(aor).isEmpty();
    }

    /// Whether it may not transfer, or is gone.
    boolean denied(String aor) {
        return account(aor).filter(found -> found.transfer() != TransferMode.DENY).isEmpty();
    }

    private Optional<Account> account(String aor) {
        return directory.get().account(aor);
    }

    /// The account was changed or removed. What it asked for over HTTP its owner asked for.
    void changed(String aor) {
        if (denied(aor)) {
            boolean gone = gone(aor);
            List.copyOf(all)
                    .forEach(
                            transfer ->
                                    transfer.cutOff(
                                            order ->
                                                    order.payer().equals(aor)
                                                            && (gone || itself(order))));
        }
    }

    /// Whether the account that pays asked by REFER, and not a provider at its cost.
    private static boolean itself(Order order) {
        return order.door().equals("refer")
                && order.transferor().identity().account().equals(order.payer());
    }

    /// The credit of the account is used up: first its transfers end that are not complete, then
    /// the calls of the legs that it pays for.
    ///
    /// @param legs ids of the legs
    /// @param talking the call that a leg is still a party of
    void exhausted(String aor, List<String> legs, Function<String, Optional<Call>> talking) {
        List.copyOf(all).forEach(transfer -> transfer.cutOff(order -> order.payer().equals(aor)));
        legs.stream()
                .map(talking)
                .flatMap(Optional::stream)
                .distinct()
                .forEach(call -> call.hangUp(402, "Credit exhausted"));
    }
}
