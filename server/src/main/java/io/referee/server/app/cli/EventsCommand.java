package io.referee.server.app.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Follows the event stream over server-sent events. A connection that breaks is made again from
/// the last event seen, so that none is missed while the server keeps them.
@Command(name = "events", description = "Prints events as they happen, until it is interrupted.")
final class EventsCommand extends ApiCommand {
    /// How often in a row a connection may fail before the command gives up.
    static final int MAX_FAILURES = 60;

    private static final JsonMapper JSON = new JsonMapper();

    @Option(
            names = "--since",
            paramLabel = "SEQ",
            description = "begin behind this event; default: from now on")
    private long since = -1;

    @Option(names = "--count", paramLabel = "N", description = "end after so many events")
    private long count = Long.MAX_VALUE;

    @Option(
            names = "--type",
            paramLabel = "PREFIX",
            description = "only types that begin so, as in transfer.")
    private String type = "";

    @Option(
            names = "--retry",
            paramLabel = "S",
            description = "seconds before connecting again (1)")
    private int retry = 1;

    private boolean connected;

    EventsCommand(Terminal terminal) {
        super(terminal);
    }

    /// How a connection ended.
    private sealed interface Ending {
        /// It broke, or the server closed it.
        record Broken() implements Ending {}

        /// There is nothing more to do.
        record Over(int exitCode) implements Ending {}
    }

    @Override
    int run(ApiClient client) {
        int failures = 0;
        while (failures < MAX_FAILURES) {
            long seen = since;
            if (follow(client) instanceof Ending.Over over) {
                return over.exitCode();
            }
            if (!connected) {
                break;
            }
            failures = since > seen ? 0 : failures + 1;
            if (!pause()) {
                return ExitCode.DONE;
            }
        }
        return complain(client.unreachable().sentence(), ExitCode.WRONG_USE);
    }

    private Ending follow(ApiClient client) {
        HttpRequest request =
                client.request("/api/v1/events", since < 0 ? Map.of() : Map.of("since", "" + since))
                        .header("Accept", "text/event-stream")
                        .build();
        try {
            HttpResponse<Stream<String>> response =
                    client.exchange(request, BodyHandlers.ofLines());
            try (Stream<String> lines = response.body()) {
                if (response.statusCode() != 200) {
                    return refused(
                            client, response.statusCode(), lines.collect(Collectors.joining("\n")));
                }
                connected = true;
                return read(lines.iterator());
            }
        } catch (IOException | UncheckedIOException _) {
            return new Ending.Broken();
        }
    }

    /// A busy server is asked again, like one that is not there; any other refusal is final.
    private Ending refused(ApiClient client, int status, String body) {
        if (connected && status >= 500) {
            return new Ending.Broken();
        }
        return new Ending.Over(complain(client.refused(status, body).message(), ExitCode.REFUSED));
    }

    private Ending read(Iterator<String> lines) {
        StringBuilder data = new StringBuilder();
        while (lines.hasNext()) {
            String line = lines.next();
            if (line.startsWith("data:")) {
                data.append(data.isEmpty() ? "" : "\n")
                        .append(line.substring("data:".length()).strip());
            } else if (line.isEmpty() && !data.isEmpty()) {
                event(data.toString());
                data.setLength(0);
                if (count <= 0) {
                    return new Ending.Over(ExitCode.DONE);
                }
            }
        }
        return new Ending.Broken();
    }

    private void event(String data) {
        JsonNode event;
        try {
            event = JSON.readTree(data);
        } catch (JacksonException _) {
            return;
        }
        since = event.path("seq").asLong(since);
        if (event.path("type").asString("").startsWith(type)) {
            print(json() ? data : line(event));
            count--;
        }
    }

    private static String line(JsonNode event) {
        StringBuilder line =
                new StringBuilder(Table.cell(event.path("at")))
                        .append(' ')
                        .append(Table.cell(event.path("seq")))
                        .append(' ')
                        .append(Table.cell(event.path("type")));
        for (String id : new String[] {"call", "leg"}) {
            String value = Table.cell(event.path(id));
            line.append(value.equals("-") ? "" : " " + id + "=" + value);
        }
        event.path("data")
                .properties()
                .forEach(
                        p ->
                                line.append(' ')
                                        .append(p.getKey())
                                        .append('=')
                                        .append(Table.cell(p.getValue()).replace("\r\n", " | ")));
        return line.toString();
    }

    private boolean pause() {
        try {
            Thread.sleep(Duration.ofSeconds(Math.max(0, retry)));
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
