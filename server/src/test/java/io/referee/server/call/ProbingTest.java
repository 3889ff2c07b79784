package io.referee.server.call;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;

class ProbingTest {

    @ParameterizedTest
    @CsvSource({
        "0, 1000000, 0",
        "120, 0, 120",
        "120, 12000, 120",
        "120, 12100, 121",
        "120, 100000, 1000",
        "1, 250, 2.5"
    })
    void manyLegsAreAskedLessOften(long often, int legs, double seconds) {
        assertThat(Probing.shared(Duration.ofSeconds(often), legs))
                .isEqualTo(Duration.ofMillis(Math.round(seconds * 1_000)));
    }
}
