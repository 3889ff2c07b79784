package io.referee.net;

import io.referee.sip.uri.SipUri;

import java.net.InetAddress;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The SIP domains that a certificate speaks for (RFC 5922 §7.1), in lower case. *Immutable.*
///
/// SIP URIs without a user among the alternative names; only when there is none, DNS names; only
/// when there are no alternative names at all, the common name. IP addresses are taken as they are,
/// which RFC 5922 leaves open, so that a peer may be named by its address.
record DomainNames(List<String> all) {
    private static final int DNS = 2;
    private static final int URI = 6;
    private static final int IP = 7;

    DomainNames {
        all = List.copyOf(all);
    }

    static DomainNames of(X509Certificate certificate) {
        Collection<List<?>> alternatives = alternatives(certificate);
        if (alternatives == null) {
            return new DomainNames(commonName(certificate).stream().toList());
        }
        List<String> sip = new ArrayList<>();
        List<String> dns = new ArrayList<>();
        List<String> ip = new ArrayList<>();
        for (List<?> one : alternatives) {
            String value = one.get(1) instanceof String text ? text : "";
            switch (((Number) one.get(0)).intValue()) {
                case URI -> sipDomain(value).ifPresent(sip::add);
                case DNS -> dns.add(value.toLowerCase(Locale.ROOT));
                case IP -> ip.add(plain(value));
                default -> {}
            }
        }
        ip.addAll(sip.isEmpty() ? dns : sip);
        return new DomainNames(ip);
    }

    @org.jspecify.annotations.Nullable
    private static Collection<List<?>> alternatives(X509Certificate certificate) {
        try {
            return certificate.getSubjectAlternativeNames();
        } catch (CertificateParsingException e) {
            return List.of();
        }
    }

    /// A URI with a user names a person and not a domain; `sips` is not accepted.
    private static Optional<String> sipDomain(String uri) {
        return SipUri.parse(uri)
                .filter(sip -> !sip.secure() && sip.user().isEmpty())
                .map(SipUri::domain);
    }

    private static Optional<String> commonName(X509Certificate certificate) {
        String subject = certificate.getSubjectX500Principal().getName();
        for (String part : subject.split(",", -1)) {
            if (part.regionMatches(true, 0, "CN=", 0, 3)) {
                return Optional.of(part.substring(3).toLowerCase(Locale.ROOT));
            }
        }
        return Optional.empty();
    }

    /// Whether the certificate is this domain's: the whole name, whatever its case. A wildcard
    /// matches nothing (RFC 5922 §7.2).
    boolean includes(String domain) {
        return all.contains(plain(domain));
    }

    /// One way of writing for each IP address; a name without the dot that may end it.
    private static String plain(String host) {
        String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        if (bare.indexOf(':') >= 0 || !bare.isEmpty() && Character.isDigit(bare.charAt(0))) {
            try {
                return InetAddress.ofLiteral(bare).getHostAddress();
            } catch (IllegalArgumentException e) {
                // A name that begins with a digit.
            }
        }
        String lower = bare.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }
}
