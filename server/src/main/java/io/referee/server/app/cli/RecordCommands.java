package io.referee.server.app.cli;

import io.referee.server.app.document.BadConfiguration;
import io.referee.server.app.document.Document;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The commands about what is kept: the directory, records, ladders, dial plans.
final class RecordCommands {

    private RecordCommands() {}

    @Command(
            name = "apply",
            description = "Brings accounts and dial plans to what a file says. Twice is as once.")
    static final class Apply extends ApiCommand {
        @Parameters(paramLabel = "F", description = "the apply file")
        private Path file = Path.of("");

        Apply(Terminal terminal) {
            super(terminal);
        }

        @Override
        int run(ApiClient client) {
            String text = SentFiles.with(Document.text(file), file);
            Answer answer = client.post("/api/v1/apply", "application/yaml", text);
            return show(
                    answer instanceof Answer.Refused(int status, String message)
                            ? new Answer.Refused(status, SentFiles.named(file, message))
                            : answer,
                    this::changes);
        }

        private int changes(JsonNode answer) {
            int unchanged = 0;
            for (JsonNode change : answer.path("changes").values()) {
                if (change.path("change").asString("").equals("unchanged")) {
                    unchanged++;
                } else {
                    print(words(change));
                }
            }
            answer.path("warnings")
                    .values()
                    .forEach(w -> warn(SentFiles.named(file, Table.cell(w))));
            print(unchanged + " unchanged");
            return ExitCode.DONE;
        }

        private static String words(JsonNode change) {
            if (!change.isObject()) {
                return Table.cell(change);
            }
            return Table.cell(change.path("change"))
                    + " "
                    + Table.cell(change.path("entry"))
                    + " "
                    + Table.cell(change.path("name"));
        }
    }

    @Command(
            name = "cdrs",
            description = "Lists the records of calls, or draws a transferred call as a tree.")
    static final class Cdrs extends ApiCommand {
        private static final List<String> COLUMNS =
                List.of(
                        "start",
                        "from",
                        "to",
                        "dialedTo",
                        "answeredBy",
                        "billSeconds",
                        "payer",
                        "endCause",
                        "transferId",
                        "legId",
                        "call",
                        "groupId");

        /// Records that the server gives at once.
        private static final int MOST = 1_000;

        @Option(names = "--offset", paramLabel = "N", description = "leave out so many")
        private @Nullable Integer offset;

        @Option(names = "--count", paramLabel = "N", description = "at most so many")
        private @Nullable Integer count;

        @Option(
                names = "--since",
                paramLabel = "TIME",
                description = "not before, as in 2026-11-21T04:00:00Z")
        private @Nullable String since;

        @Option(
                names = "--chain",
                paramLabel = "ID",
                description = "a chain (GROUP-ID) with who paid, who asked and why it ended")
        private @Nullable String chain;

        Cdrs(Terminal terminal) {
            super(terminal);
        }

        @Override
        int run(ApiClient client) {
            if (chain != null) {
                return tree(client, chain);
            }
            check();
            Map<String, String> query = new LinkedHashMap<>();
            put(query, "offset", offset);
            put(query, "count", count);
            put(query, "since", since);
            return show(client.get("/api/v1/cdrs", query), this::list);
        }

        /// What can be seen to be wrong need not be asked.
        private void check() {
            if (offset != null && offset < 0) {
                throw new BadConfiguration("--offset must be 0 or more, not " + offset + ".");
            }
            if (count != null && (count < 0 || count > MOST)) {
                throw new BadConfiguration("--count must be 0 to " + MOST + ", not " + count + ".");
            }
            if (since != null && !isTime(since)) {
                throw new BadConfiguration(
                        "--since must be a time like 2026-11-21T04:00:00Z, not \"" + since + "\".");
            }
        }

        private static boolean isTime(String text) {
            try {
                return Instant.parse(text).isAfter(Instant.MIN);
            } catch (DateTimeParseException _) {
                return false;
            }
        }

        private int tree(ApiClient client, String id) {
            Answer answer =
                    client.get(
                            "/api/v1/chains/" + ApiClient.segment(id),
                            Map.of("format", json() ? "json" : "text"));
            if (answer instanceof Answer.Accepted accepted) {
                print(accepted.text().stripTrailing());
                return ExitCode.DONE;
            }
            return show(answer, _ -> ExitCode.DONE);
        }

        private static void put(Map<String, String> query, String name, @Nullable Object value) {
            if (value != null) {
                query.put(name, value.toString());
            }
        }

        private int list(JsonNode answer) {
            var rows = Rows.of(answer, "legId");
            if (rows.isEmpty()) {
                print("No records.");
            } else {
                Table.of(rows, COLUMNS).lines().forEach(this::print);
            }
            return ExitCode.DONE;
        }
    }

    @Command(
            name = "trace",
            description = "Draws the ladder of a call, also of one that has ended.")
    static final class Trace extends ApiCommand {
        private static final String TEXT = "text";

        @Parameters(paramLabel = "CALL", description = "id of the call")
        private String call = "";

        @Option(
                names = "--format",
                paramLabel = "FORMAT",
                description = "text (the default), json, svg or pcap")
        private String format = TEXT;

        @Option(
                names = {"--out", "--output"},
                paramLabel = "FILE",
                description = "write it to this file")
        private @Nullable Path output;

        Trace(Terminal terminal) {
            super(terminal);
        }

        @Override
        int run(ApiClient client) {
            oneOf("--format", format, List.of("text", "json", "svg", "pcap"));
            if (json() && !format.equals(TEXT) && !format.equals("json")) {
                throw new BadConfiguration(
                        "--json and --format " + format + " cannot stand together.");
            }
            String path = "/api/v1/calls/" + ApiClient.segment(call) + "/ladder";
            Answer answer = client.get(path, Map.of("format", json() ? "json" : format));
            return answer instanceof Answer.Accepted accepted
                    ? write(accepted.body())
                    : show(answer, tree -> 0);
        }

        private int write(byte[] ladder) {
            if (output == null) {
                terminal().out().write(ladder, 0, ladder.length);
                terminal().out().flush();
                return ExitCode.DONE;
            }
            try {
                Files.write(output, ladder);
                return ExitCode.DONE;
            } catch (IOException _) {
                return complain(output + " cannot be written.", ExitCode.WRONG_USE);
            }
        }
    }
}
