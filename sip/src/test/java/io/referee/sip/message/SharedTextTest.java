package io.referee.sip.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;

class SharedTextTest {
    private static String copy(String text) {
        return new String(text.toCharArray());
    }

    @Test
    void whatIsSaidAgainIsTheSameString() {
        String host = copy("shared-text.example");
        assertThat(SharedText.of(host)).isSameAs(host);
        assertThat(SharedText.of(copy(host))).isSameAs(host);
    }

    /// `Aa` and `BB` have one hash, and so has what is made of them.
    @Test
    void whoseHashIsTheSameIsNotTakenForIt() {
        for (String text : List.of("AaAa-shared", "BBBB-shared", "AaBB-shared", "AaAa-shared")) {
            assertThat(SharedText.of(copy(text))).isEqualTo(text);
        }
    }

    @Test
    void longTextsAreNotKept() {
        String text = "a".repeat(65);
        String other = copy(text);
        assertThat(SharedText.of(text)).isSameAs(text);
        assertThat(SharedText.of(other)).isSameAs(other);
    }
}
