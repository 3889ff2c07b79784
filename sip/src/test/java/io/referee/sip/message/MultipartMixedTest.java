package io.referee.sip.message;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.junit.jupiter.api.Test;

import java.util.List;

/// Multiparts that are written, and parts that are found by their name.
class MultipartMixedTest {
    private static final byte[] OFFER =
            "Content-Type: application/sdp\r\n\r\nv=0\r\n".getBytes(US_ASCII);
    private static final byte[] TOKEN =
            "Content-ID: <t@example.org>\r\nContent-Type: x/y\r\n\r\nsigned".getBytes(US_ASCII);

    private static Multipart written(List<byte[]> parts) {
        return Multipart.read("multipart/mixed;boundary=abc", Multipart.mixed("abc", parts))
                .orElseThrow();
    }

    @Test
    void whatIsWrittenIsReadAgain() {
        Multipart read = written(List.of(OFFER, TOKEN));

        assertThat(read.parts()).extracting(Multipart.Part::whole).containsExactly(OFFER, TOKEN);
        assertThat(read.find("application/sdp").orElseThrow().body())
                .asString(US_ASCII)
                .isEqualTo("v=0\r\n");
    }

    @Test
    void aPartIsFoundByItsName() {
        Multipart read = written(List.of(OFFER, TOKEN));

        assertThat(read.named("t@example.org").orElseThrow().whole()).isEqualTo(TOKEN);
        assertThat(read.named("u@example.org")).isEmpty();
        assertThat(read.named("")).isEmpty();
    }

    @Test
    void aPartWithinAPartIsFoundToo() {
        byte[] inner = Multipart.mixed("inner", List.of(TOKEN));
        byte[] fields = "Content-Type: multipart/mixed;boundary=inner\r\n\r\n".getBytes(US_ASCII);
        byte[] outer = new byte[fields.length + inner.length];
        System.arraycopy(fields, 0, outer, 0, fields.length);
        System.arraycopy(inner, 0, outer, fields.length, inner.length);

        assertThat(written(List.of(OFFER, outer)).named("t@example.org")).isPresent();
    }
}
