package io.referee.server.account;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

/// Which rate a number has.
class RateTest {
    private static final List<Rate> RATES =
            List.of(
                    rate("", "", "home"),
                    rate("", "353", "home"),
                    rate("mobile", "35387", "home"),
                    rate("", "44", "office"),
                    rate("gold", "", "office"));

    private static Rate rate(String code, String prefix, String plan) {
        return new Rate(code, prefix, plan, Price.USUAL, "");
    }

    @ParameterizedTest(name = "{1} in {0}: {2}")
    @CsvSource({
        "home,   35318,     home/353",
        "home,   +35318,    home/353",
        "home,   353871234, mobile",
        "home,   35,        home",
        "home,   '',        home",
        "office, 4420,      office/44",
        "office, 35318,     none",
        "office, 0044,      none",
        "Home,   35318,     none",
        "'',     35318,     none"
    })
    void theLongestPrefixOfThePlanCounts(String plan, String number, String expected) {
        assertThat(Rate.fitting(RATES, plan, number).map(Rate::name).orElse("none"))
                .isEqualTo(expected);
    }

    @Test
    void aCodeNamesOneWhateverItsPlan() {
        assertThat(Rate.coded(RATES, "gold")).contains(RATES.get(4));
        assertThat(Rate.coded(RATES, "mobile")).contains(RATES.get(2));
        assertThat(Rate.coded(RATES, "Gold")).isEmpty();
        assertThat(Rate.coded(RATES, "")).isEmpty();
    }
}
