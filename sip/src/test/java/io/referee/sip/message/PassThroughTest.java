package io.referee.sip.message;

import static io.referee.sip.message.Samples.INVITE;
import static io.referee.sip.message.Samples.octets;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.sip.header.Via;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// What nobody here knows passes byte for byte (RFC 3261 §7.3.1, §16.6 step 1): header fields with
/// any octets, invalid UTF-8 among them, and any body, also through a builder that changes other
/// fields. A failure is repeated with `-Dreferee.seed=` and the seed that was printed.
class PassThroughTest {
    private static final int MESSAGES = 2_000;

    @Test
    void unknownFieldsAndBodiesPassByteForByte() {
        long seed = Long.getLong("referee.seed", System.nanoTime());
        System.out.println("pass through, seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < MESSAGES; i++) {
            List<byte[]> values = new ArrayList<>();
            byte[] body = any(random, random.nextInt(600));
            byte[] message = message(random, values, body);

            Request read = (Request) Parser.datagram(message.clone());
            Request changed =
                    MessageBuilder.from(read)
                            .pushVia(Via.own("UDP", "new.example", 5060, "z9hG4bKnew"))
                            .set(HeaderName.MAX_FORWARDS, "68")
                            .request(read.method(), read.uri());

            assertThat(read.encoded()).as("seed %d", seed).isEqualTo(message);
            for (Request there : List.of(read, (Request) Parser.datagram(changed.encoded()))) {
                assertThat(there.body()).as("seed %d", seed).isEqualTo(body);
                assertThat(unknown(there)).as("seed %d", seed).containsExactlyElementsOf(values);
            }
        }
    }

    private static byte[] message(SplittableRandom random, List<byte[]> values, byte[] body) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        String head = INVITE.substring(0, INVITE.indexOf("Content-Type"));
        out.writeBytes(octets(head));
        for (int i = random.nextInt(1, 8); i > 0; i--) {
            byte[] value = value(random);
            values.add(value);
            out.writeBytes(
                    ("X-Any-" + random.nextInt(3) + ": ").getBytes(StandardCharsets.US_ASCII));
            out.writeBytes(value);
            out.writeBytes(octets("\n"));
        }
        out.writeBytes(octets("Content-Length: " + body.length + "\n\n"));
        out.writeBytes(body);
        return out.toByteArray();
    }

    /// Any octets but line ends, sometimes folded; no blanks at the ends, which belong to nobody.
    private static byte[] value(SplittableRandom random) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write('a' + random.nextInt(26));
        for (byte octet : any(random, random.nextInt(80))) {
            boolean fold = octet == '\r' || octet == '\n';
            out.writeBytes(fold ? octets("\n \t") : new byte[] {octet});
        }
        out.write('z');
        return out.toByteArray();
    }

    private static byte[] any(SplittableRandom random, int length) {
        byte[] octets = new byte[length];
        random.nextBytes(octets);
        return octets;
    }

    private static List<byte[]> unknown(Request request) {
        List<byte[]> values = new ArrayList<>();
        for (Header header : request.headers()) {
            if (header.name().text().startsWith("X-Any-")) {
                byte[] value = new byte[header.length()];
                header.copyTo(value, 0);
                values.add(value);
            }
        }
        return values;
    }
}
