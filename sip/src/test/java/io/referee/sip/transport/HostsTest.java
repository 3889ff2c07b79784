package io.referee.sip.transport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.util.List;

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
    void aZoneIsAnInterfaceOfThisMachine() throws Exception {
        String name = NetworkInterface.networkInterfaces().findFirst().orElseThrow().getName();
        for (String host : List.of("[fe80::1%25" + name + "]", "fe80::1%" + name)) {
            InetSocketAddress address = Hosts.address(host, 5060);
            assertThat(((Inet6Address) address.getAddress()).getScopedInterface().getName())
                    .isEqualTo(name);
            assertThat(Hosts.text(address)).isEqualTo("[fe80:0:0:0:0:0:0:1%25" + name + "]");
            assertThat(Hosts.shown(address)).isEqualTo("[fe80:0:0:0:0:0:0:1]");
        }
        assertThat(Hosts.address("[fe80::1%25no-such-thing]", 5060).isUnresolved()).isTrue();
    }

    @Test
    void aZoneMayBeANumber() {
        assertThat(Hosts.text(Hosts.address("[fe80::1%25]", 1)))
                .isEqualTo("[fe80:0:0:0:0:0:0:1%2525]");
        assertThat(Hosts.text(Hosts.address("[fe80::1%2525]", 1)))
                .isEqualTo("[fe80:0:0:0:0:0:0:1%2525]");
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
