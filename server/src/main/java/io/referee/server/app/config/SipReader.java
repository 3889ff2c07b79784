package io.referee.server.app.config;

import io.referee.server.app.config.Configuration.ClientCertificates;
import io.referee.server.app.config.Configuration.KeyPair;
import io.referee.server.app.config.Configuration.Offer;
import io.referee.server.app.config.Configuration.Tls;
import io.referee.server.app.document.Node;
import io.referee.server.app.document.Section;
import io.referee.sip.transaction.Timing;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Reads the group `sip`: listeners, certificates, bounds of connections.
final class SipReader {
    static final List<String> KEYS =
            List.of(
                    "udp",
                    "tcp",
                    "tls",
                    "webSocket",
                    "advertise",
                    "connections",
                    "connectionsPerSource",
                    "sessionExpires",
                    "minSE",
                    "t1",
                    "trusted",
                    "digest",
                    "authInt",
                    "dns");
    private static final List<String> TLS =
            List.of("listen", "certificate", "key", "certificates", "clientCertificates", "ca");
    private static final List<String> KEY_PAIR = List.of("certificate", "key");
    private static final List<String> WEB_SOCKET = List.of("origins");

    /// More than any machine has descriptors.
    private static final int MOST_CONNECTIONS = 1_000_000;

    /// With less, 64*T1 would be no time to answer.
    private static final int LEAST_T1 = 100;

    private final Settings settings;
    private final Section sip;

    SipReader(Settings settings, Section sip) {
        this.settings = settings;
        this.sip = sip;
    }

    Configuration.Sip read() {
        Configuration.Sip read =
                new Configuration.Sip(
                        listeners(sip, "udp", "REFEREE_SIP_UDP", "0.0.0.0:5060"),
                        listeners(sip, "tcp", "REFEREE_SIP_TCP", "0.0.0.0:5060"),
                        tls(),
                        webSocket(),
                        advertise(),
                        new Configuration.Connections(
                                number("connections", "REFEREE_SIP_CONNECTIONS", "16384"),
                                number(
                                        "connectionsPerSource",
                                        "REFEREE_SIP_CONNECTIONS_PER_SOURCE",
                                        "2048")),
                        new Configuration.SessionExpiry(
                                sessionExpires(), number("minSE", "REFEREE_SIP_MIN_SE", "90")),
                        t1());
        if (read.udp().isEmpty() && read.tcp().isEmpty() && read.tls().isEmpty()) {
            throw settings.setting(sip, "tcp", "REFEREE_SIP_TCP", "")
                    .place()
                    .complaint(
                            "and sip.udp must not both be off, because no phone could reach the"
                                    + " server.");
        }
        return read;
    }

    /// `off`, one address or a list of them.
    private List<Listen.At> listeners(
            Section section, String key, String variable, String otherwise) {
        boolean list =
                !settings.has(variable) && section.node(key).orElse(null) instanceof Node.Sequence;
        if (!list) {
            Node.Scalar one = settings.setting(section, key, variable, otherwise);
            if (one.text().indexOf(',') < 0) {
                return listener(one);
            }
        }
        List<Listen.At> all = new ArrayList<>();
        for (Node.Scalar item : settings.list(section, key, variable, otherwise)) {
            if (!(Listen.parse(item.text()).orElse(null) instanceof Listen.At at)) {
                throw Settings.wrong(item, "HOST:PORT");
            }
            all.add(at);
        }
        return List.copyOf(all);
    }

    private static List<Listen.At> listener(Node.Scalar one) {
        Listen listen =
                Listen.parse(one.text()).orElseThrow(() -> Settings.wrong(one, "HOST:PORT or off"));
        return switch (listen) {
            case Listen.Off _ -> List.of();
            case Listen.At at -> List.of(at);
        };
    }

    private Optional<Tls> tls() {
        Node node =
                settings.has("REFEREE_SIP_TLS")
                        ? settings.variable("REFEREE_SIP_TLS")
                        : sip.node("tls").orElse(new Node.Empty(sip.place("tls")));
        boolean off = node instanceof Node.Scalar one && Settings.isOff(one.text());
        boolean unset = node instanceof Node.Empty && !settings.has("REFEREE_SIP_TLS_CERTIFICATE");
        return off || unset ? Optional.empty() : Optional.of(tls(Section.of(node, TLS)));
    }

    private Tls tls(Section tls) {
        List<Listen.At> listen = listeners(tls, "listen", "REFEREE_SIP_TLS_LISTEN", "0.0.0.0:5061");
        if (listen.isEmpty()) {
            throw tls.place("listen")
                    .complaint("must be HOST:PORT; sip.tls as a whole may be off.");
        }
        ClientCertificates clients = clients(tls);
        Optional<Path> ca = settings.file(tls, "ca", "REFEREE_SIP_TLS_CA");
        if (clients != ClientCertificates.OFF && ca.isEmpty()) {
            throw tls.place("clientCertificates")
                    .complaint("needs the key ca: who signs the certificates of phones.");
        }
        return new Tls(listen, keyPairs(tls), clients, ca);
    }

    private List<KeyPair> keyPairs(Section tls) {
        List<KeyPair> pairs = new ArrayList<>();
        Optional<Path> certificate =
                settings.file(tls, "certificate", "REFEREE_SIP_TLS_CERTIFICATE");
        Optional<Path> key = settings.file(tls, "key", "REFEREE_SIP_TLS_KEY");
        if (certificate.isPresent() && key.isPresent()) {
            pairs.add(new KeyPair(certificate.get(), key.get()));
        } else if (certificate.isPresent() || key.isPresent() || !tls.has("certificates")) {
            throw tls.place()
                    .complaint(
                            "needs the key " + (certificate.isPresent() ? "key." : "certificate."));
        }
        for (Section more : tls.sections("certificates", KEY_PAIR)) {
            pairs.add(
                    new KeyPair(
                            Path.of(more.required("certificate")), Path.of(more.required("key"))));
        }
        return List.copyOf(pairs);
    }

    private ClientCertificates clients(Section tls) {
        Node.Scalar asked =
                settings.setting(
                        tls, "clientCertificates", "REFEREE_SIP_TLS_CLIENT_CERTIFICATES", "off");
        return switch (asked.text().toLowerCase(Locale.ROOT)) {
            case "off", "false" -> ClientCertificates.OFF;
            case "wanted" -> ClientCertificates.WANTED;
            case "required" -> ClientCertificates.REQUIRED;
            default -> throw Settings.wrong(asked, "off, wanted or required");
        };
    }

    private Configuration.WebSocket webSocket() {
        Node node =
                settings.has("REFEREE_SIP_WEB_SOCKET")
                        ? settings.variable("REFEREE_SIP_WEB_SOCKET")
                        : sip.node("webSocket").orElse(new Node.Empty(sip.place()));
        if (node instanceof Node.Empty) {
            return new Configuration.WebSocket(Offer.USUAL, List.of());
        }
        if (node instanceof Node.Scalar one) {
            Offer offer = Settings.onOrOff(one) ? Offer.WANTED : Offer.OFF;
            return new Configuration.WebSocket(offer, List.of());
        }
        List<String> origins = new ArrayList<>();
        for (Node.Scalar origin : Section.of(node, WEB_SOCKET).scalars("origins")) {
            origins.add(origin(origin));
        }
        return new Configuration.WebSocket(Offer.WANTED, List.copyOf(origins));
    }

    /// As a browser sends it (RFC 6454 §6.1).
    private static String origin(Node.Scalar setting) {
        String text = setting.text().toLowerCase(Locale.ROOT);
        int host = text.indexOf("://") + 3;
        boolean ok =
                (text.startsWith("https://") || text.startsWith("http://"))
                        && text.length() > host
                        && text.indexOf('/', host) < 0;
        if (ok) {
            return text;
        }
        throw Settings.wrong(setting, "an origin such as https://phone.example.org");
    }

    private String advertise() {
        Node.Scalar host = settings.setting(sip, "advertise", "REFEREE_SIP_ADVERTISE", "auto");
        if (Hosts.isHost(host.text())) {
            return host.text();
        }
        throw Settings.wrong(host, "auto or a host");
    }

    /// Milliseconds; T2 may not be less.
    private Duration t1() {
        Node.Scalar setting = settings.setting(sip, "t1", "REFEREE_SIP_T1", "500");
        int t1 = number("t1", "REFEREE_SIP_T1", "500");
        if (t1 < LEAST_T1 || t1 > Timing.STANDARD.t2().toMillis()) {
            throw Settings.wrong(
                    setting,
                    "a number from " + LEAST_T1 + " to " + Timing.STANDARD.t2().toMillis());
        }
        return Duration.ofMillis(t1);
    }

    private int sessionExpires() {
        String variable = "REFEREE_SIP_SESSION_EXPIRES";
        Node.Scalar setting = settings.setting(sip, "sessionExpires", variable, "1800");
        return Settings.isOff(setting.text()) ? 0 : number("sessionExpires", variable, "1800");
    }

    private int number(String key, String variable, String otherwise) {
        Node.Scalar setting = settings.setting(sip, key, variable, otherwise);
        String text = setting.text();
        boolean digits =
                !text.isEmpty()
                        && text.length() <= 7
                        && text.chars().allMatch(c -> c >= '0' && c <= '9');
        int number = digits ? Integer.parseInt(text) : 0;
        if (number < 1 || number > MOST_CONNECTIONS) {
            throw Settings.wrong(setting, "a number from 1 to " + MOST_CONNECTIONS);
        }
        return number;
    }
}
