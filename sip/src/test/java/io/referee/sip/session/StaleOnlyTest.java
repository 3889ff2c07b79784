package io.referee.sip.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.sip.digest.Algorithm;
import io.referee.sip.digest.Challenge;
import io.referee.sip.header.CSeq;
import io.referee.sip.header.NameAddr;
import io.referee.sip.header.Via;
import io.referee.sip.message.Header;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.MessageBuilder;
import io.referee.sip.message.Method;
import io.referee.sip.message.Request;
import io.referee.sip.message.Response;
import io.referee.sip.uri.SipUri;

import org.junit.jupiter.api.Test;

import java.util.Optional;

/// A second challenge to the same request (RFC 3261 §22.1, RFC 7616 §3.3).
class StaleOnlyTest {
    private static final SipUri SERVER = SipUri.of("", "a.example", -1);
    private static final Challenge ASKED = Challenge.of("r", "n", Algorithm.MD5);
    private static final Header PROOF = Header.of(HeaderName.AUTHORIZATION, "Digest x=y");

    private final Authorizer first = (request, challenge) -> Optional.of(PROOF);
    private final Authorizer second = first.afterwards();
    private final Request request =
            new MessageBuilder()
                    .pushVia(Via.own("UDP", "a.example", 5060, Via.MAGIC_COOKIE + "b"))
                    .from(NameAddr.of(SERVER).withTag("t"))
                    .to(NameAddr.of(SERVER))
                    .callId("c")
                    .cseq(new CSeq(1, Method.REGISTER))
                    .request(Method.REGISTER, SERVER);

    private Optional<Header> answered(Authorizer who, HeaderName name, Challenge challenge) {
        Response response =
                MessageBuilder.responding(request, "t").add(name, challenge.print()).response(401);
        return who.answer(request, response);
    }

    @Test
    void aStaleNonceIsAnsweredOnceMore() {
        assertThat(answered(second, HeaderName.WWW_AUTHENTICATE, ASKED.asStale())).contains(PROOF);
        assertThat(answered(second, HeaderName.PROXY_AUTHENTICATE, ASKED.asStale()))
                .contains(PROOF);
    }

    @Test
    void aWrongPasswordIsNotTriedAgain() {
        assertThat(answered(second, HeaderName.WWW_AUTHENTICATE, ASKED)).isEmpty();
    }

    @Test
    void aServerThatFindsEverythingStaleIsGivenUp() {
        Authorizer third = second.afterwards();

        assertThat(answered(third, HeaderName.WWW_AUTHENTICATE, ASKED.asStale())).isEmpty();
    }
}
