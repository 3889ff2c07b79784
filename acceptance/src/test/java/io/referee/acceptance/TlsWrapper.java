package io.referee.acceptance;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/// Speaks TLS for programs that do not: what connects here over TCP is carried on over TLS, each
/// connection on one of its own. *Any thread.*
final class TlsWrapper implements AutoCloseable {
    private final ServerSocket listening;
    private final SSLSocketFactory factory;
    private final int serverPort;
    private final List<Socket> open = new CopyOnWriteArrayList<>();

    /// @param serverPort of the TLS server on loopback
    /// @param trusted the PEM file of the only certificate that is accepted
    TlsWrapper(int serverPort, Path trusted) throws IOException, GeneralSecurityException {
        this.serverPort = serverPort;
        this.factory = trusting(trusted).getSocketFactory();
        this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    private static SSLContext trusting(Path certificate)
            throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (InputStream in = Files.newInputStream(certificate)) {
            store.setCertificateEntry(
                    "server", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    /// Where to connect to.
    int port() {
        return listening.getLocalPort();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket plain = listening.accept();
                Socket secure = factory.createSocket(InetAddress.getLoopbackAddress(), serverPort);
                open.addAll(List.of(plain, secure));
                Thread.ofVirtual().start(() -> copy(plain, secure));
                Thread.ofVirtual().start(() -> copy(secure, plain));
            } catch (IOException e) {
                // Closed, or the server is gone; SIPp says what it misses.
            }
        }
    }

    private static void copy(Socket from, Socket to) {
        try (from;
                to) {
            OutputStream out = to.getOutputStream();
            from.getInputStream().transferTo(out);
        } catch (IOException e) {
            // The other direction has closed both.
        }
    }

    @Override
    public void close() {
        try {
            listening.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
