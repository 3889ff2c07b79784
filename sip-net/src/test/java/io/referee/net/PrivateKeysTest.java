package io.referee.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;

/// Keys as OpenSSL and others write them (RFC 5958, RFC 8017 §A.1.2, RFC 5915).
final class PrivateKeysTest {
    @TempDir Path folder;

    private Path file(String label, byte[] octets) throws Exception {
        String base64 = Base64.getMimeEncoder().encodeToString(octets);
        String pem =
                "Bag Attributes\n-----BEGIN "
                        + label
                        + "-----\n"
                        + base64
                        + "\n-----END "
                        + label
                        + "-----\n";
        return Files.writeString(folder.resolve("some.key"), pem);
    }

    private static PrivateKey rsa() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2_048);
        return generator.generateKeyPair().getPrivate();
    }

    private static PrivateKey ec(String curve) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(curve));
        return generator.generateKeyPair().getPrivate();
    }

    /// What stands in the last octet string of PKCS#8.
    private static byte[] inside(PrivateKey key, int from) {
        byte[] all = key.getEncoded();
        return Arrays.copyOfRange(all, from, all.length);
    }

    @Test
    void pkcs8IsReadWhateverTheAlgorithm() throws Exception {
        PrivateKey edwards = KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPrivate();
        for (PrivateKey key : new PrivateKey[] {rsa(), ec("secp256r1"), edwards}) {
            assertThat(PrivateKeys.read(file("PRIVATE KEY", key.getEncoded()))).isEqualTo(key);
        }
    }

    @Test
    void pkcs1IsRead() throws Exception {
        PrivateKey key = rsa();
        assertThat(PrivateKeys.read(file("RSA PRIVATE KEY", inside(key, 26)))).isEqualTo(key);
    }

    @Test
    void sec1IsReadWhenItNamesItsCurve() throws Exception {
        PrivateKey key = ec("secp256r1");
        byte[] bare = inside(key, 28);
        byte[] curve = Arrays.copyOfRange(key.getEncoded(), 16, 26);
        byte[] named = new byte[2 + 37 + 2 + curve.length];
        named[0] = 0x30;
        named[1] = (byte) (named.length - 2);
        System.arraycopy(bare, 2, named, 2, 37);
        named[39] = (byte) 0xa0;
        named[40] = (byte) curve.length;
        System.arraycopy(curve, 0, named, 41, curve.length);
        var read = (ECPrivateKey) PrivateKeys.read(file("EC PRIVATE KEY", named));
        assertThat(read.getS()).isEqualTo(((ECPrivateKey) key).getS());
        assertThat(read.getParams().getOrder())
                .isEqualTo(((ECPrivateKey) key).getParams().getOrder());
        byte[] nameless = Arrays.copyOf(named, 39);
        nameless[1] = 37;
        assertThatThrownBy(() -> PrivateKeys.read(file("EC PRIVATE KEY", nameless)))
                .hasMessageContaining("it does not name its curve");
    }

    @Test
    void aPassPhraseIsSaid() throws Exception {
        Path file = file("ENCRYPTED PRIVATE KEY", new byte[] {1, 2, 3});
        assertThatThrownBy(() -> PrivateKeys.read(file))
                .isInstanceOf(UnusableFile.class)
                .hasMessageContaining("some.key")
                .hasMessageEndingWith("it is protected by a pass phrase.");
    }

    @Test
    void noiseIsNoKey() throws Exception {
        for (String label : new String[] {"PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY"}) {
            for (int length = 0; length < 40; length++) {
                byte[] noise = new byte[length];
                Arrays.fill(noise, (byte) (length * 37));
                Path file = file(label, noise);
                assertThatThrownBy(() -> PrivateKeys.read(file)).isInstanceOf(UnusableFile.class);
            }
        }
    }
}
