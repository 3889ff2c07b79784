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
/// for (RFC 5922 §7.3). The files may change while the server runs: connections that are open keep
/// what they agreed on. *Any thread.*
final class TlsExit {
    private static final Logger LOG = LoggerFactory.getLogger(TlsExit.class);

    private final TlsClient settings;
    private List<Credential> shown;
    private List<X509Certificate> authorities;
    private FileStamps stamp;
    private @Nullable SSLContext verifying;
    private @Nullable SSLContext trusting;

    /// @throws UnusableFile with one sentence when a file is wrong
    TlsExit(TlsClient settings) throws UnusableFile {
        this.settings = settings;
        this.stamp = stampNow();
        this.shown = readShown();
        this.authorities = readAuthorities();
    }

    private List<Credential> readShown() throws UnusableFile {
        return settings.identity().isPresent()
                ? List.of(Credential.read(settings.identity().get()))
                : List.of();
    }

    private List<X509Certificate> readAuthorities() throws UnusableFile {
        List<X509Certificate> read = new ArrayList<>();
        for (Path file : settings.ca()) {
            read.addAll(Credential.certificates("authority", file));
        }
        return read;
    }

    private FileStamps stampNow() {
        List<Path> files = FileStamps.files(settings.identity().stream().toList());
        files.addAll(settings.ca());
        return FileStamps.of(files);
    }

    /// Looks whether the files have changed, and reads them if so. When they are wrong, what was
    /// read from the old ones stays, and the log says why.
    synchronized void refresh() {
        FileStamps now = stampNow();
        if (!now.equals(stamp)) {
            stamp = now;
            reload();
        }
    }

    /// Reads the files anew; false when they are wrong and what was read before stays.
    synchronized boolean reload() {
        try {
            List<Credential> credentials = readShown();
            authorities = readAuthorities();
            shown = credentials;
            stamp = stampNow();
            verifying = null;
            trusting = null;
            return true;
        } catch (UnusableFile e) {
            LOG.warn("The old TLS certificate stays in use. {}", e.getMessage());
            return false;
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
