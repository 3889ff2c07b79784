package io.referee.sip.routing;

import io.referee.sip.transport.Transport;

import java.util.Locale;
import java.util.Optional;

/// A way in which a domain can offer SIP: the service field of its NAPTR record (RFC 3263 §8, RFC
/// 7118 §10.3), the name of its SRV records, the port when nobody names one. `SIP+D2S` (SCTP) is
/// not among them, because nothing here speaks it.
enum Service {
    SIP_UDP("SIP+D2U", "_sip._udp.", Transport.UDP),
    SIP_TCP("SIP+D2T", "_sip._tcp.", Transport.TCP),
    SIPS_TCP("SIPS+D2T", "_sips._tcp.", Transport.TLS),
    SIP_WS("SIP+D2W", "_sip._ws.", Transport.WS),
    SIPS_WS("SIPS+D2W", "_sips._ws.", Transport.WSS);

    private final String field;
    private final String prefix;
    private final Transport transport;

    Service(String field, String prefix, Transport transport) {
        this.field = field;
        this.prefix = prefix;
        this.transport = transport;
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

    /// What a URI's `transport` parameter asks for (RFC 3261 §19.1.1, RFC 7118 §5.2.2): with `sips`
    /// the secure one of the same kind. `tls` is deprecated and `wss` in no RFC, but both are
    /// written.
    static Optional<Service> ofParameter(String text, boolean secure) {
        return switch (text) {
            case "udp" -> secure ? Optional.empty() : Optional.of(SIP_UDP);
            case "tcp" -> Optional.of(secure ? SIPS_TCP : SIP_TCP);
            case "tls" -> Optional.of(SIPS_TCP);
            case "ws" -> Optional.of(secure ? SIPS_WS : SIP_WS);
            case "wss" -> Optional.of(SIPS_WS);
            default -> Optional.empty();
        };
    }

    /// Whether it is asked for when a domain does not say what it has (RFC 3263 §4.1). Nobody
    /// serves WebSocket without saying so.
    boolean usual(boolean secureWanted) {
        return switch (this) {
            case SIP_UDP, SIP_TCP -> !secureWanted;
            case SIPS_TCP -> secureWanted;
            case SIP_WS, SIPS_WS -> false;
        };
    }

    /// Whether a request to a `sips:` URI may take it.
    boolean secure() {
        return transport.secure();
    }

    Transport transport() {
        return transport;
    }

    int defaultPort() {
        return transport.defaultPort();
    }

    /// The question for the servers of `domain` that offer it.
    Question servers(String domain) {
        return new Question(prefix + domain, RecordType.SRV);
    }
}
