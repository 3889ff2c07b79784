package io.referee.net;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// A small authority that signs certificates for tests and writes them into PEM files. The names
/// are written as in `dns:example.org`, `uri:sip:example.org`, `ip:127.0.0.1`.
final class Issuer {
    private static final byte[] ECDSA_SHA256 = oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

    private final AtomicInteger serial = new AtomicInteger(1);
    private final KeyPair pair = keys();
    private final Path folder;

    Issuer(Path folder) {
        this.folder = folder;
    }

    private static KeyPair keys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The file of the authority's own certificate.
    Path authority() throws Exception {
        byte[] own = certificate("Authority", List.of(), pair, Kind.AUTHORITY);
        return write("authority.pem", "CERTIFICATE", own);
    }

    /// A certificate and its key, in new files.
    ///
    /// @param commonName of the subject
    KeyFiles issue(String commonName, String... names) throws Exception {
        return issue(new Valid(commonName, Instant.now().plusSeconds(86_400)), names);
    }

    record Valid(String commonName, Instant until) {}

    KeyFiles issue(Valid valid, String... names) throws Exception {
        KeyPair own = keys();
        byte[] octets = certificate(valid.commonName, List.of(names), own, Kind.of(valid.until));
        String stem = "issued-" + serial.get();
        return new KeyFiles(
                write(stem + ".crt", "CERTIFICATE", octets),
                write(stem + ".key", "PRIVATE KEY", own.getPrivate().getEncoded()));
    }

    private record Kind(boolean authority, Instant until) {
        private static final Kind AUTHORITY = new Kind(true, Instant.now().plusSeconds(864_000));

        private static Kind of(Instant until) {
            return new Kind(false, until);
        }
    }

    private Path write(String name, String label, byte[] octets) throws IOException {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(octets);
        String pem = "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
        return Files.writeString(folder.resolve(name), pem);
    }

    private byte[] certificate(String name, List<String> names, KeyPair own, Kind kind)
            throws Exception {
        byte[] algorithm = der(0x30, ECDSA_SHA256);
        byte[] until = der(0x18, TIME.format(kind.until).getBytes(StandardCharsets.US_ASCII));
        byte[] since = der(0x18, "20200101000000Z".getBytes(StandardCharsets.US_ASCII));
        byte[] tbs =
                der(
                        0x30,
                        der(0xa0, der(2, new byte[] {2})),
                        der(2, new byte[] {(byte) serial.incrementAndGet()}),
                        algorithm,
                        named("Authority"),
                        der(0x30, since, until),
                        named(name),
                        own.getPublic().getEncoded(),
                        der(0xa3, der(0x30, extensions(names, kind))));
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(pair.getPrivate());
        signature.update(tbs);
        return der(0x30, tbs, algorithm, der(3, new byte[1], signature.sign()));
    }

    private static byte[] extensions(List<String> names, Kind kind) throws IOException {
        byte[] constraints = kind.authority ? der(0x30, der(1, new byte[] {-1})) : der(0x30);
        byte[] basic = der(0x30, oid(0x55, 0x1d, 19), der(4, constraints));
        if (names.isEmpty()) {
            return basic;
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (String name : names) {
            all.writeBytes(alternative(name));
        }
        byte[] alternatives = der(4, der(0x30, all.toByteArray()));
        return joined(basic, der(0x30, oid(0x55, 0x1d, 17), alternatives));
    }

    private static byte[] alternative(String name) throws IOException {
        String value = name.substring(name.indexOf(':') + 1);
        byte[] text = value.getBytes(StandardCharsets.US_ASCII);
        return switch (name.substring(0, name.indexOf(':'))) {
            case "dns" -> der(0x82, text);
            case "uri" -> der(0x86, text);
            default -> der(0x87, InetAddress.ofLiteral(value).getAddress());
        };
    }

    private static byte[] named(String commonName) {
        byte[] text = der(0x0c, commonName.getBytes(StandardCharsets.UTF_8));
        return der(0x30, der(0x31, der(0x30, oid(0x55, 4, 3), text)));
    }

    private static byte[] oid(int... octets) {
        byte[] content = new byte[octets.length];
        for (int i = 0; i < octets.length; i++) {
            content[i] = (byte) octets[i];
        }
        return der(6, content);
    }

    private static byte[] der(int tag, byte[]... pieces) {
        byte[] content = joined(pieces);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (content.length < 0x80) {
            out.write(content.length);
        } else if (content.length < 0x100) {
            out.write(0x81);
            out.write(content.length);
        } else {
            out.write(0x82);
            out.write(content.length >> 8);
            out.write(content.length);
        }
        out.writeBytes(content);
        return out.toByteArray();
    }

    private static byte[] joined(byte[]... pieces) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] piece : pieces) {
            out.writeBytes(piece);
        }
        return out.toByteArray();
    }
}
