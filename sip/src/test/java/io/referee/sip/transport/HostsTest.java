package io.referee.sip.transport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.InetSocketAddress;

class HostsTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.1, 10.0.0.1",
        "255.255.255.255, 255.255.255.255",
        "[::1], [0:0:0:0:0:0:0:1]",
        "[2001:db8::1], [2001:db8:0:0:0:0:0:1]",
        "2001:db8::1, [2001:db8:0:0:0:0:0:1]",
        "localhost, 127.0.0.1",
        "LocalHost, 127.0.0.1"
    })
    void anIpAddressIsTakenLiterally(String host, String text) {
        InetSocketAddress address = Hosts.address(host, 5060);

        assertThat(address.isUnresolved()).isFalse();
        assertThat(Hosts.text(address)).isEqualTo(text);
        assertThat(address.getPort()).isEqualTo(5060);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "example.org",
                "h",
                "10.0.0",
                "10.0.0.1.2",
                "10.0.0.256",
                "1.2.3.x",
                "...",
                "[h]",
                "[]",
                "localhost.example",
                "1234"
            })
    void aNameStaysUnresolved(String host) {
        InetSocketAddress address = Hosts.address(host, 5060);

        assertThat(address.isUnresolved()).isTrue();
        assertThat(Hosts.text(address)).isEqualTo(host);
    }

    @Test
    void aHopNamesItsTransportHostAndPort() {
        assertThat(Hop.udp(Hosts.address("[::1]", 5060))).hasToString("udp:[0:0:0:0:0:0:0:1]:5060");
        assertThat(Hop.tcp(Hosts.address("h.example", 5061))).hasToString("tcp:h.example:5061");
        assertThat(Hop.tcp(Hosts.address("h", 1))).isNotEqualTo(Hop.udp(Hosts.address("h", 1)));
        assertThat(Transport.TCP.reliable()).isTrue();
        assertThat(Transport.UDP.reliable()).isFalse();
    }
}
