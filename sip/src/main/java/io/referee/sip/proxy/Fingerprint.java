package io.referee.sip.proxy;

import io.referee.sip.header.Via;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.Request;

/// Finds loops by what proxies write behind the dash of their branch: a digest of all that decides
/// where a request goes (RFC 3261 §16.6 step 8, RFC 5393 §4.2). A request that comes back changed
/// is a spiral and goes on; one that comes back as it was is a loop. The digest begins with a
/// secret of this proxy, so that the marks of others are not taken for ours.
final class Fingerprint {
    private static final long FNV_START = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private final long secret;

    /// @param secret not to be guessed
    Fingerprint(String secret) {
        this.secret = add(FNV_START, secret);
    }

    /// Of a request as it came in, before anything was changed.
    String of(Request request) {
        long hash = add(secret, request.uri().text());
        hash = add(hash, request.fromTag());
        hash = add(hash, request.toTag());
        hash = add(hash, request.callId());
        hash = add(hash, Long.toString(request.cseq().number()));
        hash = add(hash, request, HeaderName.ROUTE);
        hash = add(hash, request, HeaderName.PROXY_REQUIRE);
        hash = add(hash, request, HeaderName.PROXY_AUTHORIZATION);
        return Long.toHexString(hash);
    }

    private static long add(long start, Request request, HeaderName name) {
        long hash = start;
        for (var header : request.headers()) {
            if (header.name() == name) {
                hash = add(hash, header.value());
            }
        }
        return hash;
    }

    private static long add(long start, String text) {
        long hash = start;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * FNV_PRIME;
        }
        return (hash ^ 0xffff) * FNV_PRIME; // ends the field: "ab","c" is not "a","bc"
    }

    /// A branch that carries the fingerprint.
    static Via mark(Via own, String fingerprint) {
        String branch = own.branch() + '-' + fingerprint;
        return new Via(
                own.transport(), own.host(), own.port(), own.parameters().with("branch", branch));
    }

    /// Whether the request carries this fingerprint of its own: it was here before, as it is.
    static boolean looped(Request request, String fingerprint) {
        for (var header : request.headers()) {
            if (header.name() == HeaderName.VIA && header.value().contains('-' + fingerprint)) {
                return true;
            }
        }
        return false;
    }
}
