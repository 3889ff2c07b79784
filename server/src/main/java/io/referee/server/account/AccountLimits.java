package io.referee.server.account;

import io.referee.sip.message.Method;
import io.referee.sip.transport.Hop;

import java.util.Optional;

/// Whether an account that has proven its password may do one more thing now. *Engine thread only*;
/// must neither wait nor throw.
@FunctionalInterface
public interface AccountLimits {
    /// Every account may do everything.
    AccountLimits NONE = (account, method, from) -> Optional.empty();

    /// Takes the request into account.
    ///
    /// @param from where the request came from
    /// @return how it is refused; empty when it is not
    Optional<Verdict.Refused> objection(Account account, Method method, Hop from);
}
