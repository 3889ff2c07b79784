package io.referee.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;

/// What the table says of a target.
class FindingTest {
    private static Finding flat(int size, double ratio) {
        return Held.flat(
                        "held calls",
                        new Held.Cost("held", 100, new double[] {100}),
                        new Held.Cost("held", size, new double[] {100 * ratio}),
                        Plan.FULL_HELD)
                .getLast();
    }

    @Test
    void aTargetOfASizeIsMetByARunOfThatSizeOnly() {
        assertThat(flat(5_000, 1.1).met()).isEqualTo("not judged: 5000 held");
        assertThat(flat(49_999, 1.1).met()).isEqualTo("not judged: 49999 held");
        assertThat(flat(50_000, 1.1).met()).isEqualTo("yes");
        assertThat(flat(5_000, 1.1).target()).isEqualTo("at most 1.15 with 50000 held");
    }

    @Test
    void whatIsMissedInTheSmallIsMissed() {
        assertThat(List.of(flat(5_000, 1.2), flat(50_000, 1.2)))
                .extracting(Finding::met)
                .containsOnly("**no**");
    }
}
