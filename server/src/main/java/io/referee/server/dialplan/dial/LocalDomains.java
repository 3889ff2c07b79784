package io.referee.server.dialplan.dial;

import io.referee.server.account.Account;
import io.referee.server.account.Directory;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Which hosts of a dial plan mean this server: the served domains, and `local` and `sipsorcery`
/// for the default one. *As safe as the directory.*
public record LocalDomains(Directory directory) {
    private static final Set<String> DEFAULT = Set.of("local", "sipsorcery");

    /// The served domain that a host stands for; empty when it is somebody else's.
    public Optional<String> canonical(String host) {
        if (directory.serves(host)) {
            return Optional.of(directory.canonical(host));
        }
        return DEFAULT.contains(host.toLowerCase(Locale.ROOT))
                ? Optional.of(directory.defaultDomain())
                : Optional.empty();
    }

    /// The account that a plan names as `user`, of the default domain, or `user@host`.
    public Optional<Account> account(String name) {
        int at = name.indexOf('@');
        return at < 0
                ? directory.account(name, directory.defaultDomain())
                : canonical(name.substring(at + 1))
                        .flatMap(domain -> directory.account(name.substring(0, at), domain));
    }
}
