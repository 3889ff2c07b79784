package io.referee.server.guard;

import java.net.InetAddress;
import java.time.Duration;
import java.util.function.Predicate;

/// What is limited. *Immutable.*
///
/// @param trusted whose addresses are neither limited nor banned
/// @param source what one source may do
/// @param account what one account may do, from sources that are not trusted
/// @param failedLogins wrong passwords in ten minutes, of one source for one account; a source with
///   several accounts has twice as many
/// @param ban how long a first ban is; over connections five times as long
public record GuardSettings(
        Mode mode,
        Predicate<InetAddress> trusted,
        Rates source,
        Rates account,
        int failedLogins,
        Duration ban) {

    /// The window of [#failedLogins].
    public static final Duration LOGIN_WINDOW = Duration.ofMinutes(10);

    /// What one source may do in a second.
    public static final Rates SOURCE = new Rates(200, 20, 50, 0);

    /// What one account may do in a second, and its calls at a time.
    public static final Rates ACCOUNT = new Rates(50, 10, 5, 100);

    public static final int FAILED_LOGINS = 10;
    public static final Duration BAN = Duration.ofMinutes(1);

    /// Whether there is a guard at all.
    public enum Mode {
        ON,
        /// Nothing is limited, nobody is banned, and the server's queue may grow. Answers to
        /// strangers stay small.
        OFF
    }

    /// Limits per second. At once there may be as many as in ten seconds of requests, in five of
    /// INVITEs and in twenty of REGISTERs. 0: no limit.
    ///
    /// @param calls at a time
    public record Rates(int requests, int invites, int registers, int calls) {}

    /// The defaults.
    public static GuardSettings standard(Predicate<InetAddress> trusted) {
        return new GuardSettings(Mode.ON, trusted, SOURCE, ACCOUNT, FAILED_LOGINS, BAN);
    }

    /// No guard.
    public static GuardSettings off() {
        return new GuardSettings(Mode.OFF, _ -> true, SOURCE, ACCOUNT, FAILED_LOGINS, BAN);
    }
}
