package io.referee.sip.digest;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A client's proof: the value of `Authorization` or `Proxy-Authorization` (RFC 3261 §20.7, RFC
/// 7616 §3.4). *Immutable.*
///
/// @param uri the digest URI as sent; whether it fits the request is the caller's question
/// @param response lower-case hexadecimal
/// @param use what a response with qop `auth` covers besides; null without qop
/// @param opaque from the challenge; null if absent
/// @param extra parameters we do not know, in their order
public record Credentials(
        String username,
        String realm,
        String nonce,
        String uri,
        String response,
        Algorithm algorithm,
        @Nullable NonceUse use,
        @Nullable String opaque,
        List<AuthParam> extra) {

    private static final int NC_LENGTH = 8;

    /// How often the client used the nonce, and its own nonce.
    ///
    /// @param nc as sent, 1 to 8 hexadecimal digits: the response covers the text
    public record NonceUse(String nc, String cnonce) {

        /// Throws [IllegalArgumentException] on a count that is not hexadecimal.
        public NonceUse {
            if (!isHex(nc) || nc.length() > NC_LENGTH) {
                throw new IllegalArgumentException("nonce count " + nc);
            }
            AuthParams.requirePrintable(cnonce);
        }

        /// The use of that number, from 1.
        public static NonceUse of(int count, String cnonce) {
            String hex = Integer.toHexString(count);
            return new NonceUse("0".repeat(NC_LENGTH - hex.length()) + hex, cnonce);
        }

        /// The number that `nc` says.
        public long count() {
            return Long.parseLong(nc, 16);
        }
    }

    /// What came of reading credentials.
    public sealed interface Reading {

        /// Credentials that can be judged.
        record Parsed(Credentials credentials) implements Reading {}

        /// Well formed, but of a scheme, algorithm or protection that we do not speak.
        record Unsupported(String reason) implements Reading {}

        /// No credentials at all.
        record Malformed(String reason) implements Reading {}
    }

    /// Throws [IllegalArgumentException] on control characters.
    public Credentials {
        AuthParams.requirePrintable(username);
        AuthParams.requirePrintable(realm);
        AuthParams.requirePrintable(nonce);
        AuthParams.requirePrintable(uri);
        AuthParams.requirePrintable(response);
        AuthParams.requirePrintable(opaque);
        extra = List.copyOf(extra);
    }

    /// Whether the response covers a nonce count.
    public Qop qop() {
        return use == null ? Qop.NONE : Qop.AUTH;
    }

    /// Reads a header's value. Quotes are overlooked where they should not be: many phones quote
    /// `qop`, `nc` and `algorithm`.
    public static Reading parse(String value) {
        if (AuthParams.isOtherScheme(value)) {
            return new Reading.Unsupported("not the digest scheme");
        }
        AuthParams params = AuthParams.read(value);
        if (params == null) {
            return new Reading.Malformed("credentials are not a list of parameters");
        }
        String name = params.take("algorithm");
        Optional<Algorithm> algorithm = Algorithm.of(name == null ? "MD5" : name);
        if (algorithm.isEmpty()) {
            return new Reading.Unsupported("algorithm " + name);
        }
        String qop = params.take("qop");
        return switch (qop == null ? "" : qop.toLowerCase(Locale.ROOT)) {
            case "" -> covering(null, algorithm.get(), params);
            case "auth" -> counted(algorithm.get(), params);
            case String other -> new Reading.Unsupported("qop " + other);
        };
    }

    private static Reading counted(Algorithm algorithm, AuthParams params) {
        String nc = params.take("nc");
        String cnonce = params.take("cnonce");
        if (nc == null || cnonce == null || !isHex(nc) || nc.length() > NC_LENGTH) {
            return new Reading.Malformed("qop=auth needs nc, of up to 8 hex digits, and cnonce");
        }
        return covering(new NonceUse(nc, cnonce), algorithm, params);
    }

    private static Reading covering(
            @Nullable NonceUse use, Algorithm algorithm, AuthParams params) {
        String username = params.take("username");
        String realm = params.take("realm");
        String nonce = params.take("nonce");
        String uri = params.take("uri");
        String response = params.take("response");
        if (username == null || realm == null || nonce == null || uri == null || response == null) {
            return new Reading.Malformed(
                    "credentials lack username, realm, nonce, uri or response");
        }
        if (response.length() != algorithm.hexLength() || !isHex(response)) {
            return new Reading.Malformed(
                    "response is not " + algorithm.hexLength() + " hex digits");
        }
        return new Reading.Parsed(
                new Credentials(
                        username,
                        realm,
                        nonce,
                        uri,
                        response.toLowerCase(Locale.ROOT),
                        algorithm,
                        use,
                        params.take("opaque"),
                        params.rest()));
    }

    /// The header's value.
    public String print() {
        AuthParams.Writer writer =
                new AuthParams.Writer()
                        .quoted("username", username)
                        .quoted("realm", realm)
                        .quoted("nonce", nonce)
                        .quoted("uri", uri)
                        .quoted("response", response)
                        .token("algorithm", algorithm.token());
        if (use != null) {
            writer.quoted("cnonce", use.cnonce()).token("qop", "auth").token("nc", use.nc());
        }
        return writer.quoted("opaque", opaque).all(extra).toString();
    }

    Credentials withResponse(String hex) {
        return new Credentials(username, realm, nonce, uri, hex, algorithm, use, opaque, extra);
    }

    private static boolean isHex(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.digit(text.charAt(i), 16) < 0 || text.charAt(i) > 'f') {
                return false;
            }
        }
        return !text.isEmpty();
    }
}
