package io.referee.sip.digest;

import io.referee.sip.digest.Credentials.NonceUse;

import org.jspecify.annotations.Nullable;

import java.util.Locale;
import java.util.Optional;

/// What a server says with a success: the value of `Authentication-Info` or
/// `Proxy-Authentication-Info` (RFC 7616 §3.5, RFC 7615, RFC 3261 §20.6). *Immutable.*
///
/// @param nextNonce to be used from now on; null when the old one does
/// @param rspauth the server's own proof that it knows the password; null when it gives none
/// @param use the nonce count and client nonce that the proof covers; null without proof
public record AuthenticationInfo(
        @Nullable String nextNonce, @Nullable String rspauth, @Nullable NonceUse use) {

    /// Throws [IllegalArgumentException] on control characters.
    public AuthenticationInfo {
        AuthParams.requirePrintable(nextNonce);
        AuthParams.requirePrintable(rspauth);
    }

    /// Reads a header's value; empty when it cannot be read or says neither. Unknown parameters are
    /// overlooked. A proof without its nonce count and client nonce is none.
    public static Optional<AuthenticationInfo> parse(String value) {
        AuthParams params = AuthParams.readBare(value);
        if (params == null) {
            return Optional.empty();
        }
        String nextNonce = params.take("nextnonce");
        String rspauth = params.take("rspauth");
        NonceUse use = NonceUse.take(params);
        if (rspauth != null && use != null) {
            String proof = rspauth.toLowerCase(Locale.ROOT);
            return Optional.of(new AuthenticationInfo(nextNonce, proof, use));
        }
        return nextNonce == null
                ? Optional.empty()
                : Optional.of(new AuthenticationInfo(nextNonce, null, null));
    }

    /// The header's value.
    public String print() {
        AuthParams.Writer writer = AuthParams.Writer.bare().quoted("nextnonce", nextNonce);
        if (use != null) {
            writer.token("qop", use.qop().token())
                    .quoted("rspauth", rspauth)
                    .quoted("cnonce", use.cnonce())
                    .token("nc", use.nc());
        }
        return writer.toString();
    }
}
