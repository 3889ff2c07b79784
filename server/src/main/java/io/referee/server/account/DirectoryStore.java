package io.referee.server.account;

import java.util.List;

/// Where owners, accounts, dial plans and providers are kept. Blocks: not for the engine.
public interface DirectoryStore {

    /// Everything there is.
    ///
    /// @param owners by name
    /// @param accounts by owner and name
    /// @param dialPlans by owner and name
    /// @param providers by owner and name
    record Contents(
            List<Owner> owners,
            List<Account> accounts,
            List<DialPlan> dialPlans,
            List<Provider> providers) {}

    /// Reads everything.
    Contents loadAll();

    /// Replaces all that belongs to this owner (itself with its keys, accounts, dial plans,
    /// providers), all or nothing. All of it must be the owner's; an account of the same name and
    /// domain must not belong to another.
    void replace(
            Owner owner,
            List<Account> accounts,
            List<DialPlan> dialPlans,
            List<Provider> providers);

    /// Removes an owner with all that belongs to it; does nothing when there is none.
    void remove(String owner);
}
