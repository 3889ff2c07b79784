package io.referee.sip.routing;

import io.referee.sip.transport.Transport;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A way in which a domain can offer SIP: the service field of its NAPTR record (RFC 3263 §8, RFC
/// 7118 §10.3), the name of its SRV records, the port when nobody names one. `SIP+D2S` (SCTP) is
/// not among them, because nothing here speaks it.
enum Service {
    SIP_UDP("SIP+D2U", "_sip._udp.", Transport.UDP, 5060),
    SIP_TCP("SIP+D2T", "_sip._tcp.", Transport.TCP, 5060);

    private final String field;
    private final String prefix;
    private final Transport transport;
    private final int defaultPort;

    Service(String field, String prefix, Transport transport, int defaultPort) {
        this.field = field;
        this.prefix = prefix;
        this.transport = transport;
        this.defaultPort = defaultPort;
    }

    /// The one that a NAPTR record offers; case does not matter (RFC 3403 §4.1).
    static Optional<Service> ofField(String text) {
        String upper = text.toUpperCase(Locale.ROOT);
        for (Service service : values()) {
            if (service.field.equals(upper)) {
                return Optional.of(service);
            }
        }
        return Optional.empty();
    }

    static Service of(Transport transport) {
        for (Service service : values()) {
            if (service.transport == transport) {
                return service;
            }
        }
        throw new IllegalArgumentException("no service of SIP for " + transport);
    }

    /// What a URI's `transport` parameter asks for (RFC 3261 §19.1.1, RFC 7118 §5.2); `tls` and
    /// `wss` are not in the RFCs, but phones write them.
    static Optional<Service> ofParameter(String text, boolean secure) {
        return switch (text) {
            case "udp" -> secure ? Optional.empty() : Optional.of(SIP_UDP);
            case "tcp" -> secure ? Optional.empty() : Optional.of(SIP_TCP);
            default -> Optional.empty();
        };
    }

    /// Those that are asked for one by one when a domain does not say which it has (RFC 3263 §4.1).
    static List<Service> usual(boolean secure) {
        return secure ? List.of() : List.of(SIP_UDP, SIP_TCP);
    }

    /// Whether a request to a `sips:` URI may take it.
    boolean secure() {
        return false;
    }

    Transport transport() {
        return transport;
    }

    int defaultPort() {
        return defaultPort;
    }

    /// The question for the servers of `domain` that offer it.
    Question servers(String domain) {
        return new Question(prefix + domain, RecordType.SRV);
    }
}
