package io.referee.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.app.config.ConfigurationReader;
import io.referee.server.app.document.Document;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// `docs/operations.md`, the board and the alarms against the server: each metric that they name is
/// there, each that is there is explained, and so is everything that the server logs.
@Timeout(300)
final class OperationsPageTest {
    private static final Pattern NAME =
            Pattern.compile("\\b(?:referee|jvm|process|system)_[a-z][a-z0-9_]*\\b");

    /// A call of a log, whatever the field is named or without one, whose text begins at once or in
    /// the next line.
    private static final Pattern LOGGED =
            Pattern.compile(
                    "(?:\\b(?:LOG|log)|getLogger\\([\\w.]+\\))\\s*\\.(?:warn|error)\\("
                            + "\\s*((?:\"(?:[^\"\\\\]|\\\\.)*\"\\s*\\+?\\s*)+)");

    /// Not there before the first collection of garbage, and not with every collector.
    private static final Pattern OF_COLLECTIONS = Pattern.compile("jvm_gc_\\w+");

    /// Not on every system.
    private static final Set<String> OF_THE_SYSTEM =
            Set.of(
                    "process_cpu_time_ns_total",
                    "process_cpu_usage",
                    "process_files_max_files",
                    "process_files_open_files",
                    "system_cpu_usage",
                    "system_load_average_1m");

    @TempDir static Path folder;

    private static Server server;
    private static Set<String> scraped;
    private static String page;

    @BeforeAll
    static void scrape() throws Exception {
        String yaml =
                """
                data: %s
                sip: {udp: 127.0.0.1:0, tcp: off}
                http: {listen: 127.0.0.1:0}
                database: jdbc:h2:mem:%s
                """
                        .formatted(folder, folder.getFileName());
        server =
                Server.start(
                        ConfigurationReader.read(Document.yaml("test.yaml", yaml), Map.of()),
                        List.of());
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(server.httpUrl() + "/metrics")).build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            scraped =
                    client.send(request, BodyHandlers.ofString())
                            .body()
                            .lines()
                            .filter(line -> !line.startsWith("#"))
                            .map(line -> line.split("[{ ]", 2)[0])
                            .collect(Collectors.toCollection(TreeSet::new));
            scraped.removeIf(name -> name.startsWith("jvm_gc_concurrent"));
        }
        page = Files.readString(Path.of("../docs/operations.md"));
    }

    @AfterAll
    static void close() {
        server.close();
    }

    private static Set<String> named(String text) {
        return steady(all(text));
    }

    private static Set<String> steady(Set<String> names) {
        Set<String> steady = new TreeSet<>(names);
        steady.removeIf(name -> OF_COLLECTIONS.matcher(name).matches());
        steady.removeAll(OF_THE_SYSTEM);
        return steady;
    }

    private static Set<String> all(String text) {
        Set<String> names = new TreeSet<>();
        Matcher matcher = NAME.matcher(text);
        while (matcher.find()) {
            names.add(matcher.group());
        }
        return names;
    }

    @Test
    void everyMetricOfTheServerIsExplained() {
        assertThat(all(page)).containsAll(scraped);
    }

    @Test
    void everyMetricThatThePageNamesIsThere() {
        assertThat(scraped).containsAll(named(page));
    }

    @Test
    void theBoardAsksForMetricsThatAreThereAndForAllOfReferees() throws IOException {
        JsonNode board =
                new JsonMapper()
                        .readTree(Files.readString(Path.of("../deploy/grafana/referee.json")));
        List<String> expressions = board.findValuesAsString("expr");

        assertThat(expressions).hasSizeGreaterThan(20);
        assertThat(scraped).containsAll(named(String.join("\n", expressions)));
        assertThat(named(String.join("\n", expressions)))
                .containsAll(scraped.stream().filter(name -> name.startsWith("referee_")).toList());
    }

    /// What Grafana needs to take the file: panels with a number, a place and a data source of
    /// their own, that do not lie upon each other.
    @Test
    void theBoardCanBeImported() throws IOException {
        JsonNode board =
                new JsonMapper()
                        .readTree(Files.readString(Path.of("../deploy/grafana/referee.json")));
        Set<String> ids = new TreeSet<>();
        Set<String> cells = new TreeSet<>();
        for (JsonNode panel : board.path("panels")) {
            assertThat(ids.add(panel.path("id").asString())).isTrue();
            assertThat(panel.path("title").asString()).isNotEmpty();
            JsonNode at = panel.path("gridPos");
            assertThat(at.path("x").asInt() + at.path("w").asInt()).isLessThanOrEqualTo(24);
            for (int x = 0; x < at.path("w").asInt(); x++) {
                for (int y = 0; y < at.path("h").asInt(); y++) {
                    String cell = (at.path("x").asInt() + x) + ":" + (at.path("y").asInt() + y);
                    assertThat(cells.add(cell)).as(panel.path("title").asString()).isTrue();
                }
            }
            if (!panel.path("type").asString().equals("row")) {
                assertThat(panel.path("datasource").path("uid").asString())
                        .isEqualTo("${datasource}");
                assertThat(panel.path("targets").size()).isPositive();
            }
        }
        assertThat(board.path("schemaVersion").asInt()).isPositive();
        assertThat(board.path("templating").path("list").get(0).path("name").asString())
                .isEqualTo("datasource");
    }

    @Test
    void eachAlarmAsksForMetricsThatAreThereAndIsExplainedOnThePage() throws IOException {
        JsonNode rules =
                new YAMLMapper()
                        .readTree(Files.readString(Path.of("../deploy/prometheus/alarms.yaml")));
        List<String> alarms = rules.findValuesAsString("alert");

        assertThat(alarms).hasSizeGreaterThan(8).doesNotHaveDuplicates();
        assertThat(scraped).containsAll(named(String.join("\n", rules.findValuesAsString("expr"))));
        assertThat(alarms).allMatch(alarm -> page.contains("| `" + alarm + "` |"));
    }

    /// What `/healthz` calls degraded wakes somebody: it answers 200 then, and who asks it only for
    /// the status does not notice.
    @Test
    void whateverDegradesTheServerHasAnAlarm() throws IOException {
        JsonNode rules =
                new YAMLMapper()
                        .readTree(Files.readString(Path.of("../deploy/prometheus/alarms.yaml")));

        assertThat(all(String.join("\n", rules.findValuesAsString("expr"))))
                .contains(
                        "referee_store_away_seconds",
                        "referee_store_waiting",
                        "referee_store_lost_total",
                        "referee_clock_behind_seconds");
    }

    /// Whoever is woken by a line of the log finds it on the page, by its beginning.
    @Test
    void everyWarningAndErrorOfTheLogIsOnThePage() throws IOException {
        Map<String, String> missing = new LinkedHashMap<>();
        int all = 0;
        for (Path file : sources()) {
            Matcher matcher = LOGGED.matcher(Files.readString(file));
            while (matcher.find()) {
                String text =
                        matcher.group(1)
                                .replaceAll("\"\\s*\\+\\s*\"", "")
                                .replaceAll("^\\s*\"|\"[\\s+]*$", "");
                all++;
                if (!page.contains(text.replace("\\\"", "\""))) {
                    missing.put(text, file.getFileName().toString());
                }
            }
        }

        assertThat(all).isGreaterThan(10);
        assertThat(missing).isEmpty();
    }

    private static List<Path> sources() throws IOException {
        List<Path> files = new ArrayList<>();
        for (String module : List.of("../server", "../sip-net")) {
            try (Stream<Path> all = Files.walk(Path.of(module, "src", "main", "java"))) {
                all.filter(file -> file.toString().endsWith(".java")).forEach(files::add);
            }
        }
        return files;
    }
}
