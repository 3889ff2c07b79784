package io.referee.sip.header;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.sip.header.Replaces.When;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// RFC 3891 §6.1 and the matching of RFC 3891 §3.
class ReplacesTest {
    @Test
    void itIsReadAndWritten() {
        Replaces read = Replaces.parse("425928@bobster.example;to-tag=7743;from-tag=6472").get();

        assertThat(read)
                .isEqualTo(new Replaces("425928@bobster.example", "7743", "6472", When.ALWAYS));
        assertThat(read.text()).isEqualTo("425928@bobster.example;to-tag=7743;from-tag=6472");
    }

    @Test
    void theOrderOfTheTagsDoesNotMatterAndOtherParametersAreIgnored() {
        Replaces read = Replaces.parse("a@b;x=1;from-tag=f;early-only;to-tag=t").get();

        assertThat(read).isEqualTo(new Replaces("a@b", "t", "f", When.EARLY_ONLY));
        assertThat(read.text()).isEqualTo("a@b;to-tag=t;from-tag=f;early-only");
    }

    @Test
    void theFormInAUriIsEscapedOnce() {
        Replaces replaces = new Replaces("a%b@c", "t", "f", When.ALWAYS);

        assertThat(replaces.escaped()).isEqualTo("a%25b%40c%3Bto-tag%3Dt%3Bfrom-tag%3Df");
        assertThat(Replaces.parseEscaped(replaces.escaped())).contains(replaces);
        assertThat(Replaces.parseEscaped("a%40b%3Bto-tag%3Dt;from-tag=f")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a@b",
                "a@b;to-tag=t",
                "a@b;from-tag=f",
                "a@b;to-tag;from-tag=f",
                "a@b;to-tag=t;to-tag=u;from-tag=f",
                ";to-tag=t;from-tag=f",
                "a b;to-tag=t;from-tag=f",
                "a@b;to-tag=t,c@d;from-tag=f"
            })
    void whatNamesNoDialogIsNotRead(String text) {
        assertThat(Replaces.parse(text)).isEmpty();
    }

    @Test
    void itNamesTheDialogWithItsCallIdAndBothTags() {
        Replaces replaces = new Replaces("c", "t", "f", When.ALWAYS);

        assertThat(replaces.names("c", "t", "f")).isTrue();
        assertThat(replaces.names("c", "f", "t")).isFalse();
        assertThat(replaces.names("C", "t", "f")).isFalse();
        assertThat(replaces.names("c", "t", "")).isFalse();
    }

    @Test
    void zeroStandsForAMissingTagAndForZero() {
        Replaces replaces = new Replaces("c", "t", "0", When.ALWAYS);

        assertThat(replaces.names("c", "t", "")).isTrue();
        assertThat(replaces.names("c", "t", "0")).isTrue();
        assertThat(replaces.names("c", "t", "1")).isFalse();
    }
}
