package io.referee.server.api;

import io.referee.server.account.Owner;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// Tells who asks the older service: the owner of a session, or the holder of a key. *Any thread.*
final class OlderGuard {
    /// Passwords that are looked at at a time: each takes 7 MiB and some time of a processor.
    static final int LOGINS_AT_ONCE = 2;

    private static final int LOGIN_WAITS_SECONDS = 5;

    private final Keys keys;
    private final WrongKeys wrong;
    private final OlderSessions sessions;
    private final DirectoryDesk desk;
    private final Predicate<Asked> writesFrom;
    private final Semaphore logins = new Semaphore(LOGINS_AT_ONCE);

    OlderGuard(ApiSettings settings, ApiServices services, OlderSessions sessions) {
        this.desk = services.directory();
        this.keys = new Keys(settings.adminKeyHash(), desk::current);
        this.wrong = new WrongKeys(services);
        this.sessions = sessions;
        this.writesFrom =
                asked -> !asked.relayed() && settings.callManagerFrom().test(asked.peer());
    }

    /// Begins a session with the console password of a user.
    ///
    /// @return the id; empty when the name or the password is wrong
    /// @throws Problem 429 after too many wrong ones, 503 when too many log in at once
    Optional<String> login(Asked asked, String user, String password) {
        wrong.refuseBanned(asked);
        Optional<Owner> owner = owner(user);
        boolean fits = fits(owner.map(Owner::name).orElse(user), password);
        if (owner.isEmpty() || !fits) {
            wrong.count(asked);
            return Optional.empty();
        }
        return owner.map(sessions::begin);
    }

    /// The older service looked for users in lower case.
    private Optional<Owner> owner(String user) {
        return desk.current()
                .owner(user)
                .or(() -> desk.current().owner(user.toLowerCase(Locale.ROOT)));
    }

    private boolean fits(String user, String password) {
        boolean entered = false;
        try {
            entered = logins.tryAcquire(LOGIN_WAITS_SECONDS, TimeUnit.SECONDS);
            if (!entered) {
                throw new Problem(503, "busy", "Too many log in at once; try again.");
            }
            return desk.passwordFits(user, password);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new Problem(503, "busy", "The login was interrupted.");
        } finally {
            if (entered) {
                logins.release();
            }
        }
    }

    void logout(Asked asked) {
        session(asked).ifPresent(sessions::end);
    }

    /// @throws Problem 401 without a session
    void extend(Asked asked, Duration more) {
        if (session(asked).filter(id -> sessions.extend(id, more)).isEmpty()) {
            throw unauthorized();
        }
    }

    /// Who asks, by session or key.
    ///
    /// @throws Problem 401 when nobody known does, 429 after too many wrong keys
    Caller anyway(Asked asked) {
        return key(asked).isPresent()
                ? holder(asked)
                : session(asked)
                        .flatMap(sessions::owner)
                        .<Caller>map(Caller.User::new)
                        .orElseThrow(OlderGuard::unauthorized);
    }

    /// Who asks, where a GET writes. A browser sends its cookies along whoever made it ask, so they
    /// do not count here, and only the networks of `compat.from` are let in.
    Caller writing(Asked asked) {
        if (!writesFrom.test(asked)) {
            throw Problem.forbidden(
                    "This address changes something and is open to the networks of compat.from"
                            + " only.");
        }
        if (key(asked).isEmpty() && shown(asked).isEmpty()) {
            throw unauthorized();
        }
        return anyway(asked);
    }

    /// Who asks, by key alone.
    ///
    /// @throws Problem 401 when it is missing or nobody's, 429 after too many wrong ones
    Caller holder(Asked asked) {
        String key =
                key(asked)
                        .orElseThrow(
                                () -> new Problem(401, "unauthorized", "An apikey is needed."));
        wrong.refuseBanned(asked);
        Optional<Caller> caller = keys.caller(key, asked.query("owner").orElse(""));
        if (caller.isEmpty()) {
            wrong.count(asked);
            throw new Problem(401, "unauthorized", "This apikey is not known.");
        }
        return caller.get();
    }

    private static Optional<String> key(Asked asked) {
        return asked.header("apikey").or(asked::bearer);
    }

    private static Optional<String> session(Asked asked) {
        return shown(asked).or(() -> Optional.ofNullable(asked.context().cookie("authid")));
    }

    private static Optional<String> shown(Asked asked) {
        return asked.header("AuthID").or(() -> asked.query("authid"));
    }

    private static Problem unauthorized() {
        return new Problem(
                401, "unauthorized", "There is no such session, or it has ended: log in.");
    }
}
