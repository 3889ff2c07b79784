package io.referee.net;

import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Transport;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

/// TLS of connections that we open: the peer must show a certificate of the domain that was asked
/// for (RFC 5922 §7.3). *Any thread.*
final class TlsExit {
    private static final Logger LOG = LoggerFactory.getLogger(TlsExit.class);

    private final TlsClient settings;
    private final List<Credential> shown;
    private final List<X509Certificate> authorities = new ArrayList<>();
    private @Nullable SSLContext verifying;
    private @Nullable SSLContext trusting;

    /// @throws UnusableFile with one sentence when a file is wrong
    TlsExit(TlsClient settings) throws UnusableFile {
        this.settings = settings;
        this.shown =
                settings.identity().isPresent()
                        ? List.of(Credential.read(settings.identity().get()))
                        : List.of();
        for (Path file : settings.ca()) {
            authorities.addAll(Credential.certificates("authority", file));
        }
    }

    /// Made when the first connection needs it: reading the system's authorities takes a while.
    private synchronized SSLContext verifying() {
        SSLContext made = verifying;
        if (made == null) {
            made = Trusted.context(shown, Trusted.systemAnd(authorities));
            verifying = made;
        }
        return made;
    }

    private synchronized SSLContext trusting() {
        SSLContext made = trusting;
        if (made == null) {
            made = Trusted.context(shown, new TrustManager[] {new TrustingAll()});
            trusting = made;
        }
        return made;
    }

    /// What is laid around a connection to this hop.
    Shelter towards(Hop hop) {
        return new Towards(hop.name(), hop.port());
    }

    /// An IP address is no name to ask for (RFC 6066 §3), and neither is what the JDK takes for
    /// none, such as a name with `_` or with a dot at its end.
    static List<SNIServerName> asked(String name) {
        boolean literal =
                name.isEmpty()
                        || name.indexOf(':') >= 0
                        || Character.isDigit(name.charAt(name.length() - 1));
        try {
            return literal ? List.of() : List.of(new SNIHostName(name));
        } catch (IllegalArgumentException _) {
            return List.of();
        }
    }

    private final class Towards implements Shelter {
        private final String name;
        private final int port;

        Towards(String name, int port) {
            this.name = name;
            this.port = port;
        }

        @Override
        public Transport transport() {
            return Transport.TLS;
        }

        @Override
        public Socket around(Socket connected) throws IOException {
            boolean verify = !settings.unverified().test(name);
            SSLContext context = verify ? verifying() : trusting();
            Socket made = context.getSocketFactory().createSocket(connected, name, port, true);
            SSLSocket socket = (SSLSocket) made;
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setProtocols(TlsEntrance.PROTOCOLS);
            parameters.setServerNames(asked());
            socket.setSSLParameters(parameters);
            try {
                socket.startHandshake();
                if (verify) {
                    verify(socket);
                }
            } catch (IOException e) {
                LOG.warn("No TLS with {}:{}: {}", name, port, e.getMessage());
                throw e;
            }
            return socket;
        }

        private List<SNIServerName> asked() {
            return TlsExit.asked(name);
        }

        private void verify(SSLSocket socket) throws SSLPeerUnverifiedException {
            var shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
            DomainNames names = DomainNames.of(shown);
            if (!names.includes(name)) {
                throw new SSLPeerUnverifiedException(
                        "its certificate is for " + names.all() + " and not for " + name);
            }
        }
    }
}
