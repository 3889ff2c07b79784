package io.referee.server.registrar;

import java.time.Duration;

/// The registrar's rules and limits. *Immutable.*
///
/// @param product value of Server, such as `Referee/0.1.0`
/// @param defaultExpiry granted when a phone does not say, or says something unreadable
/// @param minExpiry what is asked below it, other than zero, is answered 423
/// @param maxExpiry what is asked above it is cut to it
/// @param bindingsPerAccount one more pushes out the one refreshed longest ago
/// @param bindingsInAll one more is answered 503
public record RegistrarSettings(
        String product,
        Duration defaultExpiry,
        Duration minExpiry,
        Duration maxExpiry,
        int bindingsPerAccount,
        int bindingsInAll) {
    /// RFC 3261 §10.2.1.1 suggests this for phones that do not say.
    public static final Duration DEFAULT_EXPIRY = Duration.ofSeconds(3_600);

    /// Phones behind a NAT register this often to keep its door open.
    public static final Duration MIN_EXPIRY = Duration.ofSeconds(60);

    public static final Duration MAX_EXPIRY = Duration.ofDays(1);
    public static final int BINDINGS_PER_ACCOUNT = 10;
    public static final int BINDINGS_IN_ALL = 200_000;

    /// The defaults.
    public static RegistrarSettings of(String product) {
        return new RegistrarSettings(
                product,
                DEFAULT_EXPIRY,
                MIN_EXPIRY,
                MAX_EXPIRY,
                BINDINGS_PER_ACCOUNT,
                BINDINGS_IN_ALL);
    }
}
