package io.referee.server.app.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import tools.jackson.databind.JsonNode;

import java.util.List;
import java.util.Map;

/// The command about who is kept out.
final class BanCommands {

    private BanCommands() {}

    @Command(name = "bans", description = "Lists the addresses that are banned, or lets one in.")
    static final class Bans extends ApiCommand {
        private static final List<String> COLUMNS =
                List.of("source", "reason", "since", "until", "repeats", "dropped");

        @Option(names = "--lift", paramLabel = "ADDRESS", description = "let this address in again")
        private String lift = "";

        Bans(Terminal terminal) {
            super(terminal);
        }

        @Override
        int run(ApiClient client) {
            if (lift.isEmpty()) {
                return show(client.get("/api/v1/bans", Map.of()), this::list);
            }
            return show(
                    client.delete("/api/v1/bans/" + ApiClient.segment(lift)),
                    answer -> {
                        print(lift + " is let in again.");
                        return ExitCode.DONE;
                    });
        }

        private int list(JsonNode answer) {
            var rows = Rows.of(answer, "source");
            if (rows.isEmpty()) {
                print("Nobody is banned.");
            } else {
                Table.of(rows, COLUMNS).lines().forEach(this::print);
            }
            return ExitCode.DONE;
        }
    }
}
