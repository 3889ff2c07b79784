package io.referee.server.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.referee.server.app.config.ConfigurationReader;
import io.referee.server.app.document.BadConfiguration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// An address that cannot be had is said by the name of its setting.
@Isolated("a process begun beside it would inherit its sockets and hold their ports")
class PortsTest {
    private static final InetAddress HERE = InetAddress.getLoopbackAddress();

    @TempDir Path folder = Path.of("");

    private static Map<String, String> environment(int udp, int http) {
        return Map.of(
                "REFEREE_SIP_UDP", "127.0.0.1:" + udp,
                "REFEREE_SIP_TCP", "off",
                "REFEREE_HTTP_LISTEN", "127.0.0.1:" + http);
    }

    private static void check(Map<String, String> environment) {
        new Ports(null, environment).check(ConfigurationReader.defaults(environment));
    }

    @Test
    void aVariableThatNamesATakenPortIsNamed() throws IOException {
        try (DatagramSocket taken = new DatagramSocket(0, HERE);
                ServerSocket web = new ServerSocket(0, 1, HERE)) {
            assertThatThrownBy(() -> check(environment(taken.getLocalPort(), 0)))
                    .isInstanceOf(BadConfiguration.class)
                    .hasMessageStartingWith(
                            "REFEREE_SIP_UDP cannot listen on udp:127.0.0.1:"
                                    + taken.getLocalPort()
                                    + ": Address already in use");
            assertThatThrownBy(() -> check(environment(0, web.getLocalPort())))
                    .hasMessageStartingWith(
                            "REFEREE_HTTP_LISTEN cannot listen on http:127.0.0.1:"
                                    + web.getLocalPort()
                                    + ": Address already in use");
        }
    }

    @Test
    void aKeyOfTheFileIsNamedWithTheFile() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, HERE)) {
            String yaml =
                    """
                    sip: {udp: off, tcp: "127.0.0.1:%d"}
                    http: {listen: "127.0.0.1:0"}
                    """
                            .formatted(taken.getLocalPort());
            Path file = Files.writeString(folder.resolve("referee.yaml"), yaml);

            assertThatThrownBy(
                            () ->
                                    new Ports(file, Map.of())
                                            .check(ConfigurationReader.file(file, Map.of())))
                    .hasMessageStartingWith(
                            file
                                    + ": sip.tcp cannot listen on tcp:127.0.0.1:"
                                    + taken.getLocalPort());
        }
    }

    @Test
    void whatIsFreeIsFreeAfterwards() throws IOException {
        int port;
        try (DatagramSocket free = new DatagramSocket(0, HERE)) {
            port = free.getLocalPort();
        }
        assertThatCode(() -> check(environment(port, port))).doesNotThrowAnyException();
        try (DatagramSocket again = new DatagramSocket(new InetSocketAddress(HERE, port))) {
            assertThat(again.getLocalPort()).isEqualTo(port);
        }
    }
}
