package io.referee.sip.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.sip.message.Parser;
import io.referee.sip.message.Request;
import io.referee.sip.message.Response;
import io.referee.sip.message.SipMessage;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Hosts;
import io.referee.sip.transport.Outside;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

class TransactionLimitTest {
    private static final Hop PEER = Hop.udp(Hosts.address("192.0.2.7", 5060));

    private final List<SipMessage> sent = new ArrayList<>();
    private final List<ServerTransaction> handed = new ArrayList<>();
    private final TransactionLayer layer =
            new TransactionLayer(new Quiet(), Timing.STANDARD, new Above());

    private final class Above implements TransactionLayer.User {
        @Override
        public void requested(ServerTransaction transaction) {
            handed.add(transaction);
        }

        @Override
        public void acknowledged(Request ack, Hop from) {}

        @Override
        public void stray(Response response, Hop from) {}
    }

    /// A world in which no time passes.
    private final class Quiet implements Outside {
        private int tokens;

        @Override
        public Instant now() {
            return Instant.EPOCH;
        }

        @Override
        public void transmit(SipMessage message, Hop hop) {
            sent.add(message);
        }

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
            return "token" + tokens;
        }

        @Override
        public int random(int bound) {
            return 0;
        }
    }

    private void receive(String method, int number, String toTag) {
        String text =
                method
                        + " sip:bob@192.0.2.1 SIP/2.0\r\n"
                        + "Via: SIP/2.0/UDP 192.0.2.7;branch=z9hG4bK"
                        + number
                        + "\r\nFrom: <sip:a@x>;tag=1\r\nTo: <sip:bob@x>"
                        + toTag
                        + "\r\nCall-ID: c"
                        + number
                        + "\r\nCSeq: 1 "
                        + method
                        + "\r\n\r\n";
        layer.received((SipMessage) Parser.datagram(text.getBytes(StandardCharsets.UTF_8)), PEER);
    }

    @Test
    void aboveTheLimitARequestIsAnswered503WithoutATransaction() {
        layer.limit(2);
        receive("OPTIONS", 1, "");
        receive("OPTIONS", 2, "");
        receive("INVITE", 3, "");

        assertThat(handed).hasSize(2);
        assertThat(layer.size()).isEqualTo(2);
        assertThat(((Response) sent.getLast()).status()).isEqualTo(503);
        assertThat(sent.getLast().toTag()).isNotEmpty();
    }

    @Test
    void whatIsDoneMakesRoomBeforeAnythingIsRefused() {
        layer.limit(2);
        receive("OPTIONS", 1, "");
        receive("OPTIONS", 2, "");
        ServerTransaction second = handed.get(1);
        second.respond(
                io.referee.sip.message.MessageBuilder.responding(second.request(), "t")
                        .response(200));
        receive("OPTIONS", 3, "");

        assertThat(handed).hasSize(3);
        assertThat(layer.size()).isEqualTo(2);
        receive("OPTIONS", 4, "");
        assertThat(((Response) sent.getLast()).status()).isEqualTo(503);
    }

    /// RFC 3261 §9.2, §8.2.7.
    @Test
    void aCancelOfNothingIsAnsweredWithoutATransaction() {
        receive("CANCEL", 1, "");

        assertThat(layer.size()).isZero();
        assertThat(((Response) sent.getLast()).status()).isEqualTo(481);
        assertThat(sent.getLast().toTag()).isNotEmpty();
    }

    @Test
    void aboveTheLimitACancelIsHeededWithoutATransaction() {
        layer.limit(1);
        receive("INVITE", 1, "");
        List<Request> cancels = new ArrayList<>();
        handed.getFirst()
                .listener(
                        new ServerTransaction.Listener() {
                            @Override
                            public void cancelled(ServerTransaction invite, Request cancel) {
                                cancels.add(cancel);
                            }
                        });
        receive("CANCEL", 1, "");

        assertThat(layer.size()).isEqualTo(1);
        assertThat(cancels).hasSize(1);
        assertThat(((Response) sent.getLast()).status()).isEqualTo(200);
    }

    @Test
    void requestsWithinADialogHaveAsMuchRoomAgain() {
        layer.limit(1);
        receive("OPTIONS", 1, "");
        receive("BYE", 2, ";tag=9");
        receive("BYE", 3, ";tag=9");

        assertThat(handed).hasSize(2);
        assertThat(((Response) sent.getLast()).status()).isEqualTo(503);
    }
}
