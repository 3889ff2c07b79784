package io.referee.sip.digest;

import io.referee.sip.digest.Credentials.NonceUse;

import org.jspecify.annotations.Nullable;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The client's side: answers the challenges of a 401 or 407. *One thread only.*
public final class ClientDigest {
    private static final Comparator<Challenge> STRENGTH =
            Comparator.comparing(Challenge::algorithm).thenComparing(Challenge::qop);

    private final Digest digest = new Digest();

    /// Who asks.
    public record Login(String username, String password) {

        @Override
        public String toString() {
            return "Login[" + username + "]";
        }
    }

    /// What is asked.
    ///
    /// @param uri request URI as printed
    /// @param nonceCount how often the nonce is used with this request, from 1
    /// @param cnonce random text of the client, new for each request
    public record Attempt(String method, String uri, int nonceCount, String cnonce) {}

    /// Credentials for the strongest challenge: SHA-256 goes before MD5, with qop before without,
    /// then the first. Empty if there is no challenge.
    ///
    /// Departure: RFC 8760 §2.4 takes the topmost; strength does not depend on a server's care.
    ///
    /// @param challenges of one realm
    public Optional<Credentials> answer(List<Challenge> challenges, Login login, Attempt attempt) {
        Challenge best = strongest(challenges);
        return best == null ? Optional.empty() : Optional.of(signed(best, login, attempt));
    }

    private Credentials signed(Challenge challenge, Login login, Attempt attempt) {
        Credentials unsigned =
                new Credentials(
                        login.username(),
                        challenge.realm(),
                        challenge.nonce(),
                        attempt.uri(),
                        "",
                        challenge.algorithm(),
                        use(challenge.qop(), attempt),
                        challenge.opaque(),
                        List.of());
        String ha1 =
                digest.ha1(
                        challenge.algorithm(),
                        login.username(),
                        challenge.realm(),
                        login.password());
        return unsigned.withResponse(digest.response(ha1, attempt.method(), unsigned));
    }

    private static @Nullable NonceUse use(Qop qop, Attempt attempt) {
        return switch (qop) {
            case AUTH -> NonceUse.of(attempt.nonceCount(), attempt.cnonce());
            case NONE -> null;
        };
    }

    private static @Nullable Challenge strongest(List<Challenge> challenges) {
        Challenge best = null;
        for (Challenge each : challenges) {
            if (best == null || STRENGTH.compare(each, best) > 0) {
                best = each;
            }
        }
        return best;
    }
}
