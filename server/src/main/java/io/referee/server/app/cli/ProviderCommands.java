package io.referee.server.app.cli;

import picocli.CommandLine.Command;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;

/// The command about providers.
final class ProviderCommands {

    private ProviderCommands() {}

    @Command(
            name = "providers",
            description =
                    "Lists the providers, how their registrations stand and who takes their calls;"
                            + " or removes one.")
    static final class Providers extends DirectoryCommands.Things {
        private static final List<String> COLUMNS =
                List.of("name", "owner", "server", "state", "callee", "reason", "nextAttempt");

        Providers(Terminal terminal) {
            super(terminal, "/api/v1/providers", "There are no providers.", COLUMNS);
        }

        @Override
        JsonNode row(JsonNode provider) {
            ObjectNode row = JsonNodeFactory.instance.objectNode();
            JsonNode registration = provider.path("registration");
            row.set("name", provider.path("name"));
            row.set("owner", provider.path("owner"));
            row.set("server", provider.path("server"));
            String callee = provider.path("callee").asString("");
            row.put("callee", callee.isEmpty() ? "nobody" : callee);
            for (String key : List.of("state", "reason", "nextAttempt")) {
                row.put(key, registration.path(key).asString(""));
            }
            return row;
        }
    }
}
