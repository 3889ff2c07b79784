package io.referee.server.call;

import io.referee.sip.sdp.Attribute;
import io.referee.sip.sdp.Connection;
import io.referee.sip.sdp.MediaSection;
import io.referee.sip.sdp.SessionDescription;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Where a party takes its media and with which keys (DTLS, SDES, ICE): what its partner has to be
/// told when it is another one. Candidates do not count, because they come and go in any order; nor
/// does a DTLS role that one of two bodies leaves open, as an offer does (RFC 5763 §5). *Immutable,
/// any thread.*
public final class MediaPlace {
    private MediaPlace() {}

    /// Whether both bodies name the same addresses, ports and keys. A stream that only one of them
    /// knows, and refuses, makes no difference.
    public static boolean same(SessionDescription one, SessionDescription other) {
        int shared = Math.min(one.media().size(), other.media().size());
        for (int i = 0; i < shared; i++) {
            if (!same(one, other, i)) {
                return false;
            }
        }
        return refused(one, shared) && refused(other, shared);
    }

    /// The same of one stream.
    public static boolean same(SessionDescription one, SessionDescription other, int section) {
        int port = one.media().get(section).port();
        return port == other.media().get(section).port()
                && address(one, section).equals(address(other, section))
                && (port == 0 || sameKeys(one, other, section));
    }

    private static boolean refused(SessionDescription body, int from) {
        return body.media().stream().skip(from).allMatch(MediaSection::isRejected);
    }

    private static String address(SessionDescription body, int section) {
        return body.connectionOf(section).map(Connection::address).orElse("");
    }

    private static boolean sameKeys(SessionDescription one, SessionDescription other, int i) {
        return alike(fingerprints(one, i), fingerprints(other, i))
                && alike(cryptos(one, i), cryptos(other, i))
                && stated(one, i, "ice-ufrag").equals(stated(other, i, "ice-ufrag"))
                && stated(one, i, "ice-pwd").equals(stated(other, i, "ice-pwd"))
                && compatible(stated(one, i, "setup"), stated(other, i, "setup"));
    }

    /// An answer picks from what an offer named.
    private static boolean alike(Set<String> one, Set<String> other) {
        return one.isEmpty() == other.isEmpty()
                && (one.containsAll(other) || other.containsAll(one));
    }

    private static boolean compatible(Optional<String> one, Optional<String> other) {
        return one.filter(MediaPlace::taken).isEmpty()
                || other.filter(MediaPlace::taken).isEmpty()
                || one.equals(other);
    }

    private static boolean taken(String role) {
        return role.equals("active") || role.equals("passive");
    }

    /// A section's own word goes before that of the session.
    private static Optional<String> stated(SessionDescription body, int section, String name) {
        return body.media().get(section).attribute(name).or(() -> body.attribute(name));
    }

    private static Set<String> fingerprints(SessionDescription body, int section) {
        List<Attribute> own = body.media().get(section).attributes();
        Set<String> named = fingerprints(own);
        return named.isEmpty() ? fingerprints(body.attributes()) : named;
    }

    private static Set<String> fingerprints(List<Attribute> attributes) {
        return attributes.stream()
                .filter(attribute -> attribute.name().equals("fingerprint"))
                .map(attribute -> attribute.value().strip().toUpperCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
    }

    /// Suites and keys without the tag, which is another one in every offer (RFC 4568 §5.1).
    private static Set<String> cryptos(SessionDescription body, int section) {
        return body.media().get(section).attributes().stream()
                .filter(attribute -> attribute.name().equals("crypto"))
                .map(attribute -> attribute.value().strip())
                .map(value -> value.substring(value.indexOf(' ') + 1))
                .collect(Collectors.toUnmodifiableSet());
    }
}
