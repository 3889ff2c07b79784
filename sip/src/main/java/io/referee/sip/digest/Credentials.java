package io.referee.sip.digest;

import io.referee.sip.uri.Escapes;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A client's proof: the value of `Authorization` or `Proxy-Authorization` (RFC 3261 §20.7, RFC
/// 7616 §3.4). *Immutable.*
///
/// @param uri the digest URI as sent; whether it fits the request is the caller's question
/// @param response lower-case hexadecimal
/// @param use what a response with qop covers besides; null without qop
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
    private static final String UTF_8 = "UTF-8''";

    /// How often the client used the nonce, and its own nonce.
    ///
    /// @param qop `auth` or `auth-int`
    /// @param nc as sent, 1 to 8 hexadecimal digits, not zero: the response covers the text
    /// @param cnonce not empty
    public record NonceUse(Qop qop, String nc, String cnonce) {

        /// Throws [IllegalArgumentException] on a count that is not hexadecimal or zero, an empty
        /// client nonce, or no quality of protection.
        public NonceUse {
            if (qop == Qop.NONE || !fits(nc, cnonce)) {
                throw new IllegalArgumentException("nonce count " + nc + ", cnonce " + cnonce);
            }
            AuthParams.requirePrintable(cnonce);
        }

        /// A use with qop `auth`.
        public NonceUse(String nc, String cnonce) {
            this(Qop.AUTH, nc, cnonce);
        }

        /// The use of that number, from 1, with qop `auth`.
        public static NonceUse of(int count, String cnonce) {
            return of(Qop.AUTH, count, cnonce);
        }

        /// The use of that number, from 1.
        public static NonceUse of(Qop qop, int count, String cnonce) {
            String hex = Integer.toHexString(count);
            return new NonceUse(qop, "0".repeat(NC_LENGTH - hex.length()) + hex, cnonce);
        }

        /// The number that `nc` says.
        public long count() {
            return Long.parseLong(nc, 16);
        }

        private static boolean fits(String nc, String cnonce) {
            return isHex(nc)
                    && nc.length() <= NC_LENGTH
                    && Long.parseLong(nc, 16) > 0
                    && !cnonce.isEmpty();
        }

        /// What the parameters say; null when they do not say it all, or say nothing.
        static @Nullable NonceUse take(AuthParams params) {
            Qop qop = qop(params.take("qop"));
            String nc = params.take("nc");
            String cnonce = params.take("cnonce");
            return qop != Qop.NONE && nc != null && cnonce != null && fits(nc, cnonce)
                    ? new NonceUse(qop, nc, cnonce)
                    : null;
        }

        private static Qop qop(@Nullable String text) {
            return text == null ? Qop.NONE : Qop.of(text);
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

    /// What the response covers.
    public Qop qop() {
        return use == null ? Qop.NONE : use.qop();
    }

    /// Reads a header's value. Quotes are overlooked where they should not be: many phones quote
    /// `qop`, `nc` and `algorithm`. A hashed user name (RFC 7616 §3.4.4) is not supported: finding
    /// its owner would cost a hash per account.
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
        if ("true".equalsIgnoreCase(params.take("userhash"))) {
            return new Reading.Unsupported("userhash");
        }
        String qop = params.peek("qop");
        if (qop == null || qop.isEmpty()) {
            params.take("qop");
            return algorithm.get().session()
                    ? new Reading.Unsupported("algorithm " + name + " without qop")
                    : covering(null, algorithm.get(), params);
        }
        if (Qop.of(qop) == Qop.NONE) {
            return new Reading.Unsupported("qop " + qop);
        }
        NonceUse use = NonceUse.take(params);
        return use == null
                ? new Reading.Malformed("qop needs nc, of up to 8 hex digits, and cnonce")
                : covering(use, algorithm.get(), params);
    }

    private static Reading covering(
            @Nullable NonceUse use, Algorithm algorithm, AuthParams params) {
        String username = username(params);
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

    /// `username`, or `username*` for who dares not send UTF-8 in quotes; null when it is neither
    /// or both (RFC 7616 §3.4).
    private static @Nullable String username(AuthParams params) {
        String plain = params.take("username");
        String extended = params.take("username*");
        if (plain != null || extended == null) {
            return extended == null ? plain : null;
        }
        String name =
                extended.regionMatches(true, 0, UTF_8, 0, UTF_8.length())
                        ? Escapes.unescape(extended.substring(UTF_8.length()))
                        : null;
        return name == null || AuthParams.holdsControl(name) ? null : name;
    }

    /// The header's value.
    public String print() {
        AuthParams.Writer writer =
                AuthParams.Writer.digest()
                        .quoted("username", username)
                        .quoted("realm", realm)
                        .quoted("nonce", nonce)
                        .quoted("uri", uri)
                        .quoted("response", response)
                        .token("algorithm", algorithm.token());
        if (use != null) {
            writer.quoted("cnonce", use.cnonce())
                    .token("qop", use.qop().token())
                    .token("nc", use.nc());
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
