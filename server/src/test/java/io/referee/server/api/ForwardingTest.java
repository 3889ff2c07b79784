package io.referee.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.InetAddress;

class ForwardingTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "203.0.113.9 | 203.0.113.9",
                "127.0.0.1, 10.1.1.1, 203.0.113.9 | 203.0.113.9",
                "203.0.113.9:4711 | 203.0.113.9",
                "2001:db8::1 | 2001:db8::1",
                "[2001:db8::1]:4711 | 2001:db8::1",
            })
    void theLastAddressCounts(String list, String address) {
        assertThat(Forwarding.last(list)).contains(InetAddress.ofLiteral(address));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "unknown", "203.0.113.9,", "127.0.0.1", "::1", "0.0.0.0", "[x"})
    void whatIsNoAddressOfSomebodyElseIsNone(String list) {
        assertThat(Forwarding.last(list)).isEmpty();
    }
}
