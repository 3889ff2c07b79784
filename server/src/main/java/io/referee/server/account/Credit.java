package io.referee.server.account;

import java.time.Duration;
import java.util.Optional;

/// What accounts that pay in advance have left. *Engine thread only.*
public interface Credit {
    /// Nobody pays in advance.
    Credit UNLIMITED =
            new Credit() {
                @Override
                public Optional<Duration> left(String account) {
                    return Optional.empty();
                }

                @Override
                public Duration used(String account) {
                    return Duration.ZERO;
                }
            };

    /// For how much longer one leg may last that this account pays for, never negative; empty when
    /// it does not pay in advance.
    ///
    /// @param account `name@domain`
    Optional<Duration> left(String account);

    /// How long the legs have lasted that the account paid for since it exists.
    Duration used(String account);

    /// Whether the account may begin nothing that costs.
    default boolean exhausted(String account) {
        return left(account).filter(Duration::isZero).isPresent();
    }
}
