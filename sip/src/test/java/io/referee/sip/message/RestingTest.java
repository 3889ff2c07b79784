package io.referee.sip.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.sip.uri.SipUri;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;

/// [SipMessage#rest()]: nobody can tell that it happened.
class RestingTest {

    @ParameterizedTest
    @MethodSource("io.referee.sip.message.Vectors#files")
    void aReceivedMessageReadsTheSameAfterwards(String name) {
        if (!(Parser.datagram(Vectors.octets(name)) instanceof SipMessage whole)) {
            return;
        }
        SipMessage rested = (SipMessage) Parser.datagram(Vectors.octets(name));
        rested.rest();

        assertSame(rested, whole);
    }

    @Test
    void aMessageOfOursReadsTheSameAfterwards() {
        Request whole = ours(20).request(Method.INVITE, SipUri.of("bob", "example.org", -1));
        Request rested = ours(20).request(Method.INVITE, SipUri.of("bob", "example.org", -1));
        rested.rest();

        assertSame(rested, whole);
        assertThat(rested.body()).isEqualTo(whole.body());
    }

    @Test
    void moreThanTheParserTakesStaysAsItIs() {
        Request large = ours(300).request(Method.INVITE, SipUri.of("bob", "example.org", -1));
        large.rest();

        assertThat(large.count(HeaderName.of("X-Note"))).isEqualTo(300);
    }

    @Test
    void aFieldThatIsTooLongWhenItIsWrittenAnewStaysAsItIs() {
        String value = "x".repeat(Bounds.FIELD_OCTETS);
        Request large =
                ours(1).add(HeaderName.SUBJECT, value)
                        .request(Method.INVITE, SipUri.of("bob", "example.org", -1));
        large.rest();

        assertThat(large.value(HeaderName.SUBJECT)).contains(value);
    }

    private static MessageBuilder ours(int notes) {
        Request sample = (Request) Parser.datagram(Samples.octets(Samples.INVITE));
        MessageBuilder builder = MessageBuilder.from(sample);
        for (int i = 0; i < notes; i++) {
            builder.add(HeaderName.of("X-Note"), "note " + i);
        }
        return builder.body("application/sdp", Samples.octets("v=0\n"));
    }

    private static void assertSame(SipMessage rested, SipMessage whole) {
        assertThat(texts(rested)).isEqualTo(texts(whole));
        assertThat(rested.via()).isEqualTo(whole.via());
        assertThat(rested.from()).isEqualTo(whole.from());
        assertThat(rested.to()).isEqualTo(whole.to());
        assertThat(rested.callId()).isEqualTo(whole.callId());
        assertThat(rested.cseq()).isEqualTo(whole.cseq());
        assertThat(rested.body()).isEqualTo(whole.body());
        assertThat(rested.encoded()).isEqualTo(whole.encoded());
    }

    private static List<String> texts(SipMessage message) {
        return message.headers().stream().map(Header::toString).toList();
    }
}
