package io.referee.net;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What a TLS listener shows and asks for. *Immutable.*
///
/// @param certificates one for each name; the first is shown to who asks for no name, or for one
///   that nobody has (RFC 6066 §3)
/// @param clients whether phones must show a certificate too
/// @param ca PEM file of the authorities that sign the phones' certificates
public record TlsServer(
        List<KeyFiles> certificates, ClientCertificates clients, Optional<Path> ca) {

    /// Whether the peer is asked for a certificate.
    public enum ClientCertificates {
        /// Not asked.
        OFF,
        /// Asked; who has none may come in.
        WANTED,
        /// Who has none is refused.
        REQUIRED
    }

    /// @throws IllegalArgumentException when there is no certificate, or client certificates are
    ///   asked for and nobody signs them
    public TlsServer {
        certificates = List.copyOf(certificates);
        if (certificates.isEmpty()) {
            throw new IllegalArgumentException("TLS needs a certificate");
        }
        if (clients != ClientCertificates.OFF && ca.isEmpty()) {
            throw new IllegalArgumentException("client certificates need a file of authorities");
        }
    }

    /// One certificate, and nothing asked of phones.
    public static TlsServer of(KeyFiles files) {
        return new TlsServer(List.of(files), ClientCertificates.OFF, Optional.empty());
    }
}
