package io.referee.net;

import io.referee.sip.transport.Transport;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

/// TLS of connections that come in (RFC 3261 §26.2.1), with certificates that may change while the
/// server runs: connections that are open keep what they agreed on. *Any thread.*
final class TlsEntrance implements Shelter {
    static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    private static final Logger LOG = LoggerFactory.getLogger(TlsEntrance.class);

    private final TlsServer settings;
    private volatile SSLContext context;
    private FileStamps stamp;

    /// @throws UnusableFile with one sentence when a file is wrong
    TlsEntrance(TlsServer settings) throws UnusableFile {
        this.settings = settings;
        this.stamp = stampNow();
        this.context = read();
    }

    private SSLContext read() throws UnusableFile {
        List<Credential> credentials = new ArrayList<>();
        for (KeyFiles files : settings.certificates()) {
            credentials.add(Credential.read(files));
        }
        TrustManager[] trusted =
                settings.ca().isPresent() ? Trusted.only(settings.ca().get()) : new TrustManager[0];
        return Trusted.context(credentials, trusted);
    }

    @Override
    public Socket around(Socket connected) throws IOException {
        Socket made = context.getSocketFactory().createSocket(connected, null, true);
        SSLSocket socket = (SSLSocket) made;
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setProtocols(PROTOCOLS);
        switch (settings.clients()) {
            case OFF -> {}
            case WANTED -> parameters.setWantClientAuth(true);
            case REQUIRED -> parameters.setNeedClientAuth(true);
        }
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    /// The certificates of now.
    SSLContext context() {
        return context;
    }

    @Override
    public Transport transport() {
        return Transport.TLS;
    }

    /// Looks whether the files have changed, and reads them if so. When they are wrong, the old
    /// ones stay, and the log says why.
    synchronized void refresh() {
        FileStamps now = stampNow();
        if (!now.equals(stamp)) {
            stamp = now;
            reload();
        }
    }

    /// Reads the files anew; false when they are wrong and the old ones stay.
    synchronized boolean reload() {
        try {
            context = read();
            stamp = stampNow();
            LOG.info("The TLS certificates were read again");
            return true;
        } catch (UnusableFile e) {
            LOG.warn("The old TLS certificate stays in use. {}", e.getMessage());
            return false;
        }
    }

    private FileStamps stampNow() {
        List<Path> files = FileStamps.files(settings.certificates());
        settings.ca().ifPresent(files::add);
        return FileStamps.of(files);
    }
}
