package io.referee.server.app.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import tools.jackson.databind.JsonNode;

import java.util.List;
import java.util.Map;

/// The command about what was refused.
final class AuditCommands {

    private AuditCommands() {}

    @Command(
            name = "audit",
            description =
                    "Lists what was refused to whom: transfers, logins, requests; latest first.")
    static final class Audit extends ApiCommand {
        private static final List<String> COLUMNS =
                List.of("at", "type", "source", "account", "reason", "count", "chain");

        @Option(names = "--count", paramLabel = "N", description = "rows, 50 unless said otherwise")
        private int count = 50;

        @Option(
                names = "--offset",
                paramLabel = "N",
                description = "leave out this many of the latest")
        private int offset;

        Audit(Terminal terminal) {
            super(terminal);
        }

        @Override
        int run(ApiClient client) {
            Map<String, String> query =
                    Map.of("count", Integer.toString(count), "offset", Integer.toString(offset));
            return show(client.get("/api/v1/audit", query), this::list);
        }

        private int list(JsonNode answer) {
            var rows = Rows.of(answer, "reason");
            if (rows.isEmpty()) {
                print("Nothing was refused.");
            } else {
                Table.of(rows, COLUMNS).lines().forEach(this::print);
            }
            return ExitCode.DONE;
        }
    }
}
