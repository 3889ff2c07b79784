package io.referee.server.account;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/// Who exists, right now. A directory is an immutable snapshot; a change makes a new one and the
/// engine is given it between two events. Look-ups are plain map look-ups: they never wait. *Any
/// thread.*
public interface Directory {

    /// Whether we serve this SIP domain (compared without case).
    boolean serves(String domain);

    /// The first of the served domains.
    String defaultDomain();

    /// The domain that this served one stands for: itself, unless it is another name of the default
    /// domain, such as an address of this machine.
    default String canonical(String domain) {
        return domain.toLowerCase(Locale.ROOT);
    }

    /// The account `name@domain`; the name is compared with case, the domain without.
    Optional<Account> account(String name, String domain);

    /// The account `name@domain`, in one text; empty too when the text holds no `@`.
    default Optional<Account> account(String aor) {
        int at = aor.indexOf('@');
        return at < 0 ? Optional.empty() : account(aor.substring(0, at), aor.substring(at + 1));
    }

    Optional<DialPlan> dialPlan(String owner, String name);

    /// The provider of an owner; its name is compared without case.
    Optional<Provider> provider(String owner, String name);

    Optional<Owner> owner(String name);

    /// The owner one of whose API keys hashes to this (lower-case hex SHA-256).
    Optional<Owner> ownerOfKey(String keyHash);

    Collection<Account> accounts();

    Collection<DialPlan> dialPlans();

    Collection<Provider> providers();

    Collection<Owner> owners();
}
