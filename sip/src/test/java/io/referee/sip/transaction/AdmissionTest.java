package io.referee.sip.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.referee.ladder.VirtualTime;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.MessageBuilder;
import io.referee.sip.message.Parser;
import io.referee.sip.message.Request;
import io.referee.sip.message.Response;
import io.referee.sip.message.SipMessage;
import io.referee.sip.transaction.Admission.Standing;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Hosts;
import io.referee.sip.transport.Outside;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Who is let in, and how much a stranger can make us send: RFC 3261 §8.2.7, §17.2.1, §26.3.2.4.
class AdmissionTest {
    private static final Hop UDP = Hop.udp(Hosts.address("192.0.2.7", 5060));
    private static final Hop TCP = Hop.tcp(Hosts.address("192.0.2.7", 5060));
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final String ALLOW = "INVITE, ACK, BYE, CANCEL, OPTIONS, INFO, UPDATE, REFER";

    private final VirtualTime time = new VirtualTime();
    private final List<Response> sent = new ArrayList<>();
    private final List<Request> acks = new ArrayList<>();
    private final TransactionLayer layer =
            new TransactionLayer(new World(), Timing.STANDARD, new Above());
    private java.util.function.Consumer<ServerTransaction> user = transaction -> {};

    private final class Above implements TransactionLayer.User {
        @Override
        public void requested(ServerTransaction transaction) {
            user.accept(transaction);
        }

        @Override
        public void acknowledged(Request ack, Hop from) {
            acks.add(ack);
        }

        @Override
        public void stray(Response response, Hop from) {}
    }

    private final class World implements Outside {
        private int tokens;

        @Override
        public Instant now() {
            return time.instant();
        }

        @Override
        public void transmit(SipMessage message, Hop hop) {
            sent.add((Response) message);
        }

        @Override
        public Alarm schedule(Duration after, Runnable alarm) {
            return time.after(after, alarm)::cancel;
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

    private static Request request(String method, String... more) {
        String text =
                method
                        + " sip:bob@example.org SIP/2.0\r\n"
                        + "Via: SIP/2.0/UDP 192.0.2.7:5060;branch=z9hG4bK1\r\n"
                        + "From: <sip:alice@example.org>;tag=f\r\n"
                        + "To: <sip:bob@example.org>\r\n"
                        + "Call-ID: c1@192.0.2.7\r\n"
                        + "CSeq: 1 "
                        + method
                        + "\r\nMax-Forwards: 70\r\n"
                        + String.join("", more)
                        + "Content-Length: 0\r\n\r\n";
        return (Request) Parser.datagram(text.getBytes(StandardCharsets.UTF_8));
    }

    private void answering(int status, String... headers) {
        user =
                transaction -> {
                    MessageBuilder builder =
                            MessageBuilder.responding(transaction.request(), transaction.toTag());
                    for (String header : headers) {
                        int colon = header.indexOf(": ");
                        builder.add(
                                HeaderName.of(header.substring(0, colon)),
                                header.substring(colon + 2));
                    }
                    transaction.respond(builder.response(status));
                };
    }

    private List<Integer> statuses() {
        return sent.stream().map(Response::status).toList();
    }

    @Test
    void aRefusedInviteOfAStrangerIsRefusedOnceAndForgotten() {
        layer.admission((request, from) -> Standing.BELIEVED);
        answering(404);

        layer.received(request("INVITE"), UDP);
        time.advance(LONG);

        assertThat(statuses()).containsExactly(404);
        assertThat(layer.size()).isZero();
    }

    @Test
    void whoIsProvenHearsTheRefusalUntilHeAcknowledgesIt() {
        layer.admission((request, from) -> Standing.DOUBTED);
        answering(404);
        var answer = user;
        user =
                transaction -> {
                    transaction.proven();
                    answer.accept(transaction);
                };

        layer.received(request("INVITE"), UDP);
        time.advance(LONG);

        assertThat(statuses()).hasSizeGreaterThan(7).containsOnly(404);
    }

    @Test
    void overAStreamEveryAddressIsTrue() {
        layer.admission((request, from) -> Standing.DOUBTED);
        answering(404);

        layer.received(request("INVITE"), TCP);

        assertThat(layer.size()).isEqualTo(1);
    }

    @Test
    void theSameRequestGetsTheSameTagEachTime() {
        layer.admission((request, from) -> Standing.BELIEVED);
        answering(404);

        layer.received(request("INVITE"), UDP);
        layer.received(request("INVITE"), UDP);

        assertThat(statuses()).containsExactly(404, 404);
        assertThat(sent.get(0).toTag()).isNotEmpty().isEqualTo(sent.get(1).toTag());
    }

    @Test
    void theAckOfAForgottenRefusalDoesNothing() {
        layer.admission((request, from) -> Standing.BELIEVED);
        answering(404);
        layer.received(request("INVITE"), UDP);

        layer.received(request("ACK"), UDP);

        assertThat(acks).hasSize(1);
        assertThat(sent).hasSize(1);
    }

    @Test
    void an100IsSentWhenNothingElseWas() {
        layer.received(request("INVITE"), UDP);

        assertThat(statuses()).containsExactly(100);
    }

    @Test
    void no100IsSentBehindAnotherAnswer() {
        answering(180);

        layer.received(request("INVITE"), UDP);
        layer.received(request("INVITE"), UDP);

        assertThat(statuses()).containsExactly(180, 180);
    }

    @Test
    void aRefusalAfterRingingIsRepeatedBecauseTheCallerNoLongerAsks() {
        layer.admission((request, from) -> Standing.BELIEVED);
        List<ServerTransaction> rung = new ArrayList<>();
        user = rung::add;
        layer.received(request("INVITE", "Contact: <sip:alice@192.0.2.7>\r\n"), UDP);
        ServerTransaction call = rung.getFirst();

        call.respond(MessageBuilder.responding(call.request(), "t").response(486));
        time.advance(LONG);

        assertThat(statuses()).startsWith(100, 486, 486).hasSizeGreaterThan(7);
    }

    private ServerTransaction doubtedCall() {
        layer.admission((request, from) -> Standing.DOUBTED);
        List<ServerTransaction> rung = new ArrayList<>();
        user = rung::add;
        layer.received(request("INVITE"), UDP);
        return rung.getFirst();
    }

    private int octets() {
        return sent.stream().mapToInt(response -> response.encoded().length).sum();
    }

    @Test
    void allThatADoubtedCallerHearsIsPaidForByWhatHeSends() {
        int paid = request("INVITE").encoded().length;
        ServerTransaction call = doubtedCall();
        call.respond(180);
        assertThat(sent).as("the end is not paid for yet").isEmpty();
        for (int copies = 2; copies < 10; copies++) {
            layer.received(request("INVITE"), UDP);
            time.advance(Duration.ofSeconds(1));
            assertThat(octets()).isLessThanOrEqualTo(copies * paid);
        }
        assertThat(statuses()).contains(180);
        sent.clear();
        call.respond(486);
        time.advance(LONG);
        assertThat(statuses()).startsWith(486, 486);
        assertThat(octets()).isLessThan(10 * paid);
    }

    @Test
    void aRefusalIsGivenToWhoeverAsksAgain() {
        ServerTransaction call = doubtedCall();
        call.respond(486);
        time.advance(Duration.ofSeconds(20));
        assertThat(statuses()).containsExactly(486);

        layer.received(request("INVITE"), UDP);

        assertThat(statuses()).containsExactly(486, 486);
    }

    @Test
    void anAnswerThatWasTooLargeGoesOutWhenItIsPaidFor() {
        ServerTransaction call = doubtedCall();
        String large = "x".repeat(request("INVITE").encoded().length);
        call.respond(call.responding().body("text/plain", large.getBytes(UTF_8)).response(200));
        assertThat(sent).isEmpty();

        layer.received(request("INVITE"), UDP);
        layer.received(request("INVITE"), UDP);

        assertThat(statuses()).containsExactly(200);
    }

    @Test
    void whoHasShownThatHeIsThereIsDoubtedNoMore() {
        ServerTransaction call = doubtedCall();
        call.respond(486);
        call.proven();
        time.advance(LONG);

        assertThat(statuses()).hasSizeGreaterThan(7).containsOnly(486);
    }

    @Test
    void anAnswerLeavesOutWhatItCanToBeNoLargerThanTheRequest() {
        layer.admission((request, from) -> Standing.DOUBTED);
        answering(200, "Server: Referee/test", "Allow: " + ALLOW, "Accept: application/sdp");
        Request options = request("OPTIONS");

        layer.received(options, UDP);

        assertThat(sent.getFirst().encoded()).hasSizeLessThanOrEqualTo(options.encoded().length);
        assertThat(sent.getFirst().value(HeaderName.ALLOW)).isEmpty();
    }

    @Test
    void anAnswerThatFitsIsSentAsItIs() {
        layer.admission((request, from) -> Standing.DOUBTED);
        answering(200, "Server: Referee/test", "Allow: " + ALLOW);

        layer.received(request("OPTIONS", "User-Agent: " + "x".repeat(200) + "\r\n"), UDP);

        assertThat(sent.getFirst().value(HeaderName.ALLOW)).contains(ALLOW);
    }

    @Test
    void ofSeveralChallengesTheFirstStays() {
        layer.admission((request, from) -> Standing.DOUBTED);
        String challenge = "WWW-Authenticate: Digest realm=\"example.org\", nonce=\"n\"";
        answering(401, challenge + ", algorithm=MD5", challenge + ", algorithm=SHA-256");

        layer.received(request("REGISTER", "User-Agent: " + "x".repeat(100) + "\r\n"), UDP);

        assertThat(sent.getFirst().headers().toString()).contains("MD5").doesNotContain("SHA");
    }

    @Test
    void whatCannotBeMadeToFitIsNotSentToADoubtedAddressButToABelievedOne() {
        String challenge =
                "WWW-Authenticate: Digest realm=\"example.org\", nonce=\"" + "n".repeat(60);
        answering(401, challenge + '"');
        layer.admission((request, from) -> Standing.DOUBTED);

        layer.received(request("REGISTER"), UDP);

        assertThat(sent).isEmpty();
        assertThat(layer.size()).isZero();
        layer.admission((request, from) -> Standing.BELIEVED);
        layer.received(request("REGISTER"), UDP);
        assertThat(statuses()).containsExactly(401);
    }

    @Test
    void whoSendsLittleIsAnsweredWhenHeAsksAgain() {
        String challenge =
                "WWW-Authenticate: Digest realm=\"example.org\", nonce=\"" + "n".repeat(60);
        answering(401, challenge + '"');
        layer.admission((request, from) -> Standing.DOUBTED);

        for (int i = 0; i < 4; i++) {
            layer.received(request("INVITE"), UDP);
        }

        assertThat(statuses()).containsExactly(401, 401);
        assertThat(sent.getFirst().encoded().length)
                .isLessThanOrEqualTo(2 * request("INVITE").encoded().length);
    }

    @Test
    void whatIsRefusedBeforehandMakesNoTransaction() {
        layer.admission((request, from) -> Admission.Refused.busy(7, Standing.BELIEVED));

        layer.received(request("INVITE"), UDP);
        layer.received(request("INVITE"), UDP);

        assertThat(statuses()).containsExactly(503, 503);
        assertThat(sent.getFirst().value(HeaderName.RETRY_AFTER)).contains("7");
        assertThat(sent.get(0).toTag()).isEqualTo(sent.get(1).toTag());
        assertThat(layer.size()).isZero();
    }

    @Test
    void whatIsDroppedHearsNothing() {
        layer.admission((request, from) -> Admission.Dropped.DROPPED);

        layer.received(request("INVITE"), UDP);

        assertThat(sent).isEmpty();
        assertThat(layer.size()).isZero();
    }

    @Test
    void itHearsOfTheRefusalsOfThoseWhoHaveNotProvenWhoTheyAre() {
        List<Integer> refusals = new ArrayList<>();
        layer.admission(
                new Admission() {
                    @Override
                    public Verdict consider(Request request, Hop from) {
                        return Standing.PROVEN;
                    }

                    @Override
                    public void refused(Request request, Hop from, int status) {
                        refusals.add(status);
                    }
                });
        answering(404);
        var answer = user;

        layer.received(request("OPTIONS"), TCP);
        user =
                transaction -> {
                    transaction.proven();
                    answer.accept(transaction);
                };
        layer.received(request("MESSAGE"), TCP);

        assertThat(refusals).containsExactly(404);
    }

    @Test
    void neitherAckNorCancelNorARetransmissionIsAskedFor() {
        List<Request> asked = new ArrayList<>();
        layer.admission(
                (request, from) -> {
                    asked.add(request);
                    return Standing.PROVEN;
                });

        layer.received(request("INVITE"), UDP);
        layer.received(request("INVITE"), UDP);
        layer.received(request("CANCEL"), UDP);
        layer.received(request("ACK"), UDP);

        assertThat(asked).hasSize(1);
    }

    /// ACK and CANCEL are asked about too, and so is what comes again.
    @Test
    void whatIsNotHeardDoesNothing() {
        layer.admission(
                new Admission() {
                    @Override
                    public Verdict consider(Request request, Hop from) {
                        return Standing.PROVEN;
                    }

                    @Override
                    public boolean hears(Request request, Hop from) {
                        return false;
                    }
                });
        layer.received(request("INVITE"), TCP);
        sent.clear();
        layer.received(request("INVITE"), TCP);
        layer.received(request("CANCEL"), TCP);
        layer.received(request("ACK"), TCP);

        assertThat(sent).isEmpty();
        assertThat(acks).isEmpty();
    }
}
