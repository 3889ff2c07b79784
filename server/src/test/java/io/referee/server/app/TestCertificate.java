package io.referee.server.app;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// A certificate for 127.0.0.1 that signs itself, made with the JDK's keytool.
///
/// @param file PEM
/// @param key PEM
record TestCertificate(Certificate certificate, Path file, Path key) {
    private static final String PASS = "changeit";

    /// Made once: keytool is a program of its own.
    private static final class Made {
        static final KeyStore KEYS = keys();

        private static KeyStore keys() {
            try {
                Path store = Files.createTempDirectory("https").resolve("https.p12");
                run(
                        "-genkeypair -alias server -keyalg EC -groupname secp256r1 -dname"
                                + " CN=localhost -ext san=dns:localhost,ip:127.0.0.1 -ext"
                                + " bc:c=ca:true -validity 30 -storetype PKCS12 -storepass "
                                + PASS,
                        store);
                KeyStore keys = KeyStore.getInstance("PKCS12");
                try (InputStream in = Files.newInputStream(store)) {
                    keys.load(in, PASS.toCharArray());
                }
                Files.delete(store);
                Files.delete(store.getParent());
                return keys;
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
    }

    /// The same each time, as files in this folder.
    static TestCertificate make(Path folder) throws Exception {
        Certificate own = Made.KEYS.getCertificate("server");
        return new TestCertificate(
                own,
                write(folder.resolve("https.crt"), "CERTIFICATE", own.getEncoded()),
                write(
                        folder.resolve("https.key"),
                        "PRIVATE KEY",
                        Made.KEYS.getKey("server", PASS.toCharArray()).getEncoded()));
    }

    private static void run(String arguments, Path store) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments.split(" ")));
        command.addAll(List.of("-keystore", store.toString()));
        Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        byte[] said = keytool.getInputStream().readAllBytes();
        if (keytool.waitFor() != 0) {
            throw new AssertionError("keytool: " + new String(said, StandardCharsets.US_ASCII));
        }
    }

    private static Path write(Path file, String label, byte[] octets) throws Exception {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(octets);
        String pem = "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
        return Files.writeString(file, pem);
    }

    /// What a client uses that trusts this certificate and no other.
    SSLContext trusting() throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("server", certificate);
        TrustManagerFactory managers =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }
}
