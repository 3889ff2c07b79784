package io.referee.net;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/// Whose signature under a certificate counts, and contexts made of that.
final class Trusted {
    private Trusted() {}

    /// Only the authorities of this file.
    static TrustManager[] only(Path ca) throws UnusableFile {
        try {
            KeyStore store = empty();
            add(store, Credential.certificates("authority", ca));
            return managers(store);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("the JDK has no trust manager", e);
        }
    }

    /// The system's authorities and these.
    static TrustManager[] systemAnd(List<X509Certificate> more) {
        try {
            KeyStore store = empty();
            for (TrustManager manager : managers(null)) {
                if (manager instanceof X509TrustManager system) {
                    add(store, List.of(system.getAcceptedIssuers()));
                }
            }
            add(store, more);
            return managers(store);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("the JDK has no trust manager", e);
        }
    }

    static SSLContext context(List<Credential> shown, TrustManager[] trusted) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new ShownKeys[] {new ShownKeys(shown)}, trusted, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK has no TLS", e);
        }
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static void add(KeyStore store, List<X509Certificate> certificates)
            throws GeneralSecurityException {
        for (X509Certificate one : certificates) {
            store.setCertificateEntry(Integer.toString(store.size()), one);
        }
    }

    /// @param store null: the system's
    private static TrustManager[] managers(@org.jspecify.annotations.Nullable KeyStore store)
            throws GeneralSecurityException {
        TrustManagerFactory factory =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }
}
