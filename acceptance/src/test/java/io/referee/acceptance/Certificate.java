package io.referee.acceptance;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.util.Base64;
import java.util.concurrent.TimeUnit;

/// A certificate for `localhost` and 127.0.0.1 that signs itself, made with the JDK's keytool.
///
/// @param certificate PEM file; also the authority to trust
/// @param key PEM file
record Certificate(Path certificate, Path key) {
    private static final char[] PASS = "changeit".toCharArray();
    private static final long LIMIT_SECONDS = 60;

    static Certificate make(Path folder) throws Exception {
        Path store = folder.resolve("server.p12");
        Process keytool =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-alias",
                                "server",
                                "-keyalg",
                                "EC",
                                "-groupname",
                                "secp256r1",
                                "-dname",
                                "CN=localhost",
                                "-ext",
                                "san=dns:localhost,ip:127.0.0.1",
                                "-ext",
                                "bc:c=ca:true",
                                "-validity",
                                "30",
                                "-storetype",
                                "PKCS12",
                                "-keystore",
                                store.toString(),
                                "-storepass",
                                new String(PASS))
                        .redirectErrorStream(true)
                        .start();
        String said =
                new String(keytool.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        if (!keytool.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
            throw new AssertionError("keytool: " + said);
        }
        return read(folder, store);
    }

    private static Certificate read(Path folder, Path store)
            throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASS);
        }
        Key key = keys.getKey("server", PASS);
        return new Certificate(
                write(
                        folder.resolve("server.crt"),
                        "CERTIFICATE",
                        keys.getCertificate("server").getEncoded()),
                write(folder.resolve("server.key"), "PRIVATE KEY", key.getEncoded()));
    }

    private static Path write(Path file, String label, byte[] octets) throws IOException {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(octets);
        return Files.writeString(
                file,
                "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n");
    }

    /// Configuration of a server that speaks UDP, TCP and TLS on loopback.
    ///
    /// @param more lines under `sip`, indented by two blanks
    String configuration(int tlsPort, String more) {
        return """
        domains: [localhost]
        sip:
          udp: 127.0.0.1:0
          tcp: 127.0.0.1:0
          tls: {listen: 127.0.0.1:%d, certificate: %s, key: %s}
        %s
        http:
          listen: 127.0.0.1:0
        """
                .formatted(tlsPort, certificate, key, more);
    }
}
