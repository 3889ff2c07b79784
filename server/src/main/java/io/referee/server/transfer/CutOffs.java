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

    /// The account was changed or removed. What it asked for over HTTP its owner asked for.
    void changed(String aor) {
        int at = aor.indexOf('@');
        Optional<Account> account =
                at < 0
                        ? Optional.empty()
                        : directory.get().account(aor.substring(0, at), aor.substring(at + 1));
        boolean denied = account.filter(found -> found.transfer() != TransferMode.DENY).isEmpty();
        if (denied) {
            boolean gone = account.isEmpty();
            List.copyOf(all)
                    .forEach(
                            transfer ->
                                    transfer.cutOff(
                                            order ->
                                                    order.payer().equals(aor)
                                                            && (gone
                                                                    || order.door()
                                                                            .equals("refer"))));
        }
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
