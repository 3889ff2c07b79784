package io.referee.server.app.apply;

import com.password4j.Argon2Function;
import com.password4j.BadParametersException;
import com.password4j.Password;
import com.password4j.types.Argon2;

import java.util.UUID;

/// Passwords of users, kept as Argon2id. Slow on purpose: some ten milliseconds each. Of the
/// settings that OWASP holds for equally strong it is the one with the least memory, because the
/// library keeps as much for ever once a password was looked at. *Any thread.*
public final class Passwords {
    private static final int MEMORY_KIB = 7_168;
    private static final int ITERATIONS = 5;
    private static final int PARALLELISM = 1;
    private static final int HASH_OCTETS = 32;
    private static final int SALT_OCTETS = 16;
    private static final Argon2Function ARGON2ID =
            Argon2Function.getInstance(MEMORY_KIB, ITERATIONS, PARALLELISM, HASH_OCTETS, Argon2.ID);

    private Passwords() {}

    /// What every hash begins with that is made now.
    private static final String MADE_NOW =
            "$argon2id$v=19$m=%d,t=%d,p=%d$".formatted(MEMORY_KIB, ITERATIONS, PARALLELISM);

    /// The hash of a password with a new salt, in the usual text form that begins with
    /// `$argon2id$`.
    public static String hash(Secret password) {
        return Password.hash(password.text()).addRandomSalt(SALT_OCTETS).with(ARGON2ID).getResult();
    }

    /// The hash that stands for a password from now on: the old one when it was made of this
    /// password in the way of today. A new salt each time would make every apply a change.
    public static String kept(Secret password, String old) {
        return old.startsWith(MADE_NOW) && matches(password, old) ? old : hash(password);
    }

    /// Whether this password made that hash; false for one that is empty, and that takes as long as
    /// any: how long it takes tells nobody who exists or has a password.
    public static boolean fits(Secret password, String hash) {
        boolean fits = matches(password, hash.isEmpty() ? Nobody.HASH : hash);
        return fits && !hash.isEmpty();
    }

    /// Made when it is needed first.
    private static final class Nobody {
        static final String HASH = hash(new Secret(UUID.randomUUID().toString()));
    }

    /// Whether this password made that hash; false for a hash that is empty or not Argon2.
    public static boolean matches(Secret password, String hash) {
        if (hash.isEmpty()) {
            return false;
        }
        try {
            return Password.check(password.text(), hash)
                    .with(Argon2Function.getInstanceFromHash(hash));
        } catch (BadParametersException _) {
            return false;
        }
    }
}
