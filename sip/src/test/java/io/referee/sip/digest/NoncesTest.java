package io.referee.sip.digest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.referee.sip.digest.ClientDigest.Attempt;
import io.referee.sip.digest.ClientDigest.Login;
import io.referee.sip.digest.Verification.Replayed;
import io.referee.sip.digest.Verification.Stale;
import io.referee.sip.digest.Verification.Valid;
import io.referee.sip.digest.Verification.Wrong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/// Nonces and their counts: RFC 7616 §3.3, §3.4; clients without qop: RFC 3261 §22.4.
class NoncesTest {
    private static final byte[] SECRET = "sixteen bytes at least".getBytes(StandardCharsets.UTF_8);
    private static final String REALM = "a.example";
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final Login ALICE = new Login("alice", "secret");
    private static final Covered REGISTER = Covered.of("REGISTER");
    private static final Ha1 HA1 = new Digest().ha1("alice", REALM, "secret");

    private final Nonces nonces = new Nonces(SECRET);
    private final ClientDigest phone = new ClientDigest();

    @ParameterizedTest
    @EnumSource
    void theRightPasswordIsValid(Algorithm algorithm) {
        Challenge challenge = Challenge.of(REALM, nonces.issue(NOW), algorithm);
        assertThat(verify(answer(challenge, 1), NOW)).isEqualTo(new Valid());
    }

    @ParameterizedTest
    @EnumSource
    void aWrongPasswordMethodOrUriIsWrong(Algorithm algorithm) {
        Challenge challenge = Challenge.of(REALM, nonces.issue(NOW), algorithm);
        Attempt attempt = new Attempt("REGISTER", "sip:a.example", 1, "c");
        Credentials guessed =
                phone.answer(List.of(challenge), new Login("alice", "guess"), attempt)
                        .orElseThrow();
        assertThat(verify(guessed, NOW)).isEqualTo(new Wrong("response"));
        assertThat(nonces.verify(answer(challenge, 1), Covered.of("INVITE"), HA1, NOW))
                .isEqualTo(new Wrong("response"));
        assertThat(verify(answer(challenge, 1), NOW)).isEqualTo(new Valid());
    }

    @Test
    void aNonceIsGoodForItsLifetimeAndThenStale() {
        Challenge challenge = fresh();
        Instant last = NOW.plus(Nonces.LIFETIME);
        assertThat(verify(answer(challenge, 1), last)).isEqualTo(new Valid());
        assertThat(verify(answer(challenge, 2), last.plusMillis(1))).isEqualTo(new Stale());
    }

    @Test
    void theNonceBeforeIsGoodToo() {
        Challenge before = fresh();
        Challenge after = fresh();
        assertThat(verify(answer(after, 1), NOW)).isEqualTo(new Valid());
        assertThat(verify(answer(before, 1), NOW)).isEqualTo(new Valid());
    }

    @Test
    void aRepeatedCountIsAReplay() {
        Challenge challenge = fresh();
        assertThat(verify(answer(challenge, 1), NOW)).isEqualTo(new Valid());
        assertThat(verify(answer(challenge, 1), NOW)).isEqualTo(new Replayed());
        assertThat(verify(answer(challenge, 2), NOW)).isEqualTo(new Valid());
        assertThat(verify(answer(challenge, 1), NOW)).isEqualTo(new Replayed());
    }

    @Test
    void countsMayComeOutOfOrderWithinTheWindow() {
        Challenge challenge = fresh();
        int highest = Nonces.WINDOW + 2;
        assertThat(verify(answer(challenge, highest), NOW)).isEqualTo(new Valid());
        assertThat(verify(answer(challenge, 1), NOW)).isEqualTo(new Replayed());
        assertThat(verify(answer(challenge, 2), NOW)).isEqualTo(new Valid());
        assertThat(verify(answer(challenge, 2), NOW)).isEqualTo(new Replayed());
        assertThat(verify(answer(challenge, highest - 1), NOW)).isEqualTo(new Valid());
    }

    @Test
    void noCountIsEverAcceptedTwice() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int run = 0; run < 50; run++) {
            Challenge challenge = fresh();
            Set<Integer> used = new HashSet<>();
            int highest = 0;
            for (int i = 0; i < 200; i++) {
                int count = 1 + random.nextInt(highest + 90);
                boolean expected = count + Nonces.WINDOW >= highest && !used.contains(count);
                assertThat(verify(answer(challenge, count), NOW) instanceof Valid)
                        .as("seed %d, count %d after %d", seed, count, highest)
                        .isEqualTo(expected);
                used.add(count);
                highest = Math.max(highest, count);
            }
        }
    }

    @Test
    void aNonceOfAnotherServerOrOfAnEarlierRunIsStale() {
        Nonces other = new Nonces("another secret of some length".getBytes(StandardCharsets.UTF_8));
        Challenge foreign = Challenge.of(REALM, other.issue(NOW), Algorithm.MD5);
        assertThat(verify(answer(foreign, 1), NOW)).isEqualTo(new Stale());
        Nonces restarted = new Nonces(SECRET);
        Challenge earlier = fresh();
        restarted.issue(NOW.plusMillis(1));
        assertThat(restarted.verify(answer(earlier, 1), REGISTER, HA1, NOW.plusMillis(1)))
                .isEqualTo(new Stale());
    }

    @Test
    void aNonceThatWasTouchedIsStale() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            String nonce = nonces.issue(NOW);
            String touched = Texts.mutated(nonce, random);
            if (!touched.equals(nonce) && touched.chars().allMatch(c -> c >= ' ' && c != 0x7f)) {
                Challenge challenge = Challenge.of(REALM, touched, Algorithm.MD5);
                assertThat(verify(answer(challenge, 1), NOW))
                        .as("seed %d, nonce %s", seed, touched)
                        .isEqualTo(new Stale());
            }
        }
    }

    @Test
    void memoryIsBoundedAndAnOvertakenNonceIsStale() {
        Nonces few = new Nonces(SECRET, Nonces.LIFETIME, 3);
        Challenge first = Challenge.of(REALM, few.issue(NOW), Algorithm.MD5);
        assertThat(few.verify(answer(first, 1), REGISTER, HA1, NOW)).isEqualTo(new Valid());
        few.issue(NOW.plusMillis(1));
        few.issue(NOW.plusMillis(2));
        assertThat(few.verify(answer(first, 2), REGISTER, HA1, NOW)).isEqualTo(new Valid());
        few.issue(NOW.plusMillis(3));
        assertThat(few.verify(answer(first, 3), REGISTER, HA1, NOW)).isEqualTo(new Stale());
    }

    @Test
    void aRingThatGoesRoundInOneMillisecondStillRepeatsNoNonce() {
        Nonces few = new Nonces(SECRET, Nonces.LIFETIME, 2);
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 10; i++) {
            assertThat(seen.add(few.issue(NOW))).isTrue();
        }
    }

    @Test
    void aPhoneWithoutQopIsAcceptedOncePerNonceByMd5() {
        Challenge old =
                new Challenge(REALM, nonces.issue(NOW), null, Algorithm.MD5, List.of(), false);
        assertThat(verify(answer(old, 1), NOW)).isEqualTo(new Valid());
        assertThat(verify(answer(old, 1), NOW)).isEqualTo(new Replayed());
        Challenge counted = Challenge.of(REALM, old.nonce(), Algorithm.MD5);
        assertThat(verify(answer(counted, 5), NOW)).isEqualTo(new Replayed());
    }

    @Test
    void withoutQopSha256IsRefused() {
        Challenge old =
                new Challenge(REALM, nonces.issue(NOW), null, Algorithm.SHA_256, List.of(), false);
        assertThat(verify(answer(old, 1), NOW)).isEqualTo(new Wrong("qop missing"));
    }

    @Test
    void badSettingsAreAProgrammersMistake() {
        assertThatThrownBy(() -> new Nonces(new byte[15])).hasMessageContaining("15");
        assertThatThrownBy(() -> new Nonces(SECRET, Duration.ZERO, 1)).hasMessageContaining("PT0S");
        assertThatThrownBy(() -> new Nonces(SECRET, Nonces.LIFETIME, 0))
                .hasMessageContaining("capacity 0");
    }

    @Test
    void bodiesAreCoveredByAuthInt() {
        Challenge challenge = fresh().offering(List.of(Qop.AUTH_INT));
        Covered invite = new Covered("INVITE", new byte[] {1, 2, 3});
        Credentials sent =
                phone.answer(
                                List.of(challenge),
                                ALICE,
                                new Attempt(invite, "sip:a.example", 1, "c"))
                        .orElseThrow();
        Covered touched = new Covered("INVITE", new byte[] {1, 2, 4});
        assertThat(nonces.verify(sent, touched, HA1, NOW)).isEqualTo(new Wrong("response"));
        assertThat(nonces.verify(sent, invite, HA1, NOW)).isEqualTo(new Valid());
    }

    /// RFC 7616 §3.5: a phone need not be challenged again when its nonce grows old.
    @Test
    void aNonceWhoseLifeIsHalfOverIsFollowedByTheNext() {
        Credentials sent = answer(fresh(), 1);
        byte[] none = new byte[0];
        Instant half = NOW.plus(Nonces.LIFETIME.dividedBy(2));
        assertThat(nonces.confirm(sent, none, HA1, half).orElseThrow().nextNonce()).isNull();
        String next = nonces.confirm(sent, none, HA1, half.plusMillis(1)).orElseThrow().nextNonce();
        assertThat(next).isNotNull();
        Challenge following = Challenge.of(REALM, next, Algorithm.MD5);
        assertThat(verify(answer(following, 1), half.plusMillis(2))).isEqualTo(new Valid());
    }

    @Test
    void aPhoneWithoutQopGetsNoProof() {
        Challenge old =
                new Challenge(REALM, nonces.issue(NOW), null, Algorithm.MD5, List.of(), false);
        assertThat(nonces.confirm(answer(old, 1), new byte[0], HA1, NOW)).isEmpty();
    }

    private Challenge fresh() {
        return Challenge.of(REALM, nonces.issue(NOW), Algorithm.MD5);
    }

    private Credentials answer(Challenge challenge, int count) {
        Attempt attempt = new Attempt("REGISTER", "sip:a.example", count, "c");
        return phone.answer(List.of(challenge), ALICE, attempt).orElseThrow();
    }

    private Verification verify(Credentials credentials, Instant when) {
        return nonces.verify(credentials, REGISTER, HA1, when);
    }
}
