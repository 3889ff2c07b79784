package io.referee.server.app;

import io.referee.server.account.Account;
import io.referee.server.account.DialPlan;
import io.referee.server.account.DirectoryStore;
import io.referee.server.account.Owner;
import io.referee.server.account.Provider;

import java.util.List;

/// A store that keeps nothing.
final class Forgetful implements DirectoryStore {
    @Override
    public Contents loadAll() {
        return new Contents(List.of(), List.of(), List.of(), List.of());
    }

    @Override
    public void replace(
            Owner owner,
            List<Account> accounts,
            List<DialPlan> dialPlans,
            List<Provider> providers) {}

    @Override
    public void remove(String owner) {}
}
