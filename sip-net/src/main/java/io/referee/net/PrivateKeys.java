package io.referee.net;

import io.referee.net.Pem.Block;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;

/// Private keys out of PEM files: PKCS#8 (RFC 5958) as it is; PKCS#1 (RFC 8017 §A.1.2) and SEC 1
/// (RFC 5915) with what PKCS#8 has around them.
final class PrivateKeys {
    private static final byte[] VERSION_0 = {2, 1, 0};

    /// rsaEncryption, with its NULL.
    private static final byte[] RSA = {
        6, 9, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 1, 1, 1, 5, 0
    };

    /// id-ecPublicKey.
    private static final byte[] EC = {6, 7, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 2, 1};

    private static final int SEQUENCE = 0x30;
    private static final int OCTET_STRING = 4;
    private static final int EC_PARAMETERS = 0xa0;

    /// What the JDK can sign with in TLS, by the names of its key factories.
    private static final List<String> KINDS = List.of("RSA", "EC", "EdDSA", "RSASSA-PSS");

    private PrivateKeys() {}

    static PrivateKey read(Path file) throws UnusableFile {
        for (Block block : Pem.read("key", file)) {
            if (block.label().endsWith("PRIVATE KEY")) {
                return key(block, file);
            }
        }
        throw new UnusableFile("key", file, "it holds no private key");
    }

    private static PrivateKey key(Block block, Path file) throws UnusableFile {
        if (block.headers() == Pem.Headers.SOME || block.label().startsWith("ENCRYPTED")) {
            throw new UnusableFile("key", file, "it is protected by a pass phrase");
        }
        return switch (block.label()) {
            case "PRIVATE KEY" -> of(block.octets(), file);
            case "RSA PRIVATE KEY" -> of(around(RSA, block.octets()), file);
            case "EC PRIVATE KEY" -> of(around(curve(block.octets(), file), block.octets()), file);
            default -> throw new UnusableFile("key", file, "its kind is not known");
        };
    }

    private static PrivateKey of(byte[] pkcs8, Path file) throws UnusableFile {
        for (String kind : KINDS) {
            try {
                return KeyFactory.getInstance(kind).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            } catch (GeneralSecurityException e) {
                // It is of another kind.
            }
        }
        throw new UnusableFile("key", file, "its kind is not known");
    }

    private static byte[] around(byte[] algorithm, byte[] key) {
        byte[] inside = joined(VERSION_0, der(SEQUENCE, algorithm), der(OCTET_STRING, key));
        return der(SEQUENCE, inside);
    }

    /// id-ecPublicKey and the curve, which SEC 1 keeps inside of the key.
    private static byte[] curve(byte[] key, Path file) throws UnusableFile {
        int at = contentOf(key, 0);
        while (at > 0 && at < key.length) {
            int content = contentOf(key, at);
            int next = content < 0 ? -1 : content + length(key, at);
            if (next < 0 || next > key.length) {
                break;
            }
            if ((key[at] & 0xff) == EC_PARAMETERS) {
                return joined(EC, java.util.Arrays.copyOfRange(key, content, next));
            }
            at = next;
        }
        throw new UnusableFile("key", file, "it does not name its curve");
    }

    /// Where the content of the element at `at` begins; -1 when it is none.
    private static int contentOf(byte[] der, int at) {
        if (at + 2 > der.length) {
            return -1;
        }
        int first = der[at + 1] & 0xff;
        return first < 0x80 ? at + 2 : at + 2 + (first & 0x7f);
    }

    private static int length(byte[] der, int at) {
        int first = der[at + 1] & 0xff;
        if (first < 0x80) {
            return first;
        }
        int length = 0;
        for (int i = 0; i < (first & 0x7f) && at + 2 + i < der.length; i++) {
            length = length << 8 | der[at + 2 + i] & 0xff;
        }
        return length;
    }

    private static byte[] der(int tag, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(content.length + 5);
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
