package io.referee.sip.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.ladder.VirtualTime;
import io.referee.sip.message.MessageBuilder;
import io.referee.sip.message.Request;
import io.referee.sip.message.Response;
import io.referee.sip.message.Samples;
import io.referee.sip.message.SipMessage;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Hosts;
import io.referee.sip.transport.Outside;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;

/// Two transaction layers over a network that loses, doubles and delays (RFC 3261 §17): whatever is
/// lost, a request is handed up once, its sender hears of one outcome, and nothing is left over.
/// The seed stands in the name of each run.
class TransactionLossTest {
    private static final int REQUESTS = 20;

    private final VirtualTime time = new VirtualTime();
    private final Map<String, Integer> handedUp = new HashMap<>();
    private final Map<String, Integer> outcomes = new HashMap<>();
    private Random random = new Random(0);
    private End caller = new End("192.0.2.1");
    private End callee = new End("192.0.2.2");

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 60);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void eachRequestIsHandedUpOnceAndHasOneOutcome(long seed) {
        random = new Random(seed);
        for (int i = 0; i < REQUESTS; i++) {
            caller.call(i % 2 == 0 ? "INVITE" : "OPTIONS", i);
        }
        time.advance(Duration.ofMinutes(10));

        assertThat(handedUp.values()).allMatch(times -> times == 1);
        assertThat(outcomes).hasSize(REQUESTS);
        assertThat(outcomes.values()).allMatch(times -> times == 1);
        assertThat(caller.layer.size()).isZero();
        assertThat(callee.layer.size()).isZero();
    }

    private final class End implements Outside, TransactionLayer.User, ClientTransaction.Listener {
        private final String host;
        private final TransactionLayer layer = new TransactionLayer(this, Timing.STANDARD, this);
        private int tokens;

        End(String host) {
            this.host = host;
        }

        void call(String method, int cseq) {
            Hop hop = Hop.udp(Hosts.address(callee.host, 5060));
            Request template = Samples.request(LayerWorld.request(method, "x", cseq + 1));
            layer.send(
                    MessageBuilder.from(template)
                            .replaceTopVia(layer.via(hop))
                            .request(template.method(), template.uri()),
                    hop,
                    this);
        }

        @Override
        public void responded(ClientTransaction transaction, Response response) {
            if (!response.provisional()) {
                outcomes.merge(transaction.request().via().branch(), 1, Integer::sum);
            }
        }

        @Override
        public void failed(ClientTransaction transaction, Effect.Cause cause) {
            outcomes.merge(transaction.request().via().branch(), 1, Integer::sum);
        }

        @Override
        public void requested(ServerTransaction transaction) {
            handedUp.merge(transaction.request().via().branch(), 1, Integer::sum);
            int later = random.nextInt(8_000);
            schedule(Duration.ofMillis(later), () -> transaction.respond(486));
        }

        @Override
        public void acknowledged(Request ack, Hop from) {}

        @Override
        public void stray(Response response, Hop from) {}

        @Override
        public Instant now() {
            return time.instant();
        }

        /// One in five is lost, one in five comes twice.
        @Override
        public void transmit(SipMessage message, Hop hop) {
            int fate = random.nextInt(5);
            End there = hop.host().equals(caller.host) ? caller : callee;
            Hop from = Hop.udp(Hosts.address(host, 5060));
            for (int copies = fate == 0 ? 0 : fate == 1 ? 2 : 1; copies > 0; copies--) {
                schedule(
                        Duration.ofMillis(1 + random.nextInt(400)),
                        () -> there.layer.received(message, from));
            }
        }

        @Override
        public Alarm schedule(Duration after, Runnable alarm) {
            return time.after(after, alarm)::cancel;
        }

        @Override
        public Local localAddress(Hop hop) {
            return new Local(host, 5060);
        }

        @Override
        public String token() {
            return "token" + host + ++tokens;
        }

        @Override
        public int random(int bound) {
            return random.nextInt(bound);
        }
    }
}
