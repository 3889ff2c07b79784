package io.referee.server.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.referee.server.app.document.BadConfiguration;
import io.referee.server.app.document.Document;

import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;

class DnsReaderTest {
    private static List<InetSocketAddress> read(String yaml, Map<String, String> environment) {
        return ConfigurationReader.read(Document.yaml("r.yaml", yaml), environment).dns();
    }

    private static InetSocketAddress at(String literal, int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(literal), port);
    }

    @Test
    void withoutTheKeyTheSystemsServersAreAsked() {
        assertThat(read("sip: {udp: \"127.0.0.1:0\"}\n", Map.of())).isEmpty();
    }

    @Test
    void serversAreAddressesPerhapsWithAPort() {
        String yaml =
                "sip: {dns: [192.0.2.53, \"192.0.2.54:5353\", \"2001:db8::53\","
                        + " \"[2001:db8::54]:5353\"]}\n";
        assertThat(read(yaml, Map.of()))
                .containsExactly(
                        at("192.0.2.53", 53),
                        at("192.0.2.54", 5353),
                        at("2001:db8::53", 53),
                        at("2001:db8::54", 5353));
    }

    @Test
    void theEnvironmentGoesBeforeTheFile() {
        assertThat(
                        read(
                                "sip: {dns: [192.0.2.53]}\n",
                                Map.of("REFEREE_SIP_DNS", "192.0.2.1, [::1]:5353")))
                .containsExactly(at("192.0.2.1", 53), at("::1", 5353));
    }

    @Test
    void aNameIsRefusedBecauseNobodyCouldLookItUp() {
        assertThatThrownBy(() -> read("sip:\n  dns: [ns.example.org]\n", Map.of()))
                .isInstanceOf(BadConfiguration.class)
                .hasMessageContaining("r.yaml, line 2")
                .hasMessageContaining("must be an IP address, perhaps with a port");
    }

    @Test
    void moreServersThanAreAskedAreRefused() {
        assertThatThrownBy(
                        () ->
                                read(
                                        "sip: {dns: [10.0.0.1, 10.0.0.2, 10.0.0.3, 10.0.0.4,"
                                                + " 10.0.0.5]}\n",
                                        Map.of()))
                .isInstanceOf(BadConfiguration.class)
                .hasMessageContaining("at most 4");
    }
}
