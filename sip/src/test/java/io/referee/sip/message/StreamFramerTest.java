package io.referee.sip.message;

import static io.referee.sip.message.Samples.INVITE;
import static io.referee.sip.message.Samples.RINGING;
import static io.referee.sip.message.Samples.octets;
import static io.referee.sip.message.Samples.with;
import static io.referee.sip.message.Samples.without;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Messages on a stream are told apart by Content-Length: RFC 3261 §7.5, §18.3, §20.14.
class StreamFramerTest {
    private final StreamFramer framer = new StreamFramer();

    @Test
    void twoMessagesAreCutApartWhereverTheStreamIsSplit() {
        byte[] both = octets(INVITE + "\n\n" + RINGING + "\n" + INVITE);
        for (int first = 0; first <= both.length; first++) {
            for (int second : new int[] {first, (first + both.length) / 2, both.length}) {
                StreamFramer split = new StreamFramer();
                List<String> cut = new ArrayList<>();
                feed(split, both, 0, first, cut);
                feed(split, both, first, second, cut);
                feed(split, both, second, both.length, cut);

                assertThat(cut)
                        .as("split at %d and %d", first, second)
                        .containsExactly(text(INVITE), text(RINGING), text(INVITE));
                assertThat(split.takePings()).as("pings, split at %d", first).isEqualTo(1);
                assertThat(split.broken()).isEmpty();
            }
        }
    }

    @Test
    void octetsMayComeOneByOne() {
        byte[] both = octets("\n\n" + INVITE + RINGING + "\n\n");
        List<String> cut = new ArrayList<>();
        for (int i = 0; i < both.length; i++) {
            feed(framer, both, i, i + 1, cut);
        }

        assertThat(cut).containsExactly(text(INVITE), text(RINGING));
        assertThat(framer.takePings()).isEqualTo(2);
        assertThat(framer.takePings()).isZero();
    }

    @Test
    void lineFeedsAloneEndTheHeaderSectionToo() {
        byte[] message = (RINGING + RINGING).getBytes(StandardCharsets.UTF_8);

        assertThat(pushed(message)).hasSize(2);
    }

    @Test
    void lineFeedsInFrontOfAMessageDoNotMakeAnEmptyOne() {
        assertThat(pushed(new byte[] {'\n', '\n'})).isEmpty();
        assertThat(pushed(octets(INVITE))).containsExactly(text(INVITE));
        assertThat(framer.broken()).isEmpty();
        assertThat(framer.takePings()).isZero();
    }

    @Test
    void aFoldedContentLengthIsRead() {
        assertThat(pushed(octets(INVITE.replace("Length: 6", "Length:\n 6")))).hasSize(1);
    }

    @Test
    void aContentLengthInsideAFoldedHeaderIsNone() {
        assertThat(pushed(octets(with("Subject: x\n Content-Length: 3")))).hasSize(1);
    }

    @Test
    void aMessageWithoutContentLengthBreaksTheStream() {
        assertThat(pushed(octets(without("Content-Length")))).isEmpty();
        assertThat(framer.broken()).contains("Content-Length");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Length: -1", "Length: x", "Length:", "Length: 6\nl: 7", "Length 6"})
    void anUnreadableContentLengthBreaksTheStream(String line) {
        assertThat(pushed(octets(INVITE.replace("Length: 6", line)))).isEmpty();
        assertThat(framer.broken()).contains("Content-Length");
    }

    @Test
    void twoEqualContentLengthsAreOne() {
        assertThat(pushed(octets(INVITE.replace("Length: 6", "Length: 6\nL :6")))).hasSize(1);
    }

    @Test
    void anOversizeMessageBreaksTheStreamBeforeItsBodyCame() {
        assertThat(pushed(octets(INVITE.replace("Length: 6", "Length: 65535")))).isEmpty();
        assertThat(framer.broken()).contains("65535 octets");
    }

    @Test
    void aContentLengthNearTheLimitsOfNumbersBreaksTheStream() {
        assertThat(pushed(octets(INVITE.replace("Length: 6", "Length: 999999999999999"))))
                .isEmpty();
        assertThat(framer.broken()).contains("65535 octets");
    }

    @Test
    void aHeaderSectionThatDoesNotEndBreaksTheStream() {
        byte[] line = octets("X: " + "y".repeat(1_000) + "\n");
        for (int i = 0; i < 70; i++) {
            framer.push(line, 0, line.length);
            assertThat(framer.next()).isEmpty();
        }

        assertThat(framer.broken()).contains("65535 octets");
    }

    @Test
    void theLargestMessageIsCutOut() {
        int head = octets(INVITE.replace("Length: 6", "Length: 00000")).length - 6;
        int body = Bounds.MESSAGE_OCTETS - head;
        String text = INVITE.replace("Length: 6", "Length: " + body);
        byte[] message = Arrays.copyOf(octets(text), Bounds.MESSAGE_OCTETS);

        assertThat(pushed(message)).hasSize(1);
        assertThat(framer.broken()).isEmpty();
    }

    @Test
    void aBrokenStreamStaysBroken() {
        pushed(octets(without("Content-Length")));

        assertThat(pushed(octets(INVITE))).isEmpty();
        assertThat(framer.broken()).isNotEmpty();
    }

    private List<String> pushed(byte[] octets) {
        List<String> cut = new ArrayList<>();
        feed(framer, octets, 0, octets.length, cut);
        return cut;
    }

    private static void feed(
            StreamFramer framer, byte[] octets, int from, int to, List<String> cut) {
        framer.push(octets, from, to - from);
        for (Optional<byte[]> next = framer.next(); next.isPresent(); next = framer.next()) {
            cut.add(new String(next.get(), StandardCharsets.UTF_8));
        }
    }

    private static String text(String sample) {
        return sample.replace("\n", "\r\n");
    }
}
