package io.referee.server.app.config;

import io.referee.server.account.Network;
import io.referee.server.app.document.BadConfiguration;
import io.referee.server.app.document.Node;
import io.referee.server.app.document.Place;
import io.referee.server.app.document.Section;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads the section `security`.
final class SecurityReader {
    static final List<String> KEYS =
            List.of(
                    "limits",
                    "trusted",
                    "source",
                    "account",
                    "owner",
                    "failedLogins",
                    "ringing",
                    "banSeconds");

    private static final List<String> SOURCE = List.of("requests", "invites", "registers");
    private static final List<String> ACCOUNT =
            List.of("requests", "invites", "registers", "calls");
    private static final List<String> OWNER = List.of("calls", "callsPerDay", "deniedNetworks");
    private static final String DENIED = "REFEREE_SECURITY_OWNER_DENIED_NETWORKS";
    private static final int MOST = 1_000_000;

    private final Map<String, String> environment;

    SecurityReader(Map<String, String> environment) {
        this.environment = environment;
    }

    Security read(Section security) {
        Section source = security.section("source", SOURCE);
        Section account = security.section("account", ACCOUNT);
        Section owner = security.section("owner", OWNER);
        return new Security(
                limits(security),
                trusted(security),
                perSecond(source, new Security.PerSecond(200, 20, 50)),
                perSecond(account, new Security.PerSecond(50, 10, 5)),
                number(account, "calls", 100, 0),
                new Security.OfOwner(
                        number(owner, "calls", 0, 0),
                        number(owner, "callsPerDay", 0, 0),
                        denied(owner)),
                number(security, "failedLogins", 10, 1),
                security.has("ringing")
                        ? Optional.of(number(security, "ringing", 0, 0))
                        : Optional.empty(),
                Duration.ofSeconds(number(security, "banSeconds", 60, 1)));
    }

    private static Security.PerSecond perSecond(Section section, Security.PerSecond otherwise) {
        return new Security.PerSecond(
                number(section, "requests", otherwise.requests(), 0),
                number(section, "invites", otherwise.invites(), 0),
                number(section, "registers", otherwise.registers(), 0));
    }

    private boolean limits(Section security) {
        String variable = environment.getOrDefault("REFEREE_SECURITY_LIMITS", "");
        Node.Scalar setting =
                variable.isEmpty()
                        ? security.scalar("limits")
                                .orElseGet(() -> new Node.Scalar(security.place("limits"), "on"))
                        : new Node.Scalar(Place.outside("REFEREE_SECURITY_LIMITS"), variable);
        return switch (setting.text()) {
            case "on", "true" -> true;
            case "off", "false" -> false;
            default -> throw wrong(setting, "on or off");
        };
    }

    /// Without it, this machine: who can send from here needs no network to do harm.
    private List<Network> trusted(Section security) {
        String variable = environment.getOrDefault("REFEREE_SECURITY_TRUSTED", "");
        List<Node.Scalar> named = new ArrayList<>();
        if (!variable.isEmpty()) {
            for (String each : variable.split(",", -1)) {
                named.add(new Node.Scalar(Place.outside("REFEREE_SECURITY_TRUSTED"), each.strip()));
            }
        } else if (security.has("trusted")) {
            named.addAll(security.scalars("trusted"));
        } else {
            named.add(new Node.Scalar(security.place("trusted"), "127.0.0.0/8"));
            named.add(new Node.Scalar(security.place("trusted"), "::1"));
        }
        List<Network> networks = new ArrayList<>();
        for (Node.Scalar each : named) {
            networks.add(
                    Network.parse(each.text())
                            .orElseThrow(() -> wrong(each, "a network such as 10.0.0.0/8")));
        }
        return List.copyOf(networks);
    }

    /// Without it, none: at home providers and gateways have private addresses.
    private List<Network> denied(Section owner) {
        Settings settings = new Settings(environment);
        if (!settings.has(DENIED) && !owner.has("deniedNetworks")) {
            return List.of();
        }
        List<Network> networks = new ArrayList<>();
        for (Node.Scalar each : settings.list(owner, "deniedNetworks", DENIED, "")) {
            if (each.text().equals("private")) {
                networks.addAll(WebAccess.SPECIAL);
            } else {
                networks.add(
                        Network.parse(each.text())
                                .orElseThrow(
                                        () ->
                                                wrong(
                                                        each,
                                                        "private, or a network such as"
                                                                + " 10.0.0.0/8")));
            }
        }
        return List.copyOf(networks);
    }

    private static int number(Section section, String key, int otherwise, int least) {
        Node.Scalar setting =
                section.scalar(key)
                        .orElseGet(
                                () ->
                                        new Node.Scalar(
                                                section.place(key), Integer.toString(otherwise)));
        try {
            int number = Integer.parseInt(setting.text());
            if (number >= least && number <= MOST) {
                return number;
            }
        } catch (NumberFormatException _) {
            throw wrong(setting, "a number");
        }
        throw wrong(setting, "from " + least + " to " + MOST);
    }

    private static BadConfiguration wrong(Node.Scalar setting, String expected) {
        return setting.place()
                .complaint("must be " + expected + ", not " + setting.described() + ".");
    }
}
