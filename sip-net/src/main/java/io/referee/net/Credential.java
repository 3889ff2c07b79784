package io.referee.net;

import io.referee.net.Pem.Block;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;

/// A certificate with those that lead to its authority, and its key. *Immutable.*
record Credential(List<X509Certificate> chain, PrivateKey key, DomainNames names) {
    private static final byte[] SAMPLE = {'r', 'e', 'f', 'e', 'r', 'e', 'e'};

    /// Reads both files and sees that they belong together.
    static Credential read(KeyFiles files) throws UnusableFile {
        List<X509Certificate> chain = certificates("certificate", files.certificate());
        PrivateKey key = PrivateKeys.read(files.key());
        X509Certificate own = chain.getFirst();
        if (!belong(own, key)) {
            throw new UnusableFile(
                    "key",
                    files.key(),
                    "it is not that of the certificate in " + files.certificate());
        }
        if (own.getNotAfter().before(new Date())) {
            throw new UnusableFile(
                    "certificate", files.certificate(), "it was valid until " + own.getNotAfter());
        }
        return new Credential(chain, key, DomainNames.of(own));
    }

    /// All certificates of a file.
    ///
    /// @param what for the sentence when there is none
    static List<X509Certificate> certificates(String what, Path file) throws UnusableFile {
        List<X509Certificate> found = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (Block block : Pem.read(what, file)) {
                if (block.label().equals("CERTIFICATE")) {
                    var in = new ByteArrayInputStream(block.octets());
                    found.add((X509Certificate) factory.generateCertificate(in));
                }
            }
        } catch (CertificateException e) {
            throw new UnusableFile(what, file, "it holds no X.509 certificate");
        }
        if (found.isEmpty()) {
            throw new UnusableFile(what, file, "it holds no certificate");
        }
        return found;
    }

    private static boolean belong(X509Certificate certificate, PrivateKey key) {
        String algorithm =
                switch (key.getAlgorithm()) {
                    case "EC" -> "SHA256withECDSA";
                    case "EdDSA" -> "EdDSA";
                    default -> "SHA256withRSA";
                };
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(SAMPLE);
            byte[] signed = signature.sign();
            signature.initVerify(certificate.getPublicKey());
            signature.update(SAMPLE);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /// Whether a peer that asks for this name is shown this certificate. Here a wildcard counts:
    /// the peer decides whether it accepts one.
    boolean answersTo(String name) {
        int dot = name.indexOf('.');
        return names.includes(name) || dot > 0 && names.all().contains('*' + name.substring(dot));
    }
}
