package io.referee.server.store;

import io.referee.server.account.Access;
import io.referee.server.account.Endpoint;
import io.referee.server.account.Nat;
import io.referee.server.account.Network;
import io.referee.server.account.Provider;
import io.referee.server.account.TransferHabits;
import io.referee.server.account.TransferMode;

import java.util.List;

/// Something in each column for transfers.
final class StoredHabits {
    static final TransferHabits ALL =
            new TransferHabits(new Endpoint(true, "known"), "final", "ring", "required");

    static final Provider.Transfers TRANSFERS =
            new Provider.Transfers(TransferMode.ASK, "bob@localhost", new Endpoint(true, "late-x"));

    /// With something in every field.
    static final Access ACCESS =
            new Access(
                    true,
                    List.of(
                            Network.parse("192.0.2.0/28").orElseThrow(),
                            Network.parse("2001:db8::/32").orElseThrow()),
                    new Nat(true, "home"),
                    ALL);

    private StoredHabits() {}
}
