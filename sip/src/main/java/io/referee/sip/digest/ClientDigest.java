package io.referee.sip.digest;

import io.referee.sip.digest.Credentials.NonceUse;

import org.jspecify.annotations.Nullable;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The client's side: answers the challenges of a 401 or 407, one at a time; see
/// [AuthenticationSession] for who wants to be challenged less. *One thread only.*
public final class ClientDigest {
    private static final Comparator<Challenge> STRENGTH =
            Comparator.comparing(Challenge::algorithm).thenComparing(Challenge::usual);

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
    /// @param cnonce random text of the client
    public record Attempt(Covered request, String uri, int nonceCount, String cnonce) {

        /// For a request without a body.
        public Attempt(String method, String uri, int nonceCount, String cnonce) {
            this(Covered.of(method), uri, nonceCount, cnonce);
        }
    }

    /// Credentials for the strongest challenge: SHA-512-256 goes before SHA-256 and MD5, with qop
    /// before without, then the first. Empty if there is no challenge.
    ///
    /// Departure: RFC 8760 §2.4 takes the topmost; strength does not depend on a server's care.
    ///
    /// @param challenges of one realm
    public Optional<Credentials> answer(List<Challenge> challenges, Login login, Attempt attempt) {
        return strongest(challenges).map(best -> signed(best, login, attempt));
    }

    Credentials signed(Challenge challenge, Login login, Attempt attempt) {
        Credentials unsigned =
                new Credentials(
                        login.username(),
                        challenge.realm(),
                        challenge.nonce(),
                        attempt.uri(),
                        "",
                        challenge.algorithm(),
                        use(challenge.usual(), attempt),
                        challenge.opaque(),
                        List.of());
        String ha1 = ha1(unsigned, login);
        return unsigned.withResponse(digest.response(ha1, attempt.request(), unsigned));
    }

    /// What a server that knows the password says to these credentials.
    String rspauth(Credentials sent, Login login, byte[] body) {
        return digest.rspauth(ha1(sent, login), body, sent);
    }

    private String ha1(Credentials credentials, Login login) {
        return digest.ha1(
                credentials.algorithm(), login.username(), credentials.realm(), login.password());
    }

    private static @Nullable NonceUse use(Qop qop, Attempt attempt) {
        return switch (qop) {
            case AUTH, AUTH_INT -> NonceUse.of(qop, attempt.nonceCount(), attempt.cnonce());
            case NONE -> null;
        };
    }

    static Optional<Challenge> strongest(List<Challenge> challenges) {
        Challenge best = null;
        for (Challenge each : challenges) {
            if (best == null || STRENGTH.compare(each, best) > 0) {
                best = each;
            }
        }
        return Optional.ofNullable(best);
    }
}
