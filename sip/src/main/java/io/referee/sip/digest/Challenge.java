package io.referee.sip.digest;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/// A server's demand to prove knowledge of a password: the value of `WWW-Authenticate` or
/// `Proxy-Authenticate` (RFC 3261 §20.44, RFC 7616 §3.3). *Immutable.*
///
/// @param opaque to be sent back unchanged; null if the server gave none
/// @param stale whether only the nonce was too old, so that the user need not be asked again
public record Challenge(
        String realm,
        String nonce,
        @Nullable String opaque,
        Algorithm algorithm,
        Qop qop,
        boolean stale) {

    /// What came of reading a challenge.
    public sealed interface Reading {

        /// A challenge that can be answered.
        record Parsed(Challenge challenge) implements Reading {}

        /// Well formed, but of a scheme, algorithm or protection that we do not speak.
        record Unsupported(String reason) implements Reading {}

        /// No challenge at all.
        record Malformed(String reason) implements Reading {}
    }

    /// Throws [IllegalArgumentException] on control characters.
    public Challenge {
        AuthParams.requirePrintable(realm);
        AuthParams.requirePrintable(nonce);
        AuthParams.requirePrintable(opaque);
    }

    /// A first challenge as our server gives it: qop `auth`, no opaque.
    public static Challenge of(String realm, String nonce, Algorithm algorithm) {
        return new Challenge(realm, nonce, null, algorithm, Qop.AUTH, false);
    }

    /// The same challenge saying that the response was right but its nonce was not.
    public Challenge asStale() {
        return new Challenge(realm, nonce, opaque, algorithm, qop, true);
    }

    /// Reads a header's value. Unknown parameters are overlooked, as RFC 7616 §3.3 demands.
    public static Reading parse(String value) {
        if (AuthParams.isOtherScheme(value)) {
            return new Reading.Unsupported("not the digest scheme");
        }
        AuthParams params = AuthParams.read(value);
        if (params == null) {
            return new Reading.Malformed("challenge is not a list of parameters");
        }
        String realm = params.take("realm");
        String nonce = params.take("nonce");
        if (realm == null || nonce == null) {
            return new Reading.Malformed("challenge without realm or nonce");
        }
        return supported(realm, nonce, params);
    }

    private static Reading supported(String realm, String nonce, AuthParams params) {
        String name = params.take("algorithm");
        Optional<Algorithm> algorithm = Algorithm.of(name == null ? "MD5" : name);
        if (algorithm.isEmpty()) {
            return new Reading.Unsupported("algorithm " + name);
        }
        String offered = params.take("qop");
        if (offered != null && !lists(offered, "auth")) {
            return new Reading.Unsupported("qop " + offered);
        }
        return new Reading.Parsed(
                new Challenge(
                        realm,
                        nonce,
                        params.take("opaque"),
                        algorithm.get(),
                        offered == null ? Qop.NONE : Qop.AUTH,
                        "true".equalsIgnoreCase(params.take("stale"))));
    }

    private static boolean lists(String list, String word) {
        int start = 0;
        while (start <= list.length()) {
            int comma = list.indexOf(',', start);
            int end = comma < 0 ? list.length() : comma;
            if (list.substring(start, end).strip().equalsIgnoreCase(word)) {
                return true;
            }
            start = end + 1;
        }
        return false;
    }

    /// The header's value.
    public String print() {
        AuthParams.Writer writer =
                new AuthParams.Writer()
                        .quoted("realm", realm)
                        .quoted("nonce", nonce)
                        .quoted("opaque", opaque)
                        .token("algorithm", algorithm.token());
        switch (qop) {
            case AUTH -> writer.quoted("qop", "auth");
            case NONE -> {}
        }
        return (stale ? writer.token("stale", "true") : writer).toString();
    }
}
