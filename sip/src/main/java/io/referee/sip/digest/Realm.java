package io.referee.sip.digest;

import io.referee.sip.message.Header;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.Request;
import io.referee.sip.transport.Outside;

import java.nio.charset.StandardCharsets;

/// Password protection of a small server (RFC 3261 §22.2): asks for credentials by MD5, which every
/// phone knows, and judges those that come. A server with many accounts, several algorithms and
/// stored hashes uses [Nonces] itself. *Engine thread only.*
public final class Realm {
    private final String name;
    private final Outside outside;
    private final Nonces nonces;
    private final Digest digest = new Digest();

    /// @param name shown to users, usually the domain
    public Realm(String name, Outside outside) {
        this.name = name;
        this.outside = outside;
        String secret = outside.token() + outside.token();
        nonces = new Nonces(secret.getBytes(StandardCharsets.UTF_8));
    }

    /// What a 401 has to carry: `WWW-Authenticate` with a new nonce.
    public Header challenge() {
        Challenge challenge = Challenge.of(name, nonces.issue(outside.now()), Algorithm.MD5);
        return Header.of(HeaderName.WWW_AUTHENTICATE, challenge.print());
    }

    /// Whether the request carries a proof of that user's password that was not used before. When
    /// it does not, challenge it.
    public boolean proven(Request request, String user, String password) {
        for (Header header : request.headers()) {
            if (header.name() == HeaderName.AUTHORIZATION
                    && Credentials.parse(header.value())
                            instanceof Credentials.Reading.Parsed(Credentials credentials)
                    && credentials.realm().equals(name)
                    && credentials.username().equals(user)) {
                return valid(credentials, request, password);
            }
        }
        return false;
    }

    private boolean valid(Credentials credentials, Request request, String password) {
        Ha1 ha1 = digest.ha1(credentials.username(), name, password);
        Covered covered = new Covered(request.method().name(), request.body());
        return nonces.verify(credentials, covered, ha1, outside.now())
                instanceof Verification.Valid;
    }
}
