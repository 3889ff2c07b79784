package io.referee.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.guard.GuardSettings;
import io.referee.server.guard.Load;
import io.referee.server.registrar.StoredBinding;
import io.referee.server.virtual.EventLog;
import io.referee.server.virtual.LongTokens;
import io.referee.server.virtual.NoBindings;
import io.referee.server.virtual.SmallDirectory;
import io.referee.server.virtual.VirtualOutside;
import io.referee.sip.message.HeaderName;
import io.referee.sip.message.MessageBuilder;
import io.referee.sip.message.Method;
import io.referee.sip.message.Parser;
import io.referee.sip.message.Request;
import io.referee.sip.message.Response;
import io.referee.sip.message.SipMessage;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Hosts;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// How many octets a stranger can make us send with one datagram, to whomever it says to come from
/// (RFC 3261 §26.3.2.4): never more than it brought.
class AmplificationTest {
    /// Longer than any retransmission.
    private static final Duration LONG = Duration.ofMinutes(5);

    private static final Hop STRANGER = Hop.udp(Hosts.address("203.0.113.9", 5060));
    private static final Hop FRIEND = Hop.udp(Hosts.address("127.0.0.1", 5060));

    /// What phones send besides.
    private static final String USUAL =
            "User-Agent: A usual phone 1.2.3\r\n"
                    + "Allow: INVITE, ACK, BYE, CANCEL, OPTIONS, REFER, NOTIFY, MESSAGE, INFO\r\n"
                    + "Supported: replaces, path, outbound, gruu, timer\r\n";

    private static final String BOGUS =
            "Authorization: Digest username=\"alice\", realm=\"example.org\", nonce=\"abc\","
                    + " uri=\"sip:example.org\", response=\"0123456789abcdef0123456789abcdef\"\r\n";

    private static final String SDP =
            "v=0\r\no=- 1 1 IN IP4 203.0.113.9\r\ns=-\r\nc=IN IP4 203.0.113.9\r\nt=0 0\r\n"
                    + "m=audio 4000 RTP/AVP 8\r\na=rtpmap:8 PCMA/8000\r\n";

    private final VirtualOutside outside = new VirtualOutside();
    private final Core core = core();

    private Core core() {
        SmallDirectory directory = new SmallDirectory(List.of(SmallDirectory.of("alice", "pa")));
        return new Core(
                new Core.Surroundings(
                        new LongTokens(outside),
                        new EventLog(),
                        () -> directory,
                        new NoBindings(),
                        new byte[32]),
                Core.Settings.standard("Referee/test"),
                new Core.Protection(
                        GuardSettings.standard(InetAddress::isLoopbackAddress), Load.NONE));
    }

    /// `METHOD uri from to [options]`, where `usual`, `bogus`, `sdp` and `tag` say what else is in
    /// it.
    private static Request request(String words) {
        List<String> word = List.of(words.split(" "));
        String body = word.contains("sdp") ? SDP : "";
        String text =
                word.get(0)
                        + " sip:"
                        + word.get(1)
                        + " SIP/2.0\r\n"
                        + "Via: SIP/2.0/UDP 203.0.113.9:5060;branch=z9hG4bK"
                        + Integer.toHexString(words.hashCode())
                        + ";rport\r\nMax-Forwards: 70\r\nFrom: <sip:"
                        + word.get(2)
                        + ">;tag=9fxced76sl\r\nTo: <sip:"
                        + word.get(3)
                        + (word.contains("tag") ? ">;tag=nobody\r\n" : ">\r\n")
                        + "Call-ID: 3848276298220188511@203.0.113.9\r\nCSeq: 2 "
                        + word.get(0)
                        + "\r\n"
                        + "Contact: <sip:x@203.0.113.9:5060;transport=udp>\r\n"
                        + (word.contains("usual") ? USUAL : "")
                        + (word.contains("bogus") ? BOGUS : "")
                        + (body.isEmpty() ? "" : "Content-Type: application/sdp\r\n")
                        + "Content-Length: "
                        + body.length()
                        + "\r\n\r\n"
                        + body;
        return (Request) Parser.datagram(text.getBytes(StandardCharsets.UTF_8));
    }

    private List<Response> answers(Request request, Hop from) {
        outside.take();
        core.received(request, from);
        outside.pass(LONG);
        List<Response> answers = new ArrayList<>();
        for (SipMessage sent : outside.take()) {
            if (sent instanceof Response response) {
                answers.add(response);
            }
        }
        return answers;
    }

    private static int octets(List<Response> answers) {
        return answers.stream().mapToInt(answer -> answer.encoded().length).sum();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "REGISTER example.org alice@example.org alice@example.org",
                "REGISTER example.org alice@example.org alice@example.org bogus",
                "REGISTER example.org x@elsewhere.org x@elsewhere.org",
                "INVITE bob@example.org alice@example.org bob@example.org",
                "INVITE bob@example.org alice@example.org bob@example.org sdp",
                "INVITE bob@example.org alice@example.org bob@example.org sdp bogus",
                "INVITE nobody@example.org x@elsewhere.org nobody@example.org sdp",
                "INVITE alice@example.org x@elsewhere.org alice@example.org sdp",
                "INVITE x@elsewhere.org x@elsewhere.org x@elsewhere.org sdp",
                "INVITE alice@example.org x@elsewhere.org alice@example.org tag",
                "OPTIONS example.org x@elsewhere.org example.org",
                "OPTIONS nobody@example.org x@elsewhere.org nobody@example.org",
                "CANCEL alice@example.org x@elsewhere.org alice@example.org",
                "BYE alice@example.org x@elsewhere.org alice@example.org tag",
                "ACK alice@example.org x@elsewhere.org alice@example.org tag",
                "REFER alice@example.org x@elsewhere.org alice@example.org",
                "SUBSCRIBE alice@example.org x@elsewhere.org alice@example.org",
                "PUBLISH alice@example.org x@elsewhere.org alice@example.org",
                "MESSAGE alice@example.org x@elsewhere.org alice@example.org",
                "UPDATE alice@example.org x@elsewhere.org alice@example.org",
                "WHATEVER alice@example.org x@elsewhere.org alice@example.org",
            })
    void aStrangerGetsNoMoreThanHeSent(String words) {
        for (String more : new String[] {"", " usual"}) {
            Request request = request(words + more);

            List<Response> answers = answers(request, STRANGER);

            System.out.println(
                    request.encoded().length + " in, " + octets(answers) + " out: " + words + more);
            assertThat(octets(answers))
                    .as(answers.toString())
                    .isLessThanOrEqualTo(request.encoded().length);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "401 REGISTER example.org alice@example.org alice@example.org usual",
                "401 INVITE bob@example.org alice@example.org bob@example.org sdp usual",
                "404 INVITE nobody@example.org x@elsewhere.org nobody@example.org sdp",
                "200 OPTIONS example.org x@elsewhere.org example.org usual",
                "403 REGISTER example.org alice@example.org alice@example.org bogus usual",
                "481 BYE alice@example.org x@elsewhere.org alice@example.org tag",
            })
    void whatAUsualPhoneSendsIsAnsweredOnce(String words) {
        int space = words.indexOf(' ');

        List<Response> answers = answers(request(words.substring(space + 1)), STRANGER);

        assertThat(answers)
                .extracting(Response::status)
                .containsExactly(Integer.parseInt(words.substring(0, space)));
    }

    @Test
    void onThisMachineEvenTheSmallestRequestIsAnswered() {
        Request small = request("REGISTER example.org alice@example.org alice@example.org");

        assertThat(answers(small, FRIEND)).extracting(Response::status).containsExactly(401);
        assertThat(answers(small, STRANGER)).isEmpty();
    }

    @Test
    void aRefusalUnderALimitIsNoLargerThanTheRequestEither() {
        Request invite =
                request("INVITE alice@example.org x@elsewhere.org alice@example.org sdp usual");
        for (int i = 0; i < GuardSettings.SOURCE.invites() * 5 + 5; i++) {
            core.received(invite, STRANGER);
        }

        List<SipMessage> sent = outside.take();
        assertThat(((Response) sent.getLast()).status()).isEqualTo(503);
        assertThat(sent.getLast().encoded()).hasSizeLessThanOrEqualTo(invite.encoded().length);
    }

    private static final StoredBinding ALICE =
            new StoredBinding(
                    "alice@example.org",
                    "sip:alice@127.0.0.1:5070",
                    "127.0.0.1:5070",
                    "udp",
                    "udp:127.0.0.1:5070",
                    "r",
                    1,
                    1,
                    "",
                    0,
                    "",
                    0,
                    Instant.EPOCH.plus(Duration.ofDays(365_000)));

    private static final String CALL =
            "INVITE alice@example.org x@elsewhere.org alice@example.org sdp usual";

    /// Lets alice's phone answer what comes, for five minutes.
    ///
    /// @return what went to the stranger
    private List<SipMessage> ringing(Request invite, int copies, int... statuses) {
        core.registrar().restore(List.of(ALICE));
        List<SipMessage> toStranger = new ArrayList<>();
        for (int i = 0; i < copies; i++) {
            core.received(invite, STRANGER);
            exchange(toStranger, statuses);
            outside.pass(Duration.ofMillis(500));
            exchange(toStranger);
        }
        for (int i = 0; i < 300; i++) {
            outside.pass(Duration.ofSeconds(1));
            exchange(toStranger);
        }
        return toStranger;
    }

    private void exchange(List<SipMessage> toStranger, int... statuses) {
        for (SipMessage sent : outside.take()) {
            if (sent instanceof Request request && request.uri().text().contains("127.0.0.1")) {
                answer(request, request.is(Method.INVITE) ? statuses : new int[] {200});
                exchange(toStranger);
            } else {
                toStranger.add(sent);
            }
        }
    }

    private void answer(Request request, int... statuses) {
        for (int status : request.is(Method.ACK) ? new int[0] : statuses) {
            MessageBuilder answer = MessageBuilder.responding(request, "alices");
            if (request.is(Method.INVITE) && status < 300) {
                answer.add(HeaderName.CONTACT, "<sip:alice@127.0.0.1:5070>");
            }
            if (request.is(Method.INVITE) && status == 200) {
                answer.body("application/sdp", SDP.getBytes(StandardCharsets.UTF_8));
            }
            core.received(answer.response(status), Hop.udp(Hosts.address("127.0.0.1", 5070)));
        }
    }

    private static int sum(List<SipMessage> messages) {
        return messages.stream().mapToInt(message -> message.encoded().length).sum();
    }

    private static List<Integer> statuses(List<SipMessage> messages) {
        return messages.stream()
                .map(message -> message instanceof Response one ? one.status() : 0)
                .toList();
    }

    @ParameterizedTest
    @CsvSource({"180,486", "180,200", "200,0", "486,0", "180,0"})
    void aStrangerWhoRingsSomebodyGetsNoMoreThanHeSentEither(int first, int second) {
        Request invite = request(CALL);
        int[] statuses = second == 0 ? new int[] {first} : new int[] {first, second};
        int copies = 1 + (first + second) % 3;

        List<SipMessage> got = ringing(invite, copies, statuses);

        assertThat(sum(got))
                .as(got.toString())
                .isPositive()
                .isLessThanOrEqualTo(copies * invite.encoded().length);
    }

    @Test
    void whoAsksOftenEnoughHearsThatItRingsAndTheAnswer() {
        List<SipMessage> got = ringing(request(CALL), 4, 180, 200);

        assertThat(statuses(got)).contains(200).doesNotContain(0, 100);
        assertThat(statuses(ringing(request(CALL + " again"), 4, 180)))
                .contains(180)
                .doesNotContain(100);
    }
}
