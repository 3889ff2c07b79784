package io.referee.sip.digest;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.sip.digest.AuthenticationSession.Proof;
import io.referee.sip.digest.ClientDigest.Login;
import io.referee.sip.digest.Credentials.NonceUse;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// A client that stays logged in, against the server's side (RFC 7616 §3.4.5, §3.5).
class AuthenticationSessionTest {
    private static final byte[] SECRET = "sixteen bytes at least".getBytes(StandardCharsets.UTF_8);
    private static final byte[] BODY = "v=0".getBytes(StandardCharsets.UTF_8);
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final Covered REGISTER = Covered.of("REGISTER");
    private static final Ha1 HA1 = new Digest().ha1("alice", "a.example", "secret");

    private final Nonces nonces = new Nonces(SECRET);
    private final AtomicInteger cnonces = new AtomicInteger();
    private final AuthenticationSession session =
            new AuthenticationSession(
                    new Login("alice", "secret"), () -> "c" + cnonces.incrementAndGet());

    private Challenge challenge(Algorithm algorithm, Qop qop) {
        return Challenge.of("a.example", nonces.issue(NOW), algorithm).offering(List.of(qop));
    }

    private Credentials answered(Challenge challenge) {
        return session.answer(List.of(challenge), REGISTER, "sip:a.example").orElseThrow();
    }

    private Credentials next() {
        return session.next(REGISTER, "sip:a.example").orElseThrow();
    }

    private Verification verified(Credentials credentials, Instant when) {
        return nonces.verify(credentials, REGISTER, HA1, when);
    }

    @Test
    void beforeTheFirstChallengeThereIsNothingToSay() {
        assertThat(session.next(REGISTER, "sip:a.example")).isEmpty();
        assertThat(session.answer(List.of(), REGISTER, "sip:a.example")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void furtherRequestsCountUpWithOneClientNonce(Algorithm algorithm) {
        Credentials first = answered(challenge(algorithm, Qop.AUTH));
        Credentials second = next();

        assertThat(first.use()).isEqualTo(NonceUse.of(1, "c1"));
        assertThat(second.use()).isEqualTo(NonceUse.of(2, "c1"));
        assertThat(verified(first, NOW)).isEqualTo(new Verification.Valid());
        assertThat(verified(second, NOW)).isEqualTo(new Verification.Valid());
    }

    @Test
    void aNewChallengeBeginsANewCount() {
        answered(challenge(Algorithm.MD5, Qop.AUTH));
        next();

        assertThat(answered(challenge(Algorithm.MD5, Qop.AUTH)).use())
                .isEqualTo(NonceUse.of(1, "c2"));
    }

    @ParameterizedTest
    @EnumSource(
            value = Qop.class,
            names = {"AUTH", "AUTH_INT"})
    void theServersProofIsChecked(Qop qop) {
        Credentials sent = answered(challenge(Algorithm.SHA_256, qop));
        AuthenticationInfo info = nonces.confirm(sent, BODY, HA1, NOW).orElseThrow();
        Ha1 guessed = new Digest().ha1("alice", "a.example", "guess");
        AuthenticationInfo wrong = nonces.confirm(sent, BODY, guessed, NOW).orElseThrow();

        assertThat(session.confirm(info, BODY)).isEqualTo(Proof.GIVEN);
        assertThat(session.confirm(wrong, BODY)).isEqualTo(Proof.WRONG);
        assertThat(session.confirm(new AuthenticationInfo(null, null, null), BODY))
                .isEqualTo(Proof.NONE);
        assertThat(session.confirm(info, new byte[0]))
                .isEqualTo(qop == Qop.AUTH_INT ? Proof.WRONG : Proof.GIVEN);
    }

    @Test
    void aProofOfAnotherRequestIsNone() {
        Credentials sent = answered(challenge(Algorithm.SHA_256, Qop.AUTH));
        AuthenticationInfo info = nonces.confirm(sent, BODY, HA1, NOW).orElseThrow();
        next();

        assertThat(session.confirm(info, BODY)).isEqualTo(Proof.NONE);
    }

    @Test
    void theNextNonceIsTakenUp() {
        Credentials sent = answered(challenge(Algorithm.MD5, Qop.AUTH));
        Instant late = NOW.plus(Nonces.LIFETIME);
        AuthenticationInfo info = nonces.confirm(sent, BODY, HA1, late).orElseThrow();
        session.confirm(info, BODY);
        Credentials after = next();

        assertThat(after.nonce()).isEqualTo(info.nextNonce());
        assertThat(after.use()).isEqualTo(NonceUse.of(1, "c2"));
        assertThat(verified(after, late.plusSeconds(60))).isEqualTo(new Verification.Valid());
    }

    /// The key of a `-sess` algorithm is made of the nonce that the challenge brought.
    @Test
    void aSessionKeepsItsNonce() {
        Credentials sent = answered(challenge(Algorithm.MD5_SESS, Qop.AUTH));
        session.confirm(new AuthenticationInfo("other", null, null), BODY);

        assertThat(next().nonce()).isEqualTo(sent.nonce());
    }

    @Test
    void whatAServerSaysIsReadBack() {
        AuthenticationInfo info =
                new AuthenticationInfo("n\"1", "0a", NonceUse.of(Qop.AUTH_INT, 3, "c"));

        assertThat(AuthenticationInfo.parse(info.print())).contains(info);
        assertThat(info.print())
                .isEqualTo(
                        "nextnonce=\"n\\\"1\", qop=auth-int, rspauth=\"0a\", cnonce=\"c\","
                                + " nc=00000003");
        assertThat(AuthenticationInfo.parse("nextnonce=\"n\""))
                .contains(new AuthenticationInfo("n", null, null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nextnonce",
                "nextnonce=\"",
                "a=b, a=c",
                "a=b",
                "rspauth=0a",
                "x=\"\r\n\""
            })
    void whatCannotBeReadIsNothing(String value) {
        assertThat(AuthenticationInfo.parse(value)).isEmpty();
    }
}
