package io.referee.sip.message;

import static io.referee.sip.message.Samples.INVITE;
import static io.referee.sip.message.Samples.octets;
import static io.referee.sip.message.Samples.request;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;

/// Bodies of several parts (RFC 2046 §5.1, RFC 5621 §7).
class MultipartTest {
    private static final String MIXED = "multipart/mixed;boundary=\"b 1\"";

    private static final String BODY =
            """
            preamble
            --b 1
            Content-Type: application/sdp

            v=0
            --b 1
            content-type: application/isup;version=nxv3
            Content-Disposition: signal;
             handling=optional

            \0\1\2
            --b 1--
            epilogue
            --b 1

            never
            --b 1--
            """;

    private static Multipart read(String type, String body) {
        return Multipart.read(type, octets(body)).orElseThrow();
    }

    @Test
    void partsAreCutAtTheBoundaryWithoutItsLineEnds() {
        Multipart read = read(MIXED, BODY);

        assertThat(read.parts()).hasSize(2);
        assertThat(read.parts().get(0).type()).isEqualTo("application/sdp");
        assertThat(read.parts().get(0).body()).isEqualTo(octets("v=0"));
        assertThat(read.parts().get(0).required()).isTrue();
        assertThat(read.parts().get(1).type()).isEqualTo("application/isup");
        assertThat(read.parts().get(1).body()).isEqualTo(octets("\0\1\2"));
        assertThat(read.parts().get(1).required()).isFalse();
    }

    @Test
    void aPartWithoutHeadersIsPlainText() {
        Multipart read = read("multipart/mixed;boundary=b", "--b\n\nhello\n--b--");

        assertThat(read.parts().getFirst().type()).isEqualTo("text/plain");
        assertThat(read.parts().getFirst().body()).isEqualTo(octets("hello"));
    }

    @Test
    void aLongerLineIsNoBoundary() {
        Multipart read = read("multipart/mixed;boundary=b", "--b\n\n--bc\n --b\n--b--");

        assertThat(read.parts()).hasSize(1);
        assertThat(read.parts().getFirst().body()).isEqualTo(octets("--bc\n --b"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/sdp             | --b--",
                "multipart/mixed             | --b--",
                "multipart/mixed;boundary=   | --b--",
                "multipart/mixed;boundary=b  | nothing",
                "multipart/mixed;boundary=b  | --b--",
            })
    void whatIsNoMultipartIsNotRead(String type, String body) {
        assertThat(Multipart.read(type, octets(body))).isEmpty();
    }

    @Test
    void asManyPartsAsAllowedAreReadAndOneMoreIsNot() {
        String part = "--b\n\nx\n";

        assertThat(read("multipart/x;boundary=b", part.repeat(Bounds.BODY_PARTS) + "--b--").parts())
                .hasSize(Bounds.BODY_PARTS);
        assertThat(
                        Multipart.read(
                                "multipart/x;boundary=b",
                                octets(part.repeat(Bounds.BODY_PARTS + 1) + "--b--")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, Bounds.BODY_DEPTH, Bounds.BODY_DEPTH + 1})
    void aPartIsFoundAsDeepAsAllowed(int depth) {
        String body = "Content-Type: application/sdp\n\nv=0";
        String type = "";
        for (int i = 0; i < depth; i++) {
            type = "multipart/mixed;boundary=b" + i;
            body = "--b" + i + "\n" + body + "\n--b" + i + "--";
            if (i < depth - 1) {
                body = "Content-Type: " + type + "\n\n" + body;
            }
        }

        assertThat(read(type, body).find("application/sdp").isPresent())
                .isEqualTo(depth <= Bounds.BODY_DEPTH);
    }

    @Test
    void theTortureMessageHasTwoPartsAndPassesAsItCame() {
        byte[] octets = Vectors.octets("rfc4475/mpart01");
        Request mpart01 = (Request) Parser.datagram(octets);
        Multipart read =
                Multipart.read(mpart01.value(HeaderName.CONTENT_TYPE).orElseThrow(), mpart01.body())
                        .orElseThrow();

        assertThat(read.parts()).extracting(Multipart.Part::type).hasSize(2);
        assertThat(read.parts().get(0).body()).isEqualTo("Hello".getBytes(StandardCharsets.UTF_8));
        assertThat(read.parts().get(1).body()).contains(0);
        assertThat(mpart01.body()).hasSize(553);
        assertThat(mpart01.encoded()).isEqualTo(octets);
    }

    @Test
    void aMessageHasSdpWhenEveryOtherPartMayBePassedOver() {
        String head = INVITE.substring(0, INVITE.indexOf("Content-Type"));
        String full = head + "Content-Type: " + MIXED + "\n\n" + BODY;

        assertThat(request(full).sdp()).hasValue(octets("v=0"));
        assertThat(request(full.replace("optional", "required")).hasSdp()).isFalse();
        assertThat(request(full.replace("sdp", "text")).hasSdp()).isFalse();
        assertThat(request(INVITE).sdp()).hasValue(request(INVITE).body());
    }
}
