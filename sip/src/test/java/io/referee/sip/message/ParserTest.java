package io.referee.sip.message;

import static io.referee.sip.message.Samples.INVITE;
import static io.referee.sip.message.Samples.RINGING;
import static io.referee.sip.message.Samples.malformed;
import static io.referee.sip.message.Samples.octets;
import static io.referee.sip.message.Samples.parse;
import static io.referee.sip.message.Samples.request;
import static io.referee.sip.message.Samples.response;
import static io.referee.sip.message.Samples.with;
import static io.referee.sip.message.Samples.without;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Octets become messages or a reason why not: RFC 3261 §7.1, §7.2, §7.3.1, §7.5.
class ParserTest {
    /// RFC 3581 §4: whoever wrote it behind a NAT may need to know.
    @Test
    void theAnswerToWhatIsMalformedSaysWhereItCameFrom() {
        Malformed bad =
                malformed(
                        INVITE.replace("314159 INVITE", "314159 BYE")
                                .replace(";branch=", ";rport;branch="));

        String via = bad.answerTo("203.0.113.9", 4_711).orElseThrow().via().text();

        assertThat(via).contains(";rport=4711", ";received=203.0.113.9");
    }

    @Test
    void anInviteIsReadInAllItsParts() {
        Request invite = request(INVITE);

        assertThat(invite.method()).isSameAs(Method.INVITE);
        assertThat(invite.uri().text()).isEqualTo("sip:bob@biloxi.example");
        assertThat(invite.via().branch()).isEqualTo("z9hG4bK776asdhds");
        assertThat(invite.via().port()).isEqualTo(5066);
        assertThat(invite.maxForwards()).isEqualTo(69);
        assertThat(invite.from().displayName()).isEqualTo("Alice A.");
        assertThat(invite.fromTag()).isEqualTo("1928301774");
        assertThat(invite.to().displayName()).isEqualTo("Bob");
        assertThat(invite.toTag()).isEmpty();
        assertThat(invite.callId()).isEqualTo("a84b4c76e66710@pc33.atlanta.example");
        assertThat(invite.cseq().text()).isEqualTo("314159 INVITE");
        assertThat(invite.contact().orElseThrow().user()).isEqualTo("alice");
        assertThat(invite.hasSdp()).isTrue();
        assertThat(invite.body()).isEqualTo(octets("v=0\ns"));
    }

    @Test
    void aReceivedMessageGoesOutAsItCame() {
        assertThat(request(INVITE).encoded()).isEqualTo(octets(INVITE));
    }

    @Test
    void compactFormsAreTheLongForms() {
        Request invite =
                request(
                        INVITE.replace("Via:", "v:")
                                .replace("To:", "t :")
                                .replace("From:", "F:")
                                .replace("Call-ID:", "i:")
                                .replace("Contact:", "m:")
                                .replace("Content-Type:", "c:")
                                .replace("Content-Length:", "l:"));

        assertThat(invite.callId()).isEqualTo("a84b4c76e66710@pc33.atlanta.example");
        assertThat(invite.contact()).isPresent();
        assertThat(invite.hasSdp()).isTrue();
        assertThat(invite.body()).hasSize(6);
    }

    @Test
    void foldedLinesAreOneValue() {
        Request invite = request(with("Subject: I know\n  you're there,\n\t \n\tpick  up"));

        assertThat(invite.value(HeaderName.SUBJECT)).hasValue("I know you're there, pick  up");
    }

    @Test
    void foldedEssentialHeadersAreRead() {
        Request invite = request(INVITE.replace("CSeq: 314159 INVITE", "CSeq:\n 314159\n INVITE"));

        assertThat(invite.cseq().number()).isEqualTo(314159);
    }

    @Test
    void viasInOneFieldAndInManyFieldsAreOneList() {
        Request invite =
                request(
                        with(
                                "Via: SIP/2.0/TCP b.example;branch=2, SIP/2.0/UDP"
                                        + " c.example;branch=3\n"
                                        + "Via: SIP/2.0/UDP d.example;branch=4"));

        assertThat(invite.via().branch()).isEqualTo("z9hG4bK776asdhds");
        assertThat(invite.values(HeaderName.VIA))
                .containsExactly(
                        "SIP/2.0/UDP pc33.atlanta.example:5066;branch=z9hG4bK776asdhds",
                        "SIP/2.0/TCP b.example;branch=2",
                        "SIP/2.0/UDP c.example;branch=3",
                        "SIP/2.0/UDP d.example;branch=4");
        assertThat(invite.count(HeaderName.VIA)).isEqualTo(3);
    }

    @Test
    void linesMayEndWithLineFeedAlone() {
        byte[] octets = INVITE.getBytes(StandardCharsets.UTF_8);
        Parsed parsed = Parser.datagram(octets, octets.length);

        // The body is one octet short of Content-Length 6 without its CR.
        assertThat(parsed).isInstanceOf(Malformed.class);
        octets = INVITE.replace(": 6", ": 5").getBytes(StandardCharsets.UTF_8);
        Request invite = (Request) Parser.datagram(octets);
        assertThat(invite.body()).isEqualTo("v=0\ns".getBytes(StandardCharsets.UTF_8));
        assertThat(invite.cseq().number()).isEqualTo(314159);
    }

    @Test
    void emptyLinesInFrontAreSkippedAndNotKept() {
        assertThat(request("\n\n" + INVITE).encoded()).isEqualTo(octets(INVITE));
    }

    @ParameterizedTest
    @CsvSource({"Via", "To", "From", "Call-ID", "CSeq"})
    void withoutAnEssentialHeaderTheAnswerEchoesTheOthers(String name) {
        Malformed bad = malformed(without(name + ":"));

        assertThat(bad.status()).isEqualTo(400);
        assertThat(bad.reason()).startsWith(name + " is missing");
        assertThat(bad.answer().isPresent()).isEqualTo(!name.equals("Via"));
        bad.answer()
                .ifPresent(
                        answer -> {
                            assertThat(answer.headers()).hasSize(4);
                            assertThat(answer.header(HeaderName.of(name))).isEmpty();
                        });
    }

    @Test
    void anEssentialHeaderThatCannotBeReadIsEchoedAsItCame() {
        String to = "\"Bob <sip:bob@biloxi.example>";
        Malformed bad = malformed(INVITE.replace("Bob <sip:bob@biloxi.example>", to));

        assertThat(bad.answer().orElseThrow().value(HeaderName.TO)).hasValue(to);
    }

    @Test
    void ofADoubledEssentialHeaderTheFirstIsEchoed() {
        // It is added above the other one.
        Response answer = malformed(with("Call-ID: another")).answer().orElseThrow();

        assertThat(answer.count(HeaderName.CALL_ID)).isEqualTo(1);
        assertThat(answer.callId()).isEqualTo("another");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "To: <sip:eve@evil.example>",
                "From: <sip:eve@evil.example>;tag=9",
                "Call-ID: another",
                "CSeq: 1 INVITE"
            })
    void aDoubledEssentialHeaderIsRefusedHoweverOftenItIsThere(String line) {
        assertThat(malformed(with(line)).reason()).endsWith("is there twice");
        assertThat(malformed(with(line + "\n" + line)).reason()).endsWith("is there twice");
    }

    @Test
    void anUnreadableTopViaIsNotPassedOverForTheNext() {
        String second = "Via: SIP/2.0/UDP eve.example;branch=z9hG4bKx\nMax-Forwards";
        String text = INVITE.replace("Via: SIP/2.0/UDP pc33", "Via: SIP/9/UDP pc33");

        assertThat(malformed(text.replace("Max-Forwards", second)).answer()).isEmpty();
    }

    @Test
    void aRequestWhoseCseqNamesAnotherMethodIsAnswered400() {
        Malformed bad = malformed(INVITE.replace("314159 INVITE", "314159 BYE"));

        Response answer = bad.answer().orElseThrow();
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.reason()).isEqualTo("CSeq names another method");
        assertThat(answer.via()).isEqualTo(request(INVITE).via());
        assertThat(answer.from()).isEqualTo(request(INVITE).from());
        assertThat(answer.to().uri()).isEqualTo(request(INVITE).to().uri());
        assertThat(answer.callId()).isEqualTo("a84b4c76e66710@pc33.atlanta.example");
        assertThat(answer.cseq().text()).isEqualTo("314159 BYE");
        assertThat(answer.header(HeaderName.CONTACT)).isEmpty();
    }

    @Test
    void theSameBadRequestGetsTheSameAnswerWithAToTag() {
        String bad = INVITE.replace("314159 INVITE", "314159 BYE");

        assertThat(malformed(bad).answer().orElseThrow().toTag()).isNotEmpty();
        assertThat(malformed(bad).answer()).isEqualTo(malformed(bad).answer());
    }

    @Test
    void trouble400IsAnsweredEvenWhenItStandsInFrontOfTheEssentials() {
        String bad = INVITE.replace("Via:", "no header line\nVia:");

        assertThat(malformed(bad).reason()).isEqualTo("Header line without a name");
        assertThat(malformed(bad).answer()).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"SIP/3.0", "SIP/2.00", "sip/7.0", "SIP/x"})
    void anotherVersionIsAnswered505(String version) {
        Malformed bad = malformed(INVITE.replace("example SIP/2.0\n", "example " + version + "\n"));

        assertThat(bad.status()).isEqualTo(505);
        assertThat(bad.answer().orElseThrow().status()).isEqualTo(505);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    # start line                             | answered
                    INVITE sip:bob@biloxi.example HTTP/1.1   | true
                    INVITE sip:bob@biloxi.example SIP/2.0 x  | true
                    INVITE  sip:bob@biloxi.example SIP/2.0   | true
                    INVITE sip:bob@biloxi.example; lr SIP/2.0| true
                    INVITE <sip:bob@biloxi.example> SIP/2.0  | true
                    INVITE sip:bob@[ SIP/2.0                 | true
                    INVITE bob SIP/2.0                       | true
                    INVITE SIP/2.0                           | false
                    IN(VITE sip:bob@biloxi.example SIP/2.0   | false
                    SIP/3.0 200 OK                           | false
                    hello                                    | false
                    """)
    void aBadStartLineIs400(String line, boolean answered) {
        Malformed bad = malformed(INVITE.replace("INVITE sip:bob@biloxi.example SIP/2.0", line));

        assertThat(bad.status()).isEqualTo(400);
        assertThat(bad.answer().isPresent()).isEqualTo(answered);
    }

    @Test
    void theVersionComparesWithoutCase() {
        assertThat(parse(INVITE.replace("example SIP/2.0\n", "example sip/2.0\n")))
                .isInstanceOf(Request.class);
        assertThat(response(RINGING.replace("SIP/2.0 180", "Sip/2.0 180")).status()).isEqualTo(180);
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "-1", "x", "", "6 6", "99999999999999999999", "4294967302", "0x6"})
    void aContentLengthThatTheBodyDoesNotReachIsAnswered400(String length) {
        Malformed bad = malformed(INVITE.replace("Length: 6", "Length: " + length));

        assertThat(bad.status()).isEqualTo(400);
        assertThat(bad.answer()).isPresent();
    }

    @Test
    void octetsBehindContentLengthAreDropped() {
        Request invite = request(INVITE.replace("Length: 6", "Length: 3") + "garbage");

        assertThat(invite.body()).isEqualTo(octets("v=0"));
        assertThat(invite.toString()).endsWith("\r\n\r\nv=0");
    }

    @Test
    void withoutContentLengthTheBodyReachesToTheEnd() {
        assertThat(request(without("Content-Length")).body()).isEqualTo(octets("v=0\ns"));
    }

    @Test
    void twoContentLengthsMustAgree() {
        assertThat(parse(with("l: 6"))).isInstanceOf(Request.class);
        assertThat(malformed(with("l: 5")).reason()).isEqualTo("Content-Length is not one number");
    }

    @Test
    void theBodyIsKeptIntact() {
        byte[] head = octets(without("Content-Length").replace("\nv=0\ns", "\n"));
        byte[] message = new byte[head.length + 256];
        System.arraycopy(head, 0, message, 0, head.length);
        for (int i = 0; i < 256; i++) {
            message[head.length + i] = (byte) i;
        }
        Request invite = (Request) Parser.datagram(message);

        assertThat(invite.body()).hasSize(256).startsWith(0, 1, 2).endsWith(254, 255);
    }

    @Test
    void carriageReturnsWithoutLineFeedSmuggleNothing() {
        assertThat(malformed(with("X: a\rEvil: b")).reason())
                .isEqualTo("CR without LF in a header");
        assertThat(malformed(with("X: a\r")).reason()).isEqualTo("CR without LF in a header");
        assertThat(
                        malformed(INVITE.replace("To: Bob", "To: \"B\rob\""))
                                .answer()
                                .orElseThrow()
                                .toString())
                .doesNotContain("rob");
        assertThat(parse(RINGING.replace("Ringing", "Rin\rging"))).isInstanceOf(Malformed.class);
    }

    @Test
    void anAckNeverGetsAnAnswer() {
        String ack = INVITE.replace("INVITE", "ACK");

        assertThat(malformed(ack.replace("314159 ACK", "314159 BYE")).answer()).isEmpty();
        assertThat(malformed(ack.replace("example SIP/2.0\n", "example SIP/4.0\n")).answer())
                .isEmpty();
        assertThat(malformed(ack.replace("Length: 6", "Length: 60")).answer()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"100", "199", "200", "302", "486", "503", "603", "699"})
    void statusesFrom100To699AreRead(String status) {
        assertThat(response(RINGING.replace("180", status)).status())
                .isEqualTo(Integer.parseInt(status));
    }

    @ParameterizedTest
    @ValueSource(strings = {"099", "700", "999", "20", "2000", " 20", "2x0", "-10", "0", ""})
    void otherStatusesAreDropped(String status) {
        Malformed bad = malformed(RINGING.replace("180", status));

        assertThat(bad.status()).isEqualTo(400);
        assertThat(bad.answer()).isEmpty();
    }

    @Test
    void aReasonPhraseMayBeEmptyOrOfAnyScript() {
        assertThat(response(RINGING.replace("180 Ringing", "180")).reason()).isEmpty();
        assertThat(response(RINGING.replace("180 Ringing", "180 ")).reason()).isEmpty();
        assertThat(response(RINGING.replace("Ringing", "Звонит — 鈴")).reason())
                .isEqualTo("Звонит — 鈴");
    }

    @Test
    void aResponseWithATruncatedBodyIsDropped() {
        assertThat(malformed(RINGING.replace("Length: 0", "Length: 1")).answer()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "\n\n\n", "INVITE", "INVITE sip:a SIP/2.0", "\0"})
    void whatHasNoLinesIsDropped(String text) {
        assertThat(malformed(text).answer()).isEmpty();
    }

    @Test
    void aHeaderSectionWithoutEndIsRefused() {
        String open = RINGING.substring(0, RINGING.length() - 1);

        assertThat(malformed(open).reason()).isEqualTo("Header section has no end");
        assertThat(malformed(open + "X: y").reason()).isEqualTo("Header section has no end");
    }

    @Test
    void asManyHeadersAsAllowedAreReadAndOneMoreIsRefused() {
        int free = Bounds.HEADERS - request(INVITE).headers().size();
        String full = "X: y\n".repeat(free).strip();

        assertThat(request(with(full)).headers()).hasSize(Bounds.HEADERS);
        assertThat(malformed(with(full + "\nX: z")).reason())
                .isEqualTo("More than 256 header fields");
    }

    @Test
    void theLargestMessageIsReadAndOneOctetMoreIs513() {
        byte[] head = octets(without("Content-Length").replace("\nv=0\ns", "\n"));
        byte[] largest = Arrays.copyOf(head, Bounds.MESSAGE_OCTETS);
        byte[] larger = Arrays.copyOf(head, Bounds.MESSAGE_OCTETS + 1);

        assertThat(Parser.datagram(largest)).isInstanceOf(Request.class);
        assertThat(((Malformed) Parser.datagram(larger)).status()).isEqualTo(513);
    }

    @Test
    void onlyTheGivenLengthOfABufferIsRead() {
        byte[] message = octets(without("Content-Length"));
        byte[] buffer = Arrays.copyOf(message, 4_000);

        Request invite = (Request) Parser.datagram(buffer, message.length);

        assertThat(invite.body()).hasSize(6);
        assertThat(invite.encoded()).isEqualTo(message);
    }

    @Test
    void aNulInAQuotedPairIsNoTrouble() {
        Request invite = request(INVITE.replace("Alice A.", "NUL:\\\0 DEL:\\\177"));

        assertThat(invite.from().displayName()).isEqualTo("NUL:\0 DEL:\177");
        assertThat(invite.from().text()).startsWith("\"NUL:\\\0 DEL:\\\177\" <");
    }
}
