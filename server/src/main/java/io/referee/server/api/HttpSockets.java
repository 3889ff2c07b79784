package io.referee.server.api;

import io.javalin.config.JettyConfig;

import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.Optional;

import javax.net.ssl.SSLContext;

/// The sockets that the HTTP server listens on: one in the clear, and one under TLS when that is
/// wanted. *Any thread* after the start.
final class HttpSockets {
    private final ApiSettings settings;
    private volatile @Nullable ServerConnector plain;
    private volatile @Nullable ServerConnector secure;
    private volatile @Nullable ListenFailed failed;

    HttpSockets(ApiSettings settings) {
        this.settings = settings;
    }

    void configure(JettyConfig jetty) {
        jetty.addConnector((server, http) -> plain = plain(server, http));
        settings.https()
                .ifPresent(
                        https ->
                                jetty.addConnector(
                                        (server, http) -> secure = secure(server, http, https)));
    }

    private ServerConnector plain(Server server, HttpConfiguration http) {
        ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(http));
        return open("http", settings.listen(), connector);
    }

    /// HTTP/1.1 only, which WebSocket is spoken over. The name that a client asks for is not held
    /// against the certificate: that is the client's to judge.
    private ServerConnector secure(Server server, HttpConfiguration http, ApiSettings.Https https) {
        HttpConfiguration under = new HttpConfiguration(http);
        under.addCustomizer(new SecureRequestCustomizer(false));
        HttpConnectionFactory inner = new HttpConnectionFactory(under);
        SslConnectionFactory tls = new SslConnectionFactory(new Tls(https), inner.getProtocol());
        return open("https", https.listen(), new ServerConnector(server, tls, inner));
    }

    /// Opened here and not by the start of the server, which would not say which one failed.
    private ServerConnector open(
            String scheme, InetSocketAddress listen, ServerConnector connector) {
        connector.setHost(listen.getHostString());
        connector.setPort(listen.getPort());
        try {
            connector.open();
            return connector;
        } catch (IOException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            failed = new ListenFailed(scheme, listen, String.valueOf(cause.getMessage()));
            throw new UncheckedIOException(e);
        }
    }

    /// Takes the certificates of the moment for each connection.
    private static final class Tls extends SslContextFactory.Server {
        private final ApiSettings.Https https;

        private Tls(ApiSettings.Https https) {
            this.https = https;
            setSslContext(https.tls().get());
            setIncludeProtocols("TLSv1.3", "TLSv1.2");
        }

        @Override
        public SSLContext getSslContext() {
            return https.tls().get();
        }
    }

    /// Why the start failed; what was opened is closed.
    ///
    /// @param cause in case that it was none of the sockets
    ListenFailed failure(String cause) {
        ServerConnector first = plain;
        if (first != null) {
            first.close();
        }
        ListenFailed known = failed;
        return known == null ? new ListenFailed("http", settings.listen(), cause) : known;
    }

    /// What is bound in the clear.
    ///
    /// @throws IllegalStateException before the start
    InetSocketAddress http() {
        return bound(plain, settings.listen())
                .orElseThrow(() -> new IllegalStateException("the HTTP server was not started"));
    }

    /// What is bound under TLS.
    Optional<InetSocketAddress> https() {
        return settings.https().flatMap(https -> bound(secure, https.listen()));
    }

    private static Optional<InetSocketAddress> bound(
            @Nullable ServerConnector connector, InetSocketAddress asked) {
        return connector == null || connector.getLocalPort() <= 0
                ? Optional.empty()
                : Optional.of(
                        new InetSocketAddress(asked.getHostString(), connector.getLocalPort()));
    }
}
