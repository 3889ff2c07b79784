package io.referee.sip.message;

import static io.referee.sip.message.Samples.INVITE;
import static io.referee.sip.message.Samples.RINGING;
import static io.referee.sip.message.Samples.octets;
import static io.referee.sip.message.Samples.with;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/// Mutated messages. A failure is repeated with `-Dreferee.seed=` and the seed that was printed.
class ParserFuzzTest {
    private static final int MESSAGES = 200_000;

    private static final List<byte[]> SEEDS =
            List.of(
                    octets(INVITE),
                    octets(RINGING),
                    octets(
                            with(
                                    "Refer-To: \"C, c\" <sip:c@h?Replaces=a%40b%3Bto-tag%3D1>\n"
                                            + "X: a\n"
                                            + " b")),
                    octets(INVITE.replace("Via:", "v:").replace("From:", "f:")),
                    octets(INVITE.replace("pc33.atlanta.example:5066", "[2001:db8::1]:5066")));

    private static final String[] SCRAPS = {
        "\r\n",
        "\n",
        "\r",
        " ",
        "\t",
        "\r\n ",
        ":",
        ";",
        ",",
        "\"",
        "\\",
        "<",
        ">",
        "@",
        "?",
        "%",
        "%0d%0a",
        "[",
        "]",
        "=",
        "sip:",
        "SIP/2.0",
        "SIP/2.0/UDP",
        ";tag=",
        "Via: ",
        "To: ",
        "l: 3",
        "Content-Length: 99999999999999999",
        "\0",
        "\u00e9",
        "-1",
        "4294967296",
        "z9hG4bK",
        "*"
    };

    @Test
    void noMessageMakesItThrowAndWhatIsReadPrintsTheSameTwice() {
        long seed = Long.getLong("referee.seed", System.nanoTime());
        System.out.println("parser fuzz, seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        int read = 0;
        for (int i = 0; i < MESSAGES; i++) {
            byte[] octets = mutated(random);
            try {
                read += check(Parser.datagram(octets));
            } catch (RuntimeException | AssertionError e) {
                String text = new String(octets, StandardCharsets.ISO_8859_1);
                throw new AssertionError("seed " + seed + ", message " + i + ":\n" + text, e);
            }
        }
        assertThat(read).isBetween(MESSAGES / 10, MESSAGES);
    }

    private static int check(Parsed parsed) {
        return switch (parsed) {
            case Malformed bad -> {
                bad.answer().ifPresent(ParserFuzzTest::isOneMessage);
                yield 0;
            }
            case Request request -> {
                touch(request);
                SipMessage printed =
                        parsesBack(
                                MessageBuilder.from(request)
                                        .replaceTopVia(request.via().receivedFrom("10.1.1.1", 9))
                                        .request(request.method(), request.uri()));
                parsesBack(MessageBuilder.responding(request, "t").response(486));
                if (!Arrays.equals(printed.body(), request.body())) {
                    throw new AssertionError("another body");
                }
                yield 1;
            }
            case Response response -> {
                touch(response);
                parsesBack(
                        MessageBuilder.from(response)
                                .response(response.status(), response.reason()));
                yield 1;
            }
        };
    }

    /// What answers a bad request may be as bad as that, but it is one message.
    private static void isOneMessage(Response answer) {
        StreamFramer framer = new StreamFramer();
        framer.push(answer.encoded(), 0, answer.encoded().length);
        byte[] framed = framer.next().orElseThrow();
        if (!Arrays.equals(framed, answer.encoded())) {
            throw new AssertionError("more than one message:\n" + answer);
        }
    }

    private static SipMessage parsesBack(SipMessage message) {
        Parsed again = Parser.datagram(message.encoded());
        if (!(again instanceof SipMessage same) || !same.equals(message)) {
            throw new AssertionError(message + "\nwas read back as\n" + again);
        }
        return same;
    }

    private static void touch(SipMessage message) {
        for (Header header : message.headers()) {
            message.values(header.name());
        }
        message.contact().ifPresent(contact -> contact.text());
        MessageBuilder.from(message).from(message.from()).to(message.to()).callId(message.callId());
    }

    private static byte[] mutated(SplittableRandom random) {
        byte[] octets = SEEDS.get(random.nextInt(SEEDS.size()));
        int mutations = 1 + random.nextInt(4);
        for (int i = 0; i < mutations; i++) {
            octets = mutated(octets, random);
        }
        return octets;
    }

    private static byte[] mutated(byte[] octets, SplittableRandom random) {
        if (octets.length < 2) {
            return octets;
        }
        int at = random.nextInt(octets.length);
        int to = Math.min(octets.length, at + 1 + random.nextInt(40));
        return switch (random.nextInt(6)) {
            case 0 -> flipped(octets, at, random.nextInt(256));
            case 1 -> spliced(octets, at, at, SCRAPS[random.nextInt(SCRAPS.length)]);
            case 2 -> spliced(octets, at, at + 1, SCRAPS[random.nextInt(SCRAPS.length)]);
            case 3 -> spliced(octets, at, to, "");
            case 4 -> spliced(octets, to, to, latin(octets, at, to));
            default -> random.nextInt(8) == 0 ? Arrays.copyOf(octets, at) : octets;
        };
    }

    private static byte[] flipped(byte[] octets, int at, int value) {
        byte[] next = octets.clone();
        next[at] = (byte) value;
        return next;
    }

    private static byte[] spliced(byte[] octets, int from, int to, String between) {
        return (latin(octets, 0, from) + between + latin(octets, to, octets.length))
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String latin(byte[] octets, int from, int to) {
        return new String(octets, from, to - from, StandardCharsets.ISO_8859_1);
    }
}
