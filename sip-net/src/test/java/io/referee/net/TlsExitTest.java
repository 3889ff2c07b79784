package io.referee.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import javax.net.ssl.SNIHostName;

final class TlsExitTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a_b.example",
                "-a.example",
                "a-.example",
                "a.example.",
                "::1",
                "1.2.3.4"
            })
    void whatIsNoNameOfAHostIsNotAskedFor(String name) {
        assertThat(TlsExit.asked(name)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.example", "a-b.example"})
    void aNameOfAHostIsAskedFor(String name) {
        assertThat(TlsExit.asked(name)).containsExactly(new SNIHostName(name));
    }
}
