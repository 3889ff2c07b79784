package io.referee.server.guard;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.net.InetAddress;

/// Memory is bounded, and the oldest are forgotten first.
class ConductBookTest {
    private final ConductBook book = new ConductBook(64, 5);

    @Test
    void aMillionSourcesTakeNoMorePlacesThanThereAre() {
        for (int i = 1; i <= 1_000_000; i++) {
            book.of(i, i);
        }
        int[] count = {0};
        book.each(conduct -> count[0]++);

        assertThat(count[0]).isEqualTo(64);
        assertThat(book.find(1)).isNull();
        assertThat(book.find(1_000_000)).isNotNull();
    }

    @Test
    void whoeverIsHeardOfOftenStays() {
        for (int i = 1; i <= 100_000; i++) {
            book.of(7, i).suspicion = 42;
            book.of(1_000 + i, i);
        }

        assertThat(book.of(7, 100_001).suspicion).isEqualTo(42);
    }

    @Test
    void theBannedGiveWayOnlyToTheBanned() {
        book.of(7, 1).banEnds = Long.MAX_VALUE;
        for (int i = 2; i <= 100_000; i++) {
            book.of(1_000 + i, i);
        }

        assertThat(book.find(7)).isNotNull();
    }

    @Test
    void whoTakesAnothersPlaceBeginsWithACleanRecord() {
        for (int i = 1; i <= 100; i++) {
            book.of(i, i).suspicion = 42;
        }
        for (int i = 101; i <= 1_000; i++) {
            assertThat(book.of(i, i).suspicion).isZero();
        }
    }

    @Test
    void aSourceIsWrittenAsItIsRead() {
        for (String text :
                new String[] {"192.0.2.1", "255.255.255.255", "2001:db8:1:2:0:0:0:0/64"}) {
            assertThat(Source.text(Source.parse(text).orElseThrow())).isEqualTo(text);
        }
        assertThat(Source.parse("example.org")).isEmpty();
        assertThat(Source.of(InetAddress.ofLiteral("2001:db8:1:2::9")))
                .isEqualTo(Source.parse("2001:db8:1:2:0:0:0:0/64").orElseThrow());
    }

    @Test
    void aRateSurvivesThatSomebodySetsTheClockBack() {
        Rate rate = Rate.perSecond(10, 1);
        long hour = 3_600_000_000L;
        long paidAt = rate.take(0, 2 * hour, 10);

        assertThat(rate.take(paidAt, 2 * hour, 1)).isEqualTo(Rate.EXCEEDED);
        assertThat(rate.take(paidAt, hour, 1)).isNotEqualTo(Rate.EXCEEDED);
    }
}
