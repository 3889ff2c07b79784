package io.referee.server.app.cli;

import picocli.CommandLine.Command;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.Map;

/// The command about providers.
final class ProviderCommands {

    private ProviderCommands() {}

    @Command(
            name = "providers",
            description = "Lists the providers and how their registrations stand.")
    static final class Providers extends ApiCommand {
        private static final List<String> COLUMNS =
                List.of("name", "owner", "server", "state", "reason", "nextAttempt");

        Providers(Terminal terminal) {
            super(terminal);
        }

        @Override
        int run(ApiClient client) {
            return show(client.get("/api/v1/providers", Map.of()), this::list);
        }

        private int list(JsonNode answer) {
            List<JsonNode> rows = answer.path("providers").valueStream().map(this::row).toList();
            if (rows.isEmpty()) {
                print("There are no providers.");
            } else {
                Table.of(rows, COLUMNS).lines().forEach(this::print);
            }
            return ExitCode.DONE;
        }

        private JsonNode row(JsonNode provider) {
            ObjectNode row = JsonNodeFactory.instance.objectNode();
            JsonNode registration = provider.path("registration");
            row.set("name", provider.path("name"));
            row.set("owner", provider.path("owner"));
            row.set("server", provider.path("server"));
            for (String key : List.of("state", "reason", "nextAttempt")) {
                row.put(key, registration.path(key).asString(""));
            }
            return row;
        }
    }
}
