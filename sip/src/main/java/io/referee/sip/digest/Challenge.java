package io.referee.sip.digest;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;

/// A server's demand to prove knowledge of a password: the value of `WWW-Authenticate` or
/// `Proxy-Authenticate` (RFC 3261 §20.44, RFC 7616 §3.3). *Immutable.*
///
/// @param opaque to be sent back unchanged; null if the server gave none
/// @param qops what a response may cover, as offered; empty for a server of RFC 2069
/// @param stale whether only the nonce was too old, so that the user need not be asked again
public record Challenge(
        String realm,
        String nonce,
        @Nullable String opaque,
        Algorithm algorithm,
        List<Qop> qops,
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
        qops = List.copyOf(qops);
        if (qops.contains(Qop.NONE)) {
            throw new IllegalArgumentException("qop without a name");
        }
    }

    /// A first challenge as our server gives it: qop `auth`, no opaque.
    public static Challenge of(String realm, String nonce, Algorithm algorithm) {
        return new Challenge(realm, nonce, null, algorithm, List.of(Qop.AUTH), false);
    }

    /// The same challenge with these qualities of protection.
    public Challenge offering(List<Qop> others) {
        return new Challenge(realm, nonce, opaque, algorithm, others, stale);
    }

    /// The same challenge saying that the response was right but its nonce was not.
    public Challenge asStale() {
        return new Challenge(realm, nonce, opaque, algorithm, qops, true);
    }

    /// The same challenge with the nonce that came with a success (RFC 7616 §3.5).
    Challenge withNonce(String next) {
        return new Challenge(realm, next, opaque, algorithm, qops, false);
    }

    /// What to cover in a response: `auth` where it will do, since a body that is changed on its
    /// way, as by many gateways, makes a response with `auth-int` wrong.
    Qop usual() {
        if (qops.isEmpty()) {
            return Qop.NONE;
        }
        return qops.contains(Qop.AUTH) ? Qop.AUTH : qops.getFirst();
    }

    /// Reads a header's value. Unknown parameters are overlooked, as RFC 7616 §3.3 demands; so are
    /// `domain`, which says nothing that a SIP client does not know, `charset`, as text is UTF-8
    /// anyway, and the offer of `userhash`.
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
        List<Qop> qops = offered == null ? List.of() : Qop.list(offered);
        if (offered != null && qops.isEmpty()) {
            return new Reading.Unsupported("qop " + offered);
        }
        if (qops.isEmpty() && algorithm.get().session()) {
            return new Reading.Unsupported("algorithm " + name + " without qop");
        }
        return new Reading.Parsed(
                new Challenge(
                        realm,
                        nonce,
                        params.take("opaque"),
                        algorithm.get(),
                        qops,
                        "true".equalsIgnoreCase(params.take("stale"))));
    }

    /// The header's value.
    public String print() {
        AuthParams.Writer writer =
                AuthParams.Writer.digest()
                        .quoted("realm", realm)
                        .quoted("nonce", nonce)
                        .quoted("opaque", opaque)
                        .token("algorithm", algorithm.token());
        if (!qops.isEmpty()) {
            writer.quoted("qop", qopList());
        }
        return (stale ? writer.token("stale", "true") : writer).toString();
    }

    private String qopList() {
        StringBuilder list = new StringBuilder(16);
        for (Qop qop : qops) {
            list.append(list.isEmpty() ? "" : ",").append(qop.token());
        }
        return list.toString();
    }
}
