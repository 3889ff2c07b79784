package io.referee.server.account;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.math.BigDecimal;
import java.time.Duration;

/// What talk costs.
class PriceTest {

    /// A price is written as: what a minute costs, the answer, and the step in milliseconds.
    @ParameterizedTest(name = "{0} for {1} ms: {2}")
    @CsvSource({
        // the usual price: a second costs one
        "60 0 0,           0,      0",
        "60 0 0,           1,      0.001",
        "60 0 0,           45000,  45",
        // steps: each begun one in full
        "60 0 60000,       0,      0",
        "60 0 60000,       1,      60",
        "60 0 60000,       60000,  60",
        "60 0 60000,       60001,  120",
        "12.5 0 1000,      1,      0.20833",
        "12.5 0 1000,      60000,  12.5",
        "12.5 0 6000,      6001,   2.5",
        // the answer
        "0 3 1000,         0,      3",
        "0 3 1000,         500000, 3",
        "10 0.5 30000,     30001,  10.5",
        // the fifth decimal is rounded
        "0.00001 0 1000,   1000,   0",
        "0.00001 0 1000,   30000,  0.00001",
        "0.00001 0 60000,  1,      0.00001",
        "100 0 1000,       1000,   1.66667",
        // a week of the dearest talk there can be
        "9999999999 0 1000, 604800000, 100799999989920",
        // nothing
        "0 0 1000,         500000, 0"
    })
    void talkCosts(String price, long millis, BigDecimal cost) {
        Duration charged = Price.of(price).cost(Duration.ofMillis(millis));

        assertThat(Price.number(charged)).isEqualByComparingTo(cost);
    }

    @ParameterizedTest
    @CsvSource({
        "60 0 0, 60 a minute",
        "12.5 3 60000, '12.5 a minute, 3 for the answer, in steps of" + " 60 s'",
        "0 0 1000, free",
        "100 0 1000, 100 a minute"
    })
    void inWordsAndAsTextAndBack(String text, String words) {
        Price price = Price.of(text);

        assertThat(price.words()).isEqualTo(words);
        assertThat(price.text()).isEqualTo(text);
    }

    @Test
    void whatIsNoPriceIsTheUsualOne() {
        assertThat(Price.of("")).isEqualTo(Price.USUAL);
        assertThat(Price.of("60 0 0")).isEqualTo(Price.USUAL);
    }

    @Test
    void aNumberIsWrittenWithoutNoughtsThatSayNothing() {
        assertThat(Price.number(Duration.ofSeconds(100))).hasToString("100");
        assertThat(Price.number(Duration.ofMillis(1_500))).hasToString("1.5");
        assertThat(Price.number(Duration.ofMillis(-1_500))).hasToString("-1.5");
        assertThat(Price.credit(new BigDecimal("-1.5"))).isEqualTo(Duration.ofMillis(-1_500));
        assertThat(Price.number(Price.FINEST)).isEqualByComparingTo("0.00001");
    }
}
