package io.referee.server.app.config;

import io.referee.server.app.config.Configuration.Https;
import io.referee.server.app.config.Configuration.KeyPair;
import io.referee.server.app.document.Node;
import io.referee.server.app.document.Section;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Reads the group `http`: where the API, events and browser phones are served.
final class HttpReader {
    static final List<String> KEYS = List.of("listen", "tls");
    static final String LISTEN = "REFEREE_HTTP_LISTEN";
    static final String TLS = "REFEREE_HTTP_TLS";
    static final String TLS_LISTEN = "REFEREE_HTTP_TLS_LISTEN";
    static final String TLS_CERTIFICATE = "REFEREE_HTTP_TLS_CERTIFICATE";
    static final String TLS_KEY = "REFEREE_HTTP_TLS_KEY";

    private static final List<String> TLS_KEYS = List.of("listen", "certificate", "key");

    private final Settings settings;
    private final Section http;

    HttpReader(Settings settings, Section http) {
        this.settings = settings;
        this.http = http;
    }

    Configuration.Http read() {
        return new Configuration.Http(at(http, LISTEN, "127.0.0.1:8080"), tls());
    }

    private Listen.At at(Section section, String variable, String otherwise) {
        Node.Scalar listen = settings.setting(section, "listen", variable, otherwise);
        if (Listen.parse(listen.text()).orElse(new Listen.Off()) instanceof Listen.At at) {
            return at;
        }
        throw Settings.wrong(listen, "HOST:PORT");
    }

    /// Off unless the file has the group or a variable names a certificate, as with SIP over TLS.
    private Optional<Https> tls() {
        Node node =
                settings.has(TLS)
                        ? settings.variable(TLS)
                        : http.node("tls").orElse(new Node.Empty(http.place("tls")));
        boolean off = node instanceof Node.Scalar one && Settings.isOff(one.text());
        boolean unset = node instanceof Node.Empty && !settings.has(TLS_CERTIFICATE);
        return off || unset ? Optional.empty() : Optional.of(tls(Section.of(node, TLS_KEYS)));
    }

    private Https tls(Section tls) {
        KeyPair files =
                new KeyPair(file(tls, "certificate", TLS_CERTIFICATE), file(tls, "key", TLS_KEY));
        return new Https(at(tls, TLS_LISTEN, "127.0.0.1:8443"), files);
    }

    private Path file(Section tls, String key, String variable) {
        return settings.file(tls, key, variable)
                .orElseThrow(() -> tls.place().complaint("needs the key " + key + "."));
    }
}
