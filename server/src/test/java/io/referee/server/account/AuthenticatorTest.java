package io.referee.server.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.virtual.EventLog;
import io.referee.server.virtual.Registering;
import io.referee.server.virtual.Registering.CSeqOf;
import io.referee.server.virtual.SmallDirectory;
import io.referee.server.virtual.VirtualOutside;
import io.referee.sip.digest.Algorithm;
import io.referee.sip.digest.AuthenticationInfo;
import io.referee.sip.digest.Challenge;
import io.referee.sip.digest.ClientDigest.Login;
import io.referee.sip.digest.Covered;
import io.referee.sip.digest.Credentials;
import io.referee.sip.digest.Digest;
import io.referee.sip.digest.Ha1;
import io.referee.sip.digest.Nonces;
import io.referee.sip.digest.Qop;
import io.referee.sip.header.NameAddr;
import io.referee.sip.message.MessageBuilder;
import io.referee.sip.message.Method;
import io.referee.sip.message.Request;
import io.referee.sip.uri.SipUri;
import io.referee.sip.uri.Uri;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Who is let in, who is asked, who is sent away.
class AuthenticatorTest {
    private static final Account ALICE = SmallDirectory.of("alice", "pa");
    private static final Login ALICE_LOGIN = new Login("alice", "pa");

    private final VirtualOutside outside = new VirtualOutside();
    private final EventLog events = new EventLog();
    private final Authenticator authenticator = authenticator(ChallengeOffer.DEFAULT);

    private Authenticator authenticator(ChallengeOffer offer) {
        return authenticator(offer, ALICE);
    }

    private Authenticator authenticator(ChallengeOffer offer, Account... accounts) {
        SmallDirectory directory = new SmallDirectory(List.of(accounts));
        return new Authenticator(
                outside,
                new LoginReport(outside, events),
                () -> directory,
                new Nonces(new byte[16]),
                offer);
    }

    private static Request register(String user, String... headers) {
        return Registering.request(Method.REGISTER, user, new CSeqOf("c", 1), List.of(headers));
    }

    private Verdict verify(Request request) {
        return authenticator.verify(request, Registering.UDP);
    }

    private List<Challenge> challenges(Verdict verdict) {
        assertThat(verdict).isInstanceOf(Verdict.Challenged.class);
        List<Challenge> found = new ArrayList<>();
        for (var header : ((Verdict.Challenged) verdict).headers()) {
            if (Challenge.parse(header.value())
                    instanceof Challenge.Reading.Parsed(Challenge challenge)) {
                found.add(challenge);
            }
        }
        return found;
    }

    private Challenge challenge(String user, Algorithm algorithm) {
        return challenges(verify(register(user))).stream()
                .filter(it -> it.algorithm() == algorithm)
                .findFirst()
                .orElseThrow();
    }

    private static String answer(Challenge challenge, Login login, int count) {
        return Registering.authorization(Method.REGISTER, challenge, login, count);
    }

    @Test
    void aRequestWithoutCredentialsIsChallengedByMd5ThenSha256WithOneNonce() {
        List<Challenge> found = challenges(verify(register("alice")));

        assertThat(found)
                .extracting(Challenge::algorithm)
                .containsExactly(Algorithm.MD5, Algorithm.SHA_256);
        assertThat(found).extracting(Challenge::realm).containsOnly("example.org");
        assertThat(found).extracting(Challenge::stale).containsOnly(false);
        assertThat(found.get(0).nonce()).isEqualTo(found.get(1).nonce());
    }

    @Test
    void baresipAndJsSipAreChallengedByMd5Only() {
        for (String agent : List.of("baresip v1.0.0 (x86_64/linux)", "JsSIP 3.13.8")) {
            List<Challenge> found = challenges(verify(register("alice", "User-Agent: " + agent)));

            assertThat(found).extracting(Challenge::algorithm).containsExactly(Algorithm.MD5);
        }
    }

    @Test
    void theConfiguredOrderHolds() {
        ChallengeOffer offer =
                new ChallengeOffer(List.of(Algorithm.SHA_256, Algorithm.MD5), List.of());

        Verdict verdict = authenticator(offer).verify(register("alice"), Registering.UDP);

        assertThat(challenges(verdict))
                .extracting(Challenge::algorithm)
                .containsExactly(Algorithm.SHA_256, Algorithm.MD5);
    }

    @Test
    void anAlgorithmThatIsNotOfferedIsNotAccepted() {
        Authenticator strict =
                authenticator(new ChallengeOffer(List.of(Algorithm.SHA_256), List.of("baresip")));
        Challenge sha = challenges(strict.verify(register("alice"), Registering.UDP)).getFirst();
        Challenge md5 = Challenge.of(sha.realm(), sha.nonce(), Algorithm.MD5);

        Verdict verdict =
                strict.verify(
                        register(
                                "alice", "User-Agent: baresip v1.0.0", answer(md5, ALICE_LOGIN, 1)),
                        Registering.UDP);

        assertThat(challenges(verdict))
                .extracting(Challenge::algorithm)
                .containsExactly(Algorithm.SHA_256);
    }

    @Test
    void theRightPasswordAuthenticatesByEitherAlgorithm() {
        for (Algorithm algorithm : List.of(Algorithm.MD5, Algorithm.SHA_256)) {
            String answer = answer(challenge("alice", algorithm), ALICE_LOGIN, 1);

            assertThat(verify(register("alice", answer)))
                    .isInstanceOfSatisfying(
                            Verdict.Authenticated.class,
                            it -> assertThat(it.account()).isEqualTo(ALICE));
        }
        assertThat(events.take()).isEmpty();
    }

    @Test
    void aWrongPasswordIsRefused403AndReportedToTheOwner() {
        String answer = answer(challenge("alice", Algorithm.MD5), new Login("alice", "guess"), 1);

        assertThat(verify(register("alice", answer)))
                .isEqualTo(new Verdict.Refused(403, "Forbidden"));
        assertThat(events.take())
                .containsExactly(
                        "aaron: SecurityFact[kind=login_failed,"
                                + " source=udp:198.51.100.7:5070, account=alice@example.org,"
                                + " reason=wrong credentials with REGISTER, count=1]");
    }

    @Test
    void anUnknownAccountIsChallengedAndRefusedLikeAWrongPassword() {
        assertThat(challenges(verify(register("nobody"))))
                .extracting(Challenge::realm, Challenge::algorithm)
                .isEqualTo(
                        challenges(verify(register("alice"))).stream()
                                .map(
                                        it ->
                                                org.assertj.core.groups.Tuple.tuple(
                                                        it.realm(), it.algorithm()))
                                .toList());

        String answer = answer(challenge("nobody", Algorithm.MD5), new Login("nobody", "x"), 1);

        assertThat(verify(register("nobody", answer)))
                .isEqualTo(new Verdict.Refused(403, "Forbidden"));
        assertThat(events.take()).hasSize(1).first().asString().startsWith(": SecurityFact");
    }

    @Test
    void theCredentialsOfAnotherAccountAreRefused() {
        Authenticator both =
                authenticator(ChallengeOffer.DEFAULT, ALICE, SmallDirectory.of("bob", "pb"));
        Challenge challenge = challenges(both.verify(register("bob"), Registering.UDP)).getFirst();

        Verdict verdict =
                both.verify(register("bob", answer(challenge, ALICE_LOGIN, 1)), Registering.UDP);

        assertThat(verdict).isEqualTo(new Verdict.Refused(403, "Forbidden"));
    }

    @Test
    void anAccountWithoutAStoredHashLetsNobodyIn() {
        Account empty =
                new Account(
                        "aaron",
                        "eve",
                        "example.org",
                        Ha1.NONE,
                        "",
                        "",
                        TransferMode.DENY,
                        Optional.empty(),
                        "",
                        Access.USUAL);
        Authenticator open = authenticator(ChallengeOffer.DEFAULT, empty);
        String nonce = challenges(open.verify(register("eve"), Registering.UDP)).getFirst().nonce();
        Credentials guess =
                new Credentials(
                        "eve",
                        "example.org",
                        nonce,
                        "sip:example.org",
                        "",
                        Algorithm.MD5,
                        Credentials.NonceUse.of(1, "c"),
                        null,
                        List.of());
        String response = new Digest().response("", Covered.of("REGISTER"), guess);
        String answer =
                "Authorization: "
                        + guess.print().replace("response=\"\"", "response=\"" + response + '"');

        assertThat(open.verify(register("eve", answer), Registering.UDP))
                .isEqualTo(new Verdict.Refused(403, "Forbidden"));
    }

    @Test
    void anOldNonceIsChallengedStale() {
        String answer = answer(challenge("alice", Algorithm.MD5), ALICE_LOGIN, 1);
        outside.pass(Nonces.LIFETIME.plus(Duration.ofSeconds(1)));

        assertThat(challenges(verify(register("alice", answer))))
                .extracting(Challenge::stale)
                .containsExactly(true, true);
    }

    @Test
    void aNonceOfTheTimeBeforeTheRestartIsChallengedStale() {
        Challenge old = Challenge.of("example.org", "0123456789abcdef", Algorithm.MD5);

        assertThat(challenges(verify(register("alice", answer(old, ALICE_LOGIN, 1)))))
                .extracting(Challenge::stale)
                .containsExactly(true, true);
    }

    @Test
    void aReplayedNonceCountIsChallengedAndNotLetIn() {
        String answer = answer(challenge("alice", Algorithm.SHA_256), ALICE_LOGIN, 1);
        assertThat(verify(register("alice", answer))).isInstanceOf(Verdict.Authenticated.class);

        assertThat(verify(register("alice", answer))).isInstanceOf(Verdict.Challenged.class);
    }

    @Test
    void aNonceIsGoodForTheNextCount() {
        Challenge challenge = challenge("alice", Algorithm.MD5);

        for (int count = 1; count < 4; count++) {
            assertThat(verify(register("alice", answer(challenge, ALICE_LOGIN, count))))
                    .isInstanceOf(Verdict.Authenticated.class);
        }
    }

    @Test
    void credentialsForEachChallengeCountOnce() {
        Verdict challenged = verify(register("alice"));

        for (int count = 1; count < 3; count++) {
            int now = count;
            String[] both =
                    challenges(challenged).stream()
                            .map(it -> answer(it, ALICE_LOGIN, now))
                            .toArray(String[]::new);

            assertThat(verify(register("alice", both))).isInstanceOf(Verdict.Authenticated.class);
        }
    }

    @Test
    void credentialsBehindTheFourthAreNotLookedAt() {
        String other =
                answer(
                        Challenge.of("elsewhere.org", "n", Algorithm.MD5),
                        new Login("alice", "x"),
                        1);
        String right = answer(challenge("alice", Algorithm.MD5), ALICE_LOGIN, 1);

        assertThat(verify(register("alice", other, other, other, other, right)))
                .isInstanceOf(Verdict.Challenged.class);
        assertThat(verify(register("alice", other, other, other, right)))
                .isInstanceOf(Verdict.Authenticated.class);
    }

    @Test
    void credentialsForAnotherRealmAreLikeNone() {
        Challenge elsewhere = Challenge.of("elsewhere.org", "n", Algorithm.MD5);

        assertThat(challenges(verify(register("alice", answer(elsewhere, ALICE_LOGIN, 1)))))
                .extracting(Challenge::stale)
                .containsExactly(false, false);
    }

    @Test
    void anotherSchemeIsLikeNone() {
        assertThat(verify(register("alice", "Authorization: Basic YTpi")))
                .isInstanceOf(Verdict.Challenged.class);
    }

    @Test
    void unreadableCredentialsAreRefused400() {
        assertThat(verify(register("alice", "Authorization: Digest username=\"alice\"")))
                .isEqualTo(new Verdict.Refused(400, "Bad Authorization"));
    }

    @Test
    void theAccountOfAnInviteIsTheOneOfFrom() {
        Uri bob = SipUri.of("bob", "example.org", -1);
        Request bare =
                MessageBuilder.from(
                                Registering.request(
                                        Method.INVITE, "alice", new CSeqOf("c", 1), List.of()))
                        .to(NameAddr.of(bob))
                        .request(Method.INVITE, bob);
        Challenge challenge = challenges(verify(bare)).getFirst();
        String answer =
                Registering.authorization(Method.INVITE, challenge, ALICE_LOGIN, 1)
                        .substring("Authorization: ".length());
        Request again =
                MessageBuilder.from(bare)
                        .add(io.referee.sip.message.HeaderName.AUTHORIZATION, answer)
                        .request(Method.INVITE, bob);

        assertThat(verify(again)).isInstanceOf(Verdict.Authenticated.class);
    }

    @Test
    void aDomainThatIsNotServedIsRefused403() {
        Request request =
                MessageBuilder.from(register("alice"))
                        .to(NameAddr.of(SipUri.of("alice", "elsewhere.org", -1)))
                        .request(Method.REGISTER, SipUri.of("", "example.org", -1));

        assertThat(verify(request)).isEqualTo(new Verdict.Refused(403, "Domain Not Serviced"));
    }

    private static final ChallengeOffer ALL =
            new ChallengeOffer(
                    List.of(Algorithm.SHA_512_256, Algorithm.SHA_256_SESS, Algorithm.MD5),
                    List.of(),
                    List.of(Qop.AUTH_INT, Qop.AUTH));

    /// RFC 8760 §2.4, RFC 7616 §3.3.
    @Test
    void everyConfiguredAlgorithmIsOfferedAndAccepted() {
        Authenticator open = authenticator(ALL);
        List<Challenge> offered = challenges(open.verify(register("alice"), Registering.UDP));

        assertThat(offered)
                .extracting(Challenge::algorithm)
                .containsExactlyElementsOf(ALL.algorithms());
        assertThat(offered)
                .extracting(Challenge::qops)
                .containsOnly(List.of(Qop.AUTH_INT, Qop.AUTH));
        int count = 0;
        for (Challenge challenge : offered) {
            String answer = answer(challenge, ALICE_LOGIN, ++count);
            assertThat(open.verify(register("alice", answer), Registering.UDP))
                    .isInstanceOf(Verdict.Authenticated.class);
        }
    }

    /// An account whose password was set when fewer hashes were kept.
    @Test
    void onlyWhatAnAccountCanAnswerIsOffered() {
        Account old =
                new Account(
                        "aaron",
                        "alice",
                        "example.org",
                        new Ha1(ALICE.ha1().md5(), ALICE.ha1().sha256(), ""),
                        "",
                        "",
                        TransferMode.DENY,
                        Optional.empty(),
                        "",
                        Access.USUAL);
        Authenticator open = authenticator(ALL, old);

        assertThat(challenges(open.verify(register("alice"), Registering.UDP)))
                .extracting(Challenge::algorithm)
                .containsExactly(Algorithm.SHA_256_SESS, Algorithm.MD5);
    }

    /// An account that has no MD5 hash cannot be got at by MD5, whatever is offered to others.
    @Test
    void noDowngradeToAnAlgorithmWithoutHash() {
        Account strong =
                new Account(
                        "aaron",
                        "alice",
                        "example.org",
                        new Ha1("", ALICE.ha1().sha256(), ""),
                        "",
                        "",
                        TransferMode.DENY,
                        Optional.empty(),
                        "",
                        Access.USUAL);
        Authenticator open = authenticator(ChallengeOffer.DEFAULT, strong);
        List<Challenge> offered = challenges(open.verify(register("alice"), Registering.UDP));
        Challenge md5 = Challenge.of("example.org", offered.getFirst().nonce(), Algorithm.MD5);

        assertThat(offered).extracting(Challenge::algorithm).containsExactly(Algorithm.SHA_256);
        assertThat(open.verify(register("alice", answer(md5, ALICE_LOGIN, 1)), Registering.UDP))
                .isEqualTo(new Verdict.Refused(403, "Forbidden"));
    }

    /// RFC 7616 §3.4.3: a body that was changed on its way makes the response wrong.
    @Test
    void aResponseMayCoverTheBody() {
        Challenge challenge = challenge("alice", Algorithm.SHA_256).offering(List.of(Qop.AUTH_INT));
        String answer = answer(challenge, ALICE_LOGIN, 1);
        Request plain = register("alice", answer);
        Request touched =
                MessageBuilder.from(plain)
                        .body("text/plain", new byte[] {1})
                        .request(Method.REGISTER, plain.uri());

        assertThat(verify(touched)).isEqualTo(new Verdict.Refused(403, "Forbidden"));
        assertThat(verify(plain)).isInstanceOf(Verdict.Authenticated.class);
    }

    /// RFC 7616 §3.5: we prove that we know the password, too.
    @Test
    void aSuccessBringsOurProofAndInTimeTheNextNonce() {
        Challenge challenge = challenge("alice", Algorithm.SHA_256);
        AuthenticationInfo first =
                proof(verify(register("alice", answer(challenge, ALICE_LOGIN, 1))));
        outside.pass(Nonces.LIFETIME.dividedBy(2).plus(Duration.ofSeconds(1)));
        AuthenticationInfo later =
                proof(verify(register("alice", answer(challenge, ALICE_LOGIN, 2))));

        assertThat(first.rspauth()).hasSize(64);
        assertThat(first.nextNonce()).isNull();
        assertThat(later.nextNonce()).isNotNull();
        outside.pass(Nonces.LIFETIME.dividedBy(2));
        Challenge next = Challenge.of("example.org", later.nextNonce(), Algorithm.SHA_256);
        assertThat(verify(register("alice", answer(next, ALICE_LOGIN, 1))))
                .isInstanceOf(Verdict.Authenticated.class);
    }

    private static AuthenticationInfo proof(Verdict verdict) {
        return AuthenticationInfo.parse(
                        ((Verdict.Authenticated) verdict).proof().getFirst().value())
                .orElseThrow();
    }

    @Test
    void hashedNamesAreLikeNoCredentials() {
        String answer = answer(challenge("alice", Algorithm.SHA_256), ALICE_LOGIN, 1);

        assertThat(verify(register("alice", answer + ", userhash=true")))
                .isInstanceOf(Verdict.Challenged.class);
    }
}
