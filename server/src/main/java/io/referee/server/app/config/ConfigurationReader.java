package io.referee.server.app.config;

import io.referee.server.app.document.BadConfiguration;
import io.referee.server.app.document.Document;
import io.referee.server.app.document.Nearest;
import io.referee.server.app.document.Node;
import io.referee.server.app.document.Place;
import io.referee.server.app.document.Section;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Reads a [Configuration]: defaults, then the file, then environment variables such as
/// `REFEREE_SIP_UDP`.
public final class ConfigurationReader {
    private static final List<String> ROOT =
            List.of(
                    "data",
                    "domains",
                    "sip",
                    "http",
                    "database",
                    "adminKey",
                    "compat",
                    "trace",
                    "security");
    private static final List<String> SIP = List.of("udp", "tcp", "tls", "advertise");
    private static final List<String> HTTP = List.of("listen");
    private static final List<String> COMPAT = List.of("sipsorcery", "from");
    private static final List<String> VARIABLES =
            List.of(
                    "REFEREE_DATA",
                    "REFEREE_DOMAINS",
                    "REFEREE_SIP_UDP",
                    "REFEREE_SIP_TCP",
                    "REFEREE_SIP_TLS",
                    "REFEREE_SIP_ADVERTISE",
                    "REFEREE_HTTP_LISTEN",
                    "REFEREE_DATABASE",
                    "REFEREE_ADMIN_KEY",
                    "REFEREE_COMPAT_SIPSORCERY",
                    "REFEREE_COMPAT_FROM",
                    "REFEREE_TRACE",
                    "REFEREE_SECURITY_LIMITS",
                    "REFEREE_SECURITY_TRUSTED",
                    "REFEREE_KEY",
                    "REFEREE_SERVER",
                    "REFEREE_JAVA");
    private static final int NEAR_EDITS = 2;

    private final Map<String, String> environment;

    private ConfigurationReader(Map<String, String> environment) {
        this.environment = environment;
    }

    /// The configuration without a file.
    ///
    /// @throws BadConfiguration when an environment variable holds something wrong
    public static Configuration defaults(Map<String, String> environment) {
        return read(new Node.Empty(Place.outside("defaults")), environment);
    }

    /// The configuration of a file.
    ///
    /// @throws BadConfiguration when the file, or an environment variable, holds something wrong
    public static Configuration file(Path file, Map<String, String> environment) {
        return read(Document.yamlFile(file), environment);
    }

    /// The configuration of a document that was read already.
    ///
    /// @throws BadConfiguration when it, or an environment variable, holds something wrong
    public static Configuration read(Node document, Map<String, String> environment) {
        return new ConfigurationReader(environment).configuration(Section.of(document, ROOT));
    }

    /// A sentence for each environment variable that looks like a misspelt setting. Others that
    /// begin with `REFEREE_` are left alone: container platforms set some for a service of that
    /// name.
    public static List<String> warnings(Map<String, String> environment) {
        List<String> warnings = new ArrayList<>();
        for (String name : environment.keySet().stream().sorted().toList()) {
            if (name.startsWith("REFEREE_") && !VARIABLES.contains(name)) {
                Nearest.to(name, VARIABLES, NEAR_EDITS)
                        .ifPresent(
                                near ->
                                        warnings.add(
                                                "the environment variable "
                                                        + name
                                                        + " is not known; did you mean "
                                                        + near
                                                        + "?"));
            }
        }
        return List.copyOf(warnings);
    }

    private Configuration configuration(Section root) {
        return new Configuration(
                folder(setting(root, "data", "REFEREE_DATA", "./data")),
                domains(root),
                sip(root.section("sip", SIP)),
                http(root.section("http", HTTP)),
                database(setting(root, "database", "REFEREE_DATABASE", "")),
                adminKey(setting(root, "adminKey", "REFEREE_ADMIN_KEY", "")),
                compat(root.section("compat", COMPAT)),
                onOrOff(setting(root, "trace", "REFEREE_TRACE", "on")),
                new SecurityReader(environment)
                        .read(root.section("security", SecurityReader.KEYS)));
    }

    private Configuration.Sip sip(Section sip) {
        refuseTls(sip);
        Node.Scalar udp = setting(sip, "udp", "REFEREE_SIP_UDP", "0.0.0.0:5060");
        Node.Scalar tcp = setting(sip, "tcp", "REFEREE_SIP_TCP", "0.0.0.0:5060");
        Configuration.Sip read =
                new Configuration.Sip(
                        listen(udp),
                        listen(tcp),
                        advertise(setting(sip, "advertise", "REFEREE_SIP_ADVERTISE", "auto")));
        if (read.udp() instanceof Listen.Off && read.tcp() instanceof Listen.Off) {
            throw tcp.place()
                    .complaint(
                            "and sip.udp must not both be off, because no phone could reach the"
                                    + " server.");
        }
        return read;
    }

    private void refuseTls(Section sip) {
        String variable = environment.getOrDefault("REFEREE_SIP_TLS", "");
        Node tls =
                variable.isEmpty()
                        ? sip.node("tls").orElse(new Node.Empty(sip.place()))
                        : new Node.Scalar(Place.outside("REFEREE_SIP_TLS"), variable);
        boolean off =
                switch (tls) {
                    case Node.Empty _ -> true;
                    case Node.Scalar s -> isOff(s.text());
                    case Node.Mapping _, Node.Sequence _ -> false;
                };
        if (!off) {
            throw tls.place().complaint("must be off: TLS is not available in this version.");
        }
    }

    private Configuration.Http http(Section http) {
        Node.Scalar listen = setting(http, "listen", "REFEREE_HTTP_LISTEN", "127.0.0.1:8080");
        if (Listen.parse(listen.text()).orElse(new Listen.Off()) instanceof Listen.At at) {
            return new Configuration.Http(at);
        }
        throw wrong(listen, "HOST:PORT");
    }

    private Configuration.Compat compat(Section compat) {
        Node.Scalar access = setting(compat, "sipsorcery", "REFEREE_COMPAT_SIPSORCERY", "key");
        Configuration.Access mode =
                switch (access.text()) {
                    case "off", "false" -> Configuration.Access.OFF;
                    case "key" -> Configuration.Access.KEY;
                    case "open" -> Configuration.Access.OPEN;
                    default -> throw wrong(access, "off, key or open");
                };
        List<Network> from = new ArrayList<>();
        for (Node.Scalar network : list(compat, "from", "REFEREE_COMPAT_FROM", "127.0.0.0/8")) {
            from.add(
                    Network.parse(network.text())
                            .orElseThrow(() -> wrong(network, "a network such as 10.0.0.0/8")));
        }
        return new Configuration.Compat(mode, List.copyOf(from));
    }

    private List<String> domains(Section root) {
        List<String> domains = new ArrayList<>();
        for (Node.Scalar domain : list(root, "domains", "REFEREE_DOMAINS", "localhost")) {
            String name = domain.text().toLowerCase(Locale.ROOT);
            if (!Hosts.isHost(name)) {
                throw wrong(domain, "a domain name");
            }
            if (domains.contains(name)) {
                throw domain.place().complaint("repeats the domain " + name + ".");
            }
            domains.add(name);
        }
        if (domains.isEmpty()) {
            throw root.place("domains").complaint("must name at least one domain.");
        }
        return List.copyOf(domains);
    }

    private static Path folder(Node.Scalar setting) {
        try {
            if (!setting.text().isEmpty()) {
                return Path.of(setting.text());
            }
        } catch (InvalidPathException _) {
            throw wrong(setting, "a folder");
        }
        throw wrong(setting, "a folder");
    }

    private static Listen listen(Node.Scalar setting) {
        return Listen.parse(setting.text()).orElseThrow(() -> wrong(setting, "HOST:PORT or off"));
    }

    private static String advertise(Node.Scalar setting) {
        if (Hosts.isHost(setting.text())) {
            return setting.text();
        }
        throw wrong(setting, "auto or a host");
    }

    private static String database(Node.Scalar setting) {
        String url = setting.text();
        if (url.isEmpty() || url.startsWith("jdbc:h2:") || url.startsWith("jdbc:postgresql:")) {
            return url;
        }
        throw setting.place()
                .complaint("must be empty or begin with jdbc:h2: or jdbc:postgresql:.");
    }

    private static String adminKey(Node.Scalar setting) {
        if (setting.text().chars().allMatch(c -> c > ' ' && c < 127)) {
            return setting.text();
        }
        throw setting.place().complaint("must be printable ASCII without spaces.");
    }

    private static boolean onOrOff(Node.Scalar setting) {
        return switch (setting.text()) {
            case "on", "true" -> true;
            case "off", "false" -> false;
            default -> throw wrong(setting, "on or off");
        };
    }

    private static boolean isOff(String text) {
        return text.equals("off") || text.equals("false") || text.isEmpty();
    }

    private Node.Scalar setting(Section section, String key, String variable, String otherwise) {
        String value = environment.getOrDefault(variable, "");
        if (!value.isEmpty()) {
            return new Node.Scalar(Place.outside(variable), value);
        }
        return section.scalar(key).orElseGet(() -> new Node.Scalar(section.place(key), otherwise));
    }

    private List<Node.Scalar> list(Section section, String key, String variable, String otherwise) {
        String value = environment.getOrDefault(variable, "");
        if (!value.isEmpty()) {
            return split(Place.outside(variable), value);
        }
        return section.has(key) ? section.scalars(key) : split(section.place(key), otherwise);
    }

    private static List<Node.Scalar> split(Place place, String commas) {
        List<Node.Scalar> items = new ArrayList<>();
        for (String item : commas.split(",", -1)) {
            items.add(new Node.Scalar(place, item.strip()));
        }
        return items;
    }

    private static BadConfiguration wrong(Node.Scalar setting, String expected) {
        return setting.place()
                .complaint("must be " + expected + ", not " + setting.described() + ".");
    }
}
