package io.referee.server.app;

import io.referee.server.app.config.Configuration;
import io.referee.server.app.config.Listen;
import io.referee.server.app.document.BadConfiguration;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Whether the addresses where the server is to listen can be had: looked at before the database is
/// opened, and said by the name of the setting. *Any thread.*
final class Ports {
    private final @Nullable Path file;
    private final Map<String, String> environment;

    /// @param file the configuration; null: there is none
    Ports(@Nullable Path file, Map<String, String> environment) {
        this.file = file;
        this.environment = environment;
    }

    /// @throws BadConfiguration one of them cannot be had; nothing is left open either way
    void check(Configuration configuration) {
        Configuration.Sip sip = configuration.sip();
        for (Listen.At at : sip.udp()) {
            check(new Setting("sip.udp", "REFEREE_SIP_UDP", "udp"), at);
        }
        for (Listen.At at : sip.tcp()) {
            check(new Setting("sip.tcp", "REFEREE_SIP_TCP", "tcp"), at);
        }
        for (Listen.At at : sip.tls().map(Configuration.Tls::listen).orElse(List.of())) {
            check(new Setting("sip.tls.listen", "REFEREE_SIP_TLS_LISTEN", "tls"), at);
        }
        Configuration.Http http = configuration.http();
        check(new Setting("http.listen", "REFEREE_HTTP_LISTEN", "http"), http.listen());
        http.tls()
                .ifPresent(
                        https ->
                                check(
                                        new Setting(
                                                "http.tls.listen",
                                                "REFEREE_HTTP_TLS_LISTEN",
                                                "https"),
                                        https.listen()));
    }

    /// What says where to listen.
    ///
    /// @param variable of the environment, which goes before the file
    /// @param scheme as in the line that says that the server is ready
    private record Setting(String key, String variable, String scheme) {}

    private void check(Setting setting, Listen.At at) {
        InetSocketAddress address = at.socketAddress();
        if (at.port() == 0 || address.isUnresolved()) {
            return;
        }
        try {
            if (setting.scheme().equals("udp")) {
                datagrams(address);
            } else {
                streams(address);
            }
        } catch (IOException e) {
            throw new BadConfiguration(
                    source(setting)
                            + " cannot listen on "
                            + setting.scheme()
                            + ':'
                            + at
                            + ": "
                            + e.getMessage()
                            + '.');
        }
    }

    /// Where the setting was made: the variable, the key of the file, or the key alone where it is
    /// as usual.
    private String source(Setting setting) {
        if (!environment.getOrDefault(setting.variable(), "").isEmpty()) {
            return setting.variable();
        }
        return file == null ? setting.key() : file + ": " + setting.key();
    }

    private static void datagrams(InetSocketAddress address) throws IOException {
        try (DatagramSocket socket = new DatagramSocket(null)) {
            socket.setReuseAddress(false);
            socket.bind(address);
        }
    }

    private static void streams(InetSocketAddress address) throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true); // connections of the last run may linger
            socket.bind(address);
        }
    }
}
