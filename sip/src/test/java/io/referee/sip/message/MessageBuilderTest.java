package io.referee.sip.message;

import static io.referee.sip.message.Samples.INVITE;
import static io.referee.sip.message.Samples.RINGING;
import static io.referee.sip.message.Samples.octets;
import static io.referee.sip.message.Samples.request;
import static io.referee.sip.message.Samples.response;
import static io.referee.sip.message.Samples.with;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.referee.sip.header.NameAddr;
import io.referee.sip.header.Via;
import io.referee.sip.uri.OtherUri;
import io.referee.sip.uri.SipUri;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.List;

/// Messages that are made; responses as RFC 3261 §8.2.6.2 wants them.
class MessageBuilderTest {
    @Test
    void aMessageThatWasTakenApartPrintsAsBefore() {
        Request invite = request(INVITE);
        Response ringing = response(RINGING);

        assertThat(rebuilt(invite).encoded()).isEqualTo(octets(INVITE));
        assertThat(MessageBuilder.from(ringing).response(180, "Ringing").encoded())
                .isEqualTo(octets(RINGING));
    }

    @Test
    void unknownHeadersPassByteForByte() {
        byte[] text = octets(with("X-Odd: A_\u0001\u0002 \tB  C\n  folded\t"));
        byte[] odd = text.clone();
        for (int i = 0; i < odd.length; i++) {
            odd[i] = text[i] == 1 ? (byte) 0xff : text[i] == 2 ? (byte) 0xc3 : text[i];
        }
        String out = latin(rebuilt((Request) Parser.datagram(odd)).encoded());

        assertThat(out).contains("X-Odd: A_\u00ff\u00c3 \tB  C\r\n  folded\r\n");
    }

    @Test
    void theOrderOfFieldsStays() {
        Request invite = rebuilt(request(with("X-B: 1\nX-A: 2\nX-B: 3")));

        assertThat(latin(invite.encoded())).contains("X-B: 1\r\nX-A: 2\r\nX-B: 3\r\n");
    }

    @Test
    void aResponseEchoesWhatTheRfcWants() {
        Request invite = request(with("Record-Route: <sip:p1;lr>\nRecord-Route: <sip:p2;lr>"));
        Response ok = MessageBuilder.responding(invite, "tt").response(200);

        assertThat(ok.reason()).isEqualTo("OK");
        assertThat(ok.toTag()).isEqualTo("tt");
        assertThat(ok.values(HeaderName.RECORD_ROUTE))
                .containsExactly("<sip:p1;lr>", "<sip:p2;lr>");
        assertThat(ok.headers()).extracting(Header::name).doesNotContain(HeaderName.ROUTE);
        assertThat(Parser.datagram(ok.encoded())).isEqualTo(ok);
    }

    @Test
    void aToTagIsKeptAndAnEmptyOneAddsNone() {
        Request inDialog = request(INVITE.replace("biloxi.example>\n", "biloxi.example>;tag=x\n"));

        assertThat(MessageBuilder.responding(inDialog, "y").response(200).toTag()).isEqualTo("x");
        assertThat(MessageBuilder.responding(request(INVITE), "").response(100).toTag()).isEmpty();
    }

    @Test
    void aViaIsPushedOnTopOfTheOthers() {
        Via own = Via.own("UDP", "10.0.0.1", 5060, "z9hG4bKown");
        Request sent = rebuilt(MessageBuilder.from(request(INVITE)).pushVia(own));

        assertThat(sent.via()).isEqualTo(own);
        assertThat(sent.values(HeaderName.VIA)).hasSize(2);
    }

    @Test
    void theTopViaIsReplacedAndTheRestOfItsListStays() {
        String two = "SIP/2.0/UDP a.example;branch=1,SIP/2.0/UDP b.example;branch=2";
        Request invite = request(INVITE.replaceFirst("SIP/2.0/UDP pc33.*", two));
        Via received = invite.via().receivedFrom("10.0.0.9", 5066);
        Request marked = rebuilt(MessageBuilder.from(invite).replaceTopVia(received));

        assertThat(marked.via()).isEqualTo(received);
        assertThat(marked.values(HeaderName.VIA))
                .containsExactly(
                        "SIP/2.0/UDP a.example;branch=1;received=10.0.0.9",
                        "SIP/2.0/UDP b.example;branch=2");
    }

    @Test
    void replacingAViaThatIsNotThereAddsIt() {
        Via own = Via.own("UDP", "10.0.0.1", 5060, "z9hG4bKown");
        MessageBuilder none = MessageBuilder.from(request(INVITE)).remove(HeaderName.VIA);

        assertThat(rebuilt(none.replaceTopVia(own)).values(HeaderName.VIA))
                .containsExactly(own.text());
    }

    @Test
    void anEssentialFieldThatIsSetAsTextChangesItsValue() {
        Request changed =
                rebuilt(
                        MessageBuilder.from(request(INVITE))
                                .set(HeaderName.CALL_ID, "other")
                                .set(HeaderName.of("t"), "<sip:carol@chicago.example>"));

        assertThat(changed.callId()).isEqualTo("other");
        assertThat(changed.to().user()).isEqualTo("carol");
        assertThat(Parser.datagram(changed.encoded())).isEqualTo(changed);
    }

    @Test
    void setReplacesAllFieldsOfTheNameInThePlaceOfTheFirst() {
        Request invite = request(with("X-A: 1\nX-B: 2\nx-a: 3"));
        Request changed = rebuilt(MessageBuilder.from(invite).set(HeaderName.of("X-A"), "4"));

        assertThat(latin(changed.encoded()))
                .contains("X-A: 4\r\nX-B: 2\r\nTo:")
                .doesNotContain("x-a:");
    }

    @Test
    void contentLengthIsAlwaysThatOfTheBody() {
        Request changed =
                rebuilt(
                        MessageBuilder.from(request(INVITE))
                                .add(HeaderName.CONTENT_LENGTH, "999")
                                .set(HeaderName.CONTENT_LENGTH, "998")
                                .addAll(List.of(Header.of("l", "997"))));

        assertThat(changed.encoded()).isEqualTo(octets(INVITE));
    }

    @Test
    void anEmptyBodyTakesItsTypeAway() {
        Request changed =
                rebuilt(MessageBuilder.from(request(INVITE)).body("application/sdp", new byte[0]));

        assertThat(changed.hasBody()).isFalse();
        assertThat(changed.header(HeaderName.CONTENT_TYPE)).isEmpty();
        assertThat(latin(changed.encoded())).endsWith("Content-Length: 0\r\n\r\n");
    }

    @Test
    void aMessageWithoutAnEssentialHeaderCannotBeBuilt() {
        MessageBuilder incomplete = MessageBuilder.from(request(INVITE)).remove(HeaderName.FROM);

        assertThatIllegalStateException()
                .isThrownBy(() -> rebuilt(incomplete))
                .withMessageContaining("From");
    }

    @Test
    void nothingBreaksTheStartLine() {
        MessageBuilder builder = MessageBuilder.from(request(INVITE));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.request(Method.INVITE, new OtherUri("x", "y\r\nZ: 1")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.request(Method.BYE, SipUri.of("a b", "h", -1)));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.response(200, "OK\nEvil: 1"));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.response(700, "x"));
        assertThatIllegalArgumentException().isThrownBy(() -> Method.of("BYE sip:x"));
    }

    @Test
    void aDisplayNameWithALineBreakIsRefused() {
        NameAddr evil =
                new NameAddr(
                        "a\r\nEvil: b",
                        SipUri.of("a", "h", -1),
                        request(INVITE).from().parameters());

        assertThatIllegalArgumentException().isThrownBy(() -> new MessageBuilder().to(evil));
    }

    private static Request rebuilt(Request request) {
        return rebuilt(MessageBuilder.from(request));
    }

    private static Request rebuilt(MessageBuilder builder) {
        return builder.request(Method.INVITE, request(INVITE).uri());
    }

    private static String latin(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1);
    }
}
