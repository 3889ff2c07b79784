package io.referee.sip.digest;

import io.referee.sip.digest.ClientDigest.Attempt;
import io.referee.sip.digest.ClientDigest.Login;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// One login at one server over several requests: keeps the challenge that is in force, counts its
/// uses, checks the server's own proof and moves on to the next nonce (RFC 7616 §3.4.5, §3.5). *One
/// thread only.*
///
/// The client nonce stays the same as long as the server's does, so that the key of a `-sess`
/// algorithm stays the same too; for that reason a next nonce is not taken up with one of these.
public final class AuthenticationSession {
    private final ClientDigest digest = new ClientDigest();
    private final Login login;
    private final Supplier<String> cnonces;
    private @Nullable Challenge challenge;
    private String cnonce = "";
    private int count;
    private @Nullable Credentials last;

    /// What a server's success says of the server.
    public enum Proof {
        /// It knows the password.
        GIVEN,
        /// It says nothing of it, or of another request than the last.
        NONE,
        /// It claims to and does not.
        WRONG
    }

    /// @param cnonces fresh random text, whenever asked
    public AuthenticationSession(Login login, Supplier<String> cnonces) {
        this.login = login;
        this.cnonces = cnonces;
    }

    /// Credentials for the strongest of the challenges, which is in force from now on. Empty when
    /// there is none.
    ///
    /// @param challenges of one realm
    /// @param uri the Request-URI as printed
    public Optional<Credentials> answer(List<Challenge> challenges, Covered request, String uri) {
        Optional<Challenge> best = ClientDigest.strongest(challenges);
        if (best.isEmpty()) {
            return Optional.empty();
        }
        inForce(best.get());
        return next(request, uri);
    }

    /// Credentials for one more request, without being asked; empty before the first challenge.
    ///
    /// @param uri the Request-URI as printed
    public Optional<Credentials> next(Covered request, String uri) {
        if (challenge == null) {
            return Optional.empty();
        }
        count++;
        last = digest.signed(challenge, login, new Attempt(request, uri, count, cnonce));
        return Optional.of(last);
    }

    /// Judges what came with the success of the last request, and takes up the next nonce.
    ///
    /// @param body of the response
    public Proof confirm(AuthenticationInfo info, byte[] body) {
        Credentials sent = last;
        Challenge now = challenge;
        if (sent == null || now == null) {
            return Proof.NONE;
        }
        Proof proof = proof(info, sent, body);
        String next = info.nextNonce();
        if (proof != Proof.WRONG && next != null && !now.algorithm().session()) {
            inForce(now.withNonce(next));
        }
        return proof;
    }

    private Proof proof(AuthenticationInfo info, Credentials sent, byte[] body) {
        String rspauth = info.rspauth();
        if (rspauth == null || sent.use() == null || !sent.use().equals(info.use())) {
            return Proof.NONE;
        }
        String expected = digest.rspauth(sent, login, body);
        boolean same =
                MessageDigest.isEqual(
                        expected.getBytes(StandardCharsets.UTF_8),
                        rspauth.getBytes(StandardCharsets.UTF_8));
        return same ? Proof.GIVEN : Proof.WRONG;
    }

    private void inForce(Challenge next) {
        challenge = next;
        cnonce = cnonces.get();
        count = 0;
    }
}
