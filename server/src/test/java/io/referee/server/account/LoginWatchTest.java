package io.referee.server.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.account.LoginWatch.Outcome;
import io.referee.server.virtual.Registering;
import io.referee.server.virtual.Registering.CSeqOf;
import io.referee.server.virtual.SmallDirectory;
import io.referee.server.virtual.VirtualOutside;
import io.referee.sip.digest.Algorithm;
import io.referee.sip.digest.Challenge;
import io.referee.sip.digest.ClientDigest.Login;
import io.referee.sip.digest.Nonces;
import io.referee.sip.header.NameAddr;
import io.referee.sip.message.MessageBuilder;
import io.referee.sip.message.Method;
import io.referee.sip.message.Request;
import io.referee.sip.uri.SipUri;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Every outcome of a login passes one place (RFC 3261 §22).
class LoginWatchTest {
    private final VirtualOutside outside = new VirtualOutside();
    private final List<LoginWatch.Attempt> attempts = new ArrayList<>();
    private final SmallDirectory directory =
            new SmallDirectory(List.of(SmallDirectory.of("alice", "pa")));
    private final Authenticator authenticator =
            new Authenticator(
                    outside,
                    LoginWatch.NOBODY.and(attempts::add),
                    () -> directory,
                    new Nonces(new byte[16]),
                    ChallengeOffer.DEFAULT);

    private static Request register(String user, String... headers) {
        return Registering.request(Method.REGISTER, user, new CSeqOf("c", 1), List.of(headers));
    }

    private Verdict verify(Request request) {
        return authenticator.verify(request, Registering.UDP);
    }

    /// The header of a phone that was challenged.
    private String answer(String user, String password) {
        Verdict.Challenged asked = (Verdict.Challenged) verify(register(user));
        Challenge challenge = Registering.challenge(asked.headers(), Algorithm.MD5);
        return Registering.authorization(Method.REGISTER, challenge, new Login(user, password), 1);
    }

    @Test
    void everyOutcomePassesOnce() {
        String right = answer("alice", "pa");
        String old = answer("alice", "pa");
        String guess = answer("alice", "guess");
        String nobody = answer("nobody", "x");
        attempts.clear();

        verify(register("alice"));
        verify(register("alice", right));
        verify(register("alice", right));
        verify(register("alice", guess));
        verify(register("nobody", nobody));
        verify(register("alice", "Authorization: Digest username=\"alice\""));
        outside.pass(Nonces.LIFETIME.plus(Duration.ofSeconds(1)));
        verify(register("alice", old));

        assertThat(attempts)
                .extracting(LoginWatch.Attempt::outcome)
                .containsExactly(
                        Outcome.CHALLENGED,
                        Outcome.ACCEPTED,
                        Outcome.REPLAYED,
                        Outcome.WRONG_PASSWORD,
                        Outcome.UNKNOWN_ACCOUNT,
                        Outcome.MALFORMED,
                        Outcome.STALE);
        assertThat(attempts.get(4))
                .isEqualTo(
                        new LoginWatch.Attempt(
                                Outcome.UNKNOWN_ACCOUNT,
                                Registering.UDP,
                                "nobody@example.org",
                                "",
                                "REGISTER"));
    }

    @Test
    void whoIsNotServedPassesToo() {
        verify(
                MessageBuilder.from(register("alice"))
                        .to(NameAddr.of(SipUri.of("alice", "elsewhere.org", -1)))
                        .request(Method.REGISTER, SipUri.of("", "example.org", -1)));

        assertThat(attempts).hasSize(1);
        assertThat(attempts.getFirst().outcome()).isEqualTo(Outcome.NOT_SERVED);
        assertThat(attempts.getFirst().account()).isEqualTo("alice@elsewhere.org");
    }
}
