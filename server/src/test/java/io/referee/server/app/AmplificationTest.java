package io.referee.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.guard.GuardSettings;
import io.referee.server.guard.Load;
import io.referee.server.registrar.BindingStore;
import io.referee.server.registrar.StoredBinding;
import io.referee.server.virtual.EventLog;
import io.referee.server.virtual.SmallDirectory;
import io.referee.server.virtual.VirtualOutside;
import io.referee.sip.message.Parser;
import io.referee.sip.message.Request;
import io.referee.sip.message.Response;
import io.referee.sip.message.SipMessage;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Hosts;
import io.referee.sip.transport.Outside;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
                        new Forgetful(),
                        new byte[32]),
                Core.Settings.standard("Referee/test"),
                new Core.Protection(
                        GuardSettings.standard(InetAddress::isLoopbackAddress), Load.NONE));
    }

    /// Tokens as long as real ones.
    private record LongTokens(VirtualOutside virtual) implements Outside {
        @Override
        public Instant now() {
            return virtual.now();
        }

        @Override
        public void transmit(SipMessage message, Hop hop) {
            virtual.transmit(message, hop);
        }

        @Override
        public Alarm schedule(Duration after, Runnable alarm) {
            return virtual.schedule(after, alarm);
        }

        @Override
        public Local localAddress(Hop hop) {
            return virtual.localAddress(hop);
        }

        @Override
        public String token() {
            String token = virtual.token();
            return "t".repeat(20 - token.length()) + token;
        }

        @Override
        public int random(int bound) {
            return virtual.random(bound);
        }
    }

    private static final class Forgetful implements BindingStore {
        @Override
        public void upsert(StoredBinding binding) {}

        @Override
        public void remove(StoredBinding.Key key) {}

        @Override
        public List<StoredBinding> loadAll() {
            return List.of();
        }
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
}
