package io.referee.server.event;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Random;

final class TracePagesTest {
    private final TracePages pages = new TracePages();

    private static byte[] octets(int length, int value) {
        byte[] octets = new byte[length];
        Arrays.fill(octets, (byte) value);
        return octets;
    }

    private record Written(TracePages.Place place, byte[] octets) {}

    @Test
    void whatIsNeededStaysWhateverIsWrittenBehindIt() {
        var random = new Random(1);
        var written = new ArrayDeque<Written>();
        for (int i = 0; i < 5_000; i++) {
            byte[] octets = octets(random.nextInt(20_000), i);
            written.add(new Written(pages.write(octets, octets.length), octets));
            if (written.size() > 300) {
                Written oldest = written.poll();
                assertThat(oldest.place().copy()).isEqualTo(oldest.octets());
                pages.free(oldest.place());
            }
        }
        assertThat(written).allSatisfy(w -> assertThat(w.place().copy()).isEqualTo(w.octets()));
    }

    @Test
    void aPageIsWrittenAnewWhenNothingOnItIsNeeded() {
        int half = TracePages.PAGE_OCTETS / 2;
        var first = pages.write(octets(half, 1), half);
        var second = pages.write(octets(half, 2), half);
        var third = pages.write(octets(half, 3), half);
        pages.free(first);
        pages.write(octets(half, 4), half);
        var other = pages.write(octets(half, 5), half);
        assertThat(second.copy()).isEqualTo(octets(half, 2));
        pages.free(second);
        pages.write(octets(half, 6), half);
        assertThat(first.copy()).isEqualTo(octets(half, 1));
        pages.write(octets(half, 7), half);
        assertThat(first.copy()).as("it stands where it stood").isEqualTo(octets(half, 7));
        assertThat(third.copy()).isEqualTo(octets(half, 3));
        assertThat(other.copy()).isEqualTo(octets(half, 5));
    }

    @Test
    void whatIsMoreThanAPageHasAnArrayOfItsOwn() {
        int length = TracePages.PAGE_OCTETS + 1;
        var large = pages.write(octets(length + 100, 9), length);
        assertThat(large.copy()).isEqualTo(octets(length, 9));
        assertThat(large.length()).isEqualTo(length);
        pages.free(large);
        var next = pages.write(octets(10, 3), 10);
        assertThat(next.copy()).isEqualTo(octets(10, 3));
    }
}
