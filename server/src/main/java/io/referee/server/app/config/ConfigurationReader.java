package io.referee.server.app.config;

import io.referee.server.account.Network;
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
import java.util.stream.Stream;

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
                    "security",
                    "transfer",
                    "refer",
                    "referredBy",
                    "replaces",
                    "pass",
                    "park",
                    "reinvite",
                    "moh",
                    "hold",
                    "dialPlans",
                    "calls");
    private static final List<String> COMPAT = List.of("sipsorcery", "from");
    private static final List<String> OTHERS =
            List.of(
                    "REFEREE_DATA",
                    "REFEREE_DOMAINS",
                    "REFEREE_SIP_UDP",
                    "REFEREE_SIP_TCP",
                    "REFEREE_SIP_TLS",
                    "REFEREE_SIP_TLS_LISTEN",
                    "REFEREE_SIP_TLS_CERTIFICATE",
                    "REFEREE_SIP_TLS_KEY",
                    "REFEREE_SIP_TLS_CLIENT_CERTIFICATES",
                    "REFEREE_SIP_TLS_CA",
                    "REFEREE_SIP_WEB_SOCKET",
                    "REFEREE_SIP_CONNECTIONS",
                    "REFEREE_SIP_CONNECTIONS_PER_SOURCE",
                    "REFEREE_SIP_SESSION_EXPIRES",
                    "REFEREE_SIP_MIN_SE",
                    "REFEREE_SIP_T1",
                    "REFEREE_SIP_ADVERTISE",
                    DnsReader.VARIABLE,
                    "REFEREE_SIP_TRUSTED",
                    "REFEREE_SIP_DIGEST",
                    "REFEREE_SIP_AUTH_INT",
                    HttpReader.LISTEN,
                    HttpReader.TLS,
                    HttpReader.TLS_LISTEN,
                    HttpReader.TLS_CERTIFICATE,
                    HttpReader.TLS_KEY,
                    "REFEREE_DATABASE",
                    "REFEREE_ADMIN_KEY",
                    "REFEREE_COMPAT_SIPSORCERY",
                    "REFEREE_COMPAT_FROM",
                    "REFEREE_TRACE",
                    "REFEREE_SECURITY_TRUSTED",
                    "REFEREE_SECURITY_LIMITS",
                    "REFEREE_SECURITY_OWNER_DENIED_NETWORKS",
                    DialPlanReader.RUBY,
                    DialPlanReader.WALLS,
                    DialPlanReader.ZONE,
                    DialPlanReader.COMMON_SCRIPT,
                    ScriptAccessReader.WEB,
                    ScriptAccessReader.MAIL,
                    ScriptAccessReader.MAIL_FROM,
                    ScriptAccessReader.EXECUTIONS,
                    CallsReader.KEEP,
                    "REFEREE_KEY",
                    "REFEREE_SERVER",
                    "REFEREE_JAVA");
    private static final List<String> VARIABLES =
            Stream.concat(OTHERS.stream(), TransferReader.variables().stream()).toList();
    private static final int NEAR_EDITS = 2;

    private final Map<String, String> environment;
    private final Settings settings;

    private ConfigurationReader(Map<String, String> environment) {
        this.environment = environment;
        this.settings = new Settings(environment);
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
                folder(settings.setting(root, "data", "REFEREE_DATA", "./data")),
                domains(root),
                new SipReader(settings, root.section("sip", SipReader.KEYS)).read(),
                new HttpReader(settings, root.section("http", HttpReader.KEYS)).read(),
                database(settings.setting(root, "database", "REFEREE_DATABASE", "")),
                adminKey(settings.setting(root, "adminKey", "REFEREE_ADMIN_KEY", "")),
                compat(root.section("compat", COMPAT)),
                new IdentityReader(settings).read(root.section("sip", SipReader.KEYS)),
                Settings.onOrOff(settings.setting(root, "trace", "REFEREE_TRACE", "on")),
                new SecurityReader(environment).read(root.section("security", SecurityReader.KEYS)),
                new DnsReader(environment).read(root.section("sip", SipReader.KEYS)),
                new TransferReader(settings, root).read(),
                new DialPlanReader(settings).read(root.section("dialPlans", DialPlanReader.KEYS)),
                CallsReader.read(settings, root.section("calls", CallsReader.KEYS)));
    }

    private Configuration.Compat compat(Section compat) {
        Node.Scalar access =
                settings.setting(compat, "sipsorcery", "REFEREE_COMPAT_SIPSORCERY", "key");
        Configuration.Access mode =
                switch (access.text()) {
                    case "off", "false" -> Configuration.Access.OFF;
                    case "key" -> Configuration.Access.KEY;
                    case "open" -> Configuration.Access.OPEN;
                    default -> throw Settings.wrong(access, "off, key or open");
                };
        List<Network> from =
                Settings.networks(
                        settings.list(compat, "from", "REFEREE_COMPAT_FROM", "127.0.0.0/8"));
        return new Configuration.Compat(mode, from);
    }

    private List<String> domains(Section root) {
        List<String> domains = new ArrayList<>();
        for (Node.Scalar domain : settings.list(root, "domains", "REFEREE_DOMAINS", "localhost")) {
            String name = domain.text().toLowerCase(Locale.ROOT);
            if (!Hosts.isHost(name)) {
                throw Settings.wrong(domain, "a domain name");
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
            throw Settings.wrong(setting, "a folder");
        }
        throw Settings.wrong(setting, "a folder");
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
}
