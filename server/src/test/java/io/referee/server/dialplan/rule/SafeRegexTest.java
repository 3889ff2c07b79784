package io.referee.server.dialplan.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.dialplan.Parsed;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Regular expressions of users, which must not hold up anybody.
class SafeRegexTest {

    @ParameterizedTest
    @CsvSource({"(a+)+$", "(a|aa)+$", "(a*)*b", "(.*a){12}$", "^(([a-z])+.)+[A-Z]([a-z])+$"})
    void whatMakesOthersBacktrackForYearsIsAnsweredAtOnce(String pattern) {
        SafeRegex regex = read(pattern);

        assertThat(regex.found("a".repeat(SafeRegex.MAX_TEXT - 1) + "!")).isFalse();
    }

    @ParameterizedTest(name = "{0} costs {1}")
    @CsvSource(
            delimiter = '~',
            value = {
                "abc ~ 3",
                "a[bc]d ~ 3",
                "a[]b]c ~ 3",
                "a\\[b ~ 3",
                "a{10} ~ 10",
                "(ab){10} ~ 20",
                "(ab{3}){10} ~ 40",
                "a{2,5} ~ 5",
                "a{x} ~ 4",
                "a|b ~ 3",
            })
    void whatIsRepeatedCostsMore(String pattern, int cost) {
        assertThat(read(pattern).cost()).isEqualTo(cost);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "((a{100}){100}){100}",
                "(((a{50}){50}){50}){50}",
                "((a{1000}){1000}",
                "(\\Q)\\Ea{1000}){1000}",
                "a{1000}b{1000}c{1000}",
            })
    void whatWouldBecomeHugeIsRefused(String pattern) {
        assertThat(SafeRegex.parse("pattern", pattern))
                .isEqualTo(
                        new Parsed.Wrong<SafeRegex>(
                                "pattern",
                                "repeats too much: it would cost more than it is worth."));
    }

    @Test
    void theLimitsHold() {
        String longest = "a".repeat(SafeRegex.MAX_LENGTH);
        assertThat(SafeRegex.parse("pattern", longest)).isInstanceOf(Parsed.Good.class);
        assertThat(SafeRegex.parse("pattern", longest + "a"))
                .isEqualTo(
                        new Parsed.Wrong<SafeRegex>(
                                "pattern", "must not be longer than 256 characters."));
        assertThat(read("b").found("a".repeat(SafeRegex.MAX_TEXT - 1) + "b")).isTrue();
        assertThat(read("b").found("b" + "a".repeat(SafeRegex.MAX_TEXT))).isFalse();
    }

    private static SafeRegex read(String pattern) {
        Parsed<SafeRegex> read = SafeRegex.parse("pattern", pattern);
        assertThat(read).isInstanceOf(Parsed.Good.class);
        return ((Parsed.Good<SafeRegex>) read).value();
    }
}
