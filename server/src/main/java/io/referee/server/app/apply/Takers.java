package io.referee.server.app.apply;

import io.referee.server.account.Account;
import io.referee.server.account.DirectorySnapshot;
import io.referee.server.account.Provider;
import io.referee.server.provider.Callees;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Says beforehand whose calls nobody takes. It is a warning only: the account may come later.
final class Takers {

    private Takers() {}

    /// Adds a sentence for each provider of these owners that is told where we are and whose calls
    /// nobody would take.
    static void warn(Set<String> owners, DirectorySnapshot directory, List<String> warnings) {
        List<Provider> asked =
                directory.providers().stream()
                        .filter(it -> it.registers() && owners.contains(it.owner()))
                        .toList();
        if (asked.isEmpty()) {
            return;
        }
        Map<String, List<Account>> accounts =
                directory.accounts().stream().collect(Collectors.groupingBy(Account::owner));
        for (Provider provider : asked) {
            List<Account> all = accounts.getOrDefault(provider.owner(), List.of());
            if (Callees.of(provider, directory, () -> all).isEmpty()) {
                warnings.add(
                        "Nobody takes calls of the provider "
                                + provider.name()
                                + " of "
                                + provider.owner()
                                + ": "
                                + Callees.nobody(provider, directory, all)
                                + ".");
            }
        }
    }
}
