package io.referee.sip.digest;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.sip.message.Header;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.MessageBuilder;
import io.referee.sip.message.Request;
import io.referee.sip.message.Samples;
import io.referee.sip.message.SipMessage;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Outside;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// A challenge, its answer, and what is no answer (RFC 3261 §22.2).
class RealmTest {
    private final Realm realm = new Realm("biloxi.example", new Still());
    private final Request request = Samples.request(Samples.INVITE);

    private Request answered(String username, String password) {
        Challenge.Reading reading = Challenge.parse(realm.challenge().value());
        Challenge challenge = ((Challenge.Reading.Parsed) reading).challenge();
        var attempt =
                new ClientDigest.Attempt(request.method().name(), request.uri().text(), 1, "mine");
        var login = new ClientDigest.Login(username, password);
        String value =
                new ClientDigest().answer(List.of(challenge), login, attempt).orElseThrow().print();
        return MessageBuilder.from(request)
                .add(Header.of(HeaderName.AUTHORIZATION, value))
                .request(request.method(), request.uri());
    }

    @Test
    void theRightPasswordIsAProofOnce() {
        Request right = answered("alice", "secret");

        assertThat(realm.proven(right, "alice", "secret")).isTrue();
        assertThat(realm.proven(right, "alice", "secret")).isFalse();
    }

    @Test
    void nothingAndTheWrongThingAreNoProof() {
        assertThat(realm.proven(request, "alice", "secret")).isFalse();
        assertThat(realm.proven(answered("alice", "guess"), "alice", "secret")).isFalse();
        assertThat(realm.proven(answered("bob", "secret"), "alice", "secret")).isFalse();
    }

    /// Time and chance stand still, but for tokens, which must differ.
    private static final class Still implements Outside {
        private int tokens;

        @Override
        public Instant now() {
            return Instant.EPOCH;
        }

        @Override
        public void transmit(SipMessage message, Hop hop) {}

        @Override
        public Alarm schedule(Duration after, Runnable alarm) {
            return () -> {};
        }

        @Override
        public Local localAddress(Hop hop) {
            return new Local("192.0.2.1", 5060);
        }

        @Override
        public String token() {
            tokens++;
            return "token-number-" + tokens;
        }

        @Override
        public int random(int bound) {
            return 0;
        }
    }
}
