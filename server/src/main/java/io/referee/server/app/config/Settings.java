package io.referee.server.app.config;

import io.referee.server.account.Network;
import io.referee.server.app.document.BadConfiguration;
import io.referee.server.app.document.Node;
import io.referee.server.app.document.Place;
import io.referee.server.app.document.Section;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Single settings: of the environment, else of the file, else as usual. *Immutable.*
final class Settings {
    private final Map<String, String> environment;

    Settings(Map<String, String> environment) {
        this.environment = environment;
    }

    /// Whether a variable holds something.
    boolean has(String variable) {
        return !environment.getOrDefault(variable, "").isEmpty();
    }

    /// What a variable holds.
    Node.Scalar variable(String name) {
        return new Node.Scalar(Place.outside(name), environment.getOrDefault(name, ""));
    }

    Node.Scalar setting(Section section, String key, String variable, String otherwise) {
        if (has(variable)) {
            return variable(variable);
        }
        return section.scalar(key).orElseGet(() -> new Node.Scalar(section.place(key), otherwise));
    }

    /// A list; in a variable with commas.
    List<Node.Scalar> list(Section section, String key, String variable, String otherwise) {
        if (has(variable)) {
            return split(variable(variable));
        }
        return section.node(key).orElse(null) instanceof Node.Scalar one && one.text().contains(",")
                ? split(one)
                : section.has(key)
                        ? section.scalars(key)
                        : split(new Node.Scalar(section.place(key), otherwise));
    }

    /// A file; empty when it is not set.
    Optional<Path> file(Section section, String key, String variable) {
        Node.Scalar file = setting(section, key, variable, "");
        return file.text().isEmpty() ? Optional.empty() : Optional.of(Path.of(file.text()));
    }

    private static List<Node.Scalar> split(Node.Scalar commas) {
        List<Node.Scalar> items = new ArrayList<>();
        for (String item : commas.text().split(",", -1)) {
            items.add(new Node.Scalar(commas.place(), item.strip()));
        }
        return items;
    }

    /// Each of them is a network.
    static List<Network> networks(List<Node.Scalar> texts) {
        List<Network> networks = new ArrayList<>();
        for (Node.Scalar text : texts) {
            networks.add(
                    Network.parse(text.text())
                            .orElseThrow(() -> wrong(text, "a network such as 10.0.0.0/8")));
        }
        return List.copyOf(networks);
    }

    static boolean onOrOff(Node.Scalar setting) {
        return switch (setting.text()) {
            case "on", "true" -> true;
            case "off", "false" -> false;
            default -> throw wrong(setting, "on or off");
        };
    }

    static boolean isOff(String text) {
        return text.equals("off") || text.equals("false") || text.isEmpty();
    }

    static BadConfiguration wrong(Node.Scalar setting, String expected) {
        return setting.place()
                .complaint("must be " + expected + ", not " + setting.described() + ".");
    }
}
