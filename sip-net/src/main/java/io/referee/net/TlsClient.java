package io.referee.net;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// How we call others over TLS. *Immutable.*
///
/// @param ca PEM files of authorities that are trusted besides the system's
/// @param identity the certificate that is shown to who asks for one
/// @param unverified host names whose certificates are taken as they are: what is said to them can
///   be read and changed on the way
public record TlsClient(List<Path> ca, Optional<KeyFiles> identity, Predicate<String> unverified) {
    private static final TlsClient STANDARD =
            new TlsClient(List.of(), Optional.empty(), name -> false);

    public TlsClient {
        ca = List.copyOf(ca);
    }

    /// The system's authorities, nothing shown, everybody verified.
    public static TlsClient standard() {
        return STANDARD;
    }

    /// With these authorities besides the system's.
    public TlsClient trusting(List<Path> files) {
        return new TlsClient(files, identity, unverified);
    }

    /// With a certificate of our own.
    public TlsClient showing(KeyFiles files) {
        return new TlsClient(ca, Optional.of(files), unverified);
    }

    /// With host names that are not verified.
    public TlsClient notVerifying(Predicate<String> names) {
        return new TlsClient(ca, identity, names);
    }
}
