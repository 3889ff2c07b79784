package io.referee.server.app.apply;

import com.password4j.Argon2Function;
import com.password4j.BadParametersException;
import com.password4j.Password;
import com.password4j.types.Argon2;

import java.util.UUID;

/// Passwords of users, kept as Argon2id. Slow on purpose: some ten milliseconds each. *Any thread.*
public final class Passwords {
    private static final int MEMORY_KIB = 19456;
    private static final int ITERATIONS = 2;
    private static final int PARALLELISM = 1;
    private static final int HASH_OCTETS = 32;
    private static final int SALT_OCTETS = 16;
    private static final Argon2Function ARGON2ID =
            Argon2Function.getInstance(MEMORY_KIB, ITERATIONS, PARALLELISM, HASH_OCTETS, Argon2.ID);

    private Passwords() {}

    /// The hash of a password with a new salt, in the usual text form that begins with
    /// `$argon2id$`.
    public static String hash(Secret password) {
        return Password.hash(password.text()).addRandomSalt(SALT_OCTETS).with(ARGON2ID).getResult();
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
