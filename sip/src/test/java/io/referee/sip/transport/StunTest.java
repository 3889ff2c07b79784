package io.referee.sip.transport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;

/// Keep-alive over UDP (RFC 5626 §8, RFC 5389).
final class StunTest {
    private static final byte[] ID = HexFormat.of().parseHex("b7e7a701bc34d686fa87dfae");
    private static final InetSocketAddress FOUR = Hosts.address("192.0.2.1", 32_853);
    private static final InetSocketAddress SIX =
            Hosts.address("[2001:db8:1234:5678:11:2233:4455:6677]", 32_853);

    /// The mapped addresses of RFC 5769 §2.2 and §2.3.
    @Test
    void theAddressIsWrittenAsInTheTestVectors() {
        byte[] four = Stun.answer(Stun.request(ID), FOUR).orElseThrow();
        assertThat(HexFormat.of().formatHex(four, 20, 32)).isEqualTo("002000080001a147e112a643");
        byte[] six = Stun.answer(Stun.request(ID), SIX).orElseThrow();
        assertThat(HexFormat.of().formatHex(six, 20, 44))
                .isEqualTo("002000140002a1470113a9faa5d3f179bc25f4b5bed2b9d9");
    }

    @Test
    void anAnswerIsKnownByItsRequestAndSaysTheAddress() {
        byte[] request = Stun.request(ID);
        for (InetSocketAddress from : new InetSocketAddress[] {FOUR, SIX}) {
            byte[] answer = Stun.answer(request, from).orElseThrow();
            assertThat(Stun.answers(answer, request)).isTrue();
            assertThat(Stun.mapped(answer)).contains(from);
        }
        byte[] other = Stun.request(new byte[12]);
        assertThat(Stun.answers(Stun.answer(other, FOUR).orElseThrow(), request)).isFalse();
    }

    @Test
    void anAnswerIsNeverAnswered() {
        byte[] answer = Stun.answer(Stun.request(ID), FOUR).orElseThrow();
        assertThat(Stun.answer(answer, FOUR)).isEmpty();
    }

    @Test
    void anAttributeThatMustBeUnderstoodIsNot() {
        byte[] optional = withAttribute(0x8022);
        assertThat(Stun.answer(optional, FOUR)).isPresent();
        assertThat(Stun.answer(optional, FOUR).orElseThrow()).hasSize(32);
        assertThat(Stun.answer(withAttribute(0x0006), FOUR)).isEmpty();
    }

    private static byte[] withAttribute(int type) {
        byte[] octets = Arrays.copyOf(Stun.request(ID), 28);
        octets[3] = 8;
        octets[20] = (byte) (type >> 8);
        octets[21] = (byte) type;
        octets[23] = 4;
        return octets;
    }

    @Test
    void noiseIsNoRequest() {
        Random random = new Random(5389);
        for (int i = 0; i < 20_000; i++) {
            byte[] noise = new byte[random.nextInt(64)];
            random.nextBytes(noise);
            if (noise.length >= 8 && random.nextBoolean()) {
                System.arraycopy(Stun.request(ID), 0, noise, 0, 8);
                noise[3] = (byte) (noise.length - 20);
            }
            Stun.answer(noise, FOUR);
            Stun.mapped(noise);
        }
        assertThat(Stun.looksLike("OPTIONS sip:a SIP/2.0".getBytes(StandardCharsets.UTF_8)))
                .isFalse();
    }
}
