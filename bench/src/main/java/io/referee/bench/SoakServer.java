package io.referee.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The server that is soaked, as its launcher starts it, and what can be seen of it from outside.
final class SoakServer {
    /// The key of the owner whose events are read.
    static final String KEY = "k-soak";

    private static final Pattern READY =
            Pattern.compile(
                    "READY sip=udp:127\\.0\\.0\\.1:(\\d+) http=(http://127\\.0\\.0\\.1:\\d+)");
    private static final Pattern USED = Pattern.compile("used (\\d+)K");
    private static final Pattern PAUSE = Pattern.compile("Pause (.*) (\\d+\\.\\d+)ms$");
    private static final int START_SECONDS = 120;
    private static final int END_SECONDS = 30;

    private static final int OWN_TIMERS = 4;
    private static final double KIBI = 1 << 10;
    private static final double MEBI = 1 << 20;

    private static final String CONFIGURATION =
            """
            sip: {udp: 127.0.0.1:0, tcp: off}
            http: {listen: 127.0.0.1:0}
            trace: on
            transfer: {running: 1000000, perMinute: 1000000, perDay: 1000000, legs: 1000000}
            dialPlans: {executions: 10000}
            """;

    private static final String PEOPLE =
            """
            users:
              - name: soak
                password: soak-console
                keys: [k-soak]
                accounts:
                  - {name: callee, domain: localhost, password: bench}
                  - {name: ruled, domain: localhost, password: bench, in: rules}
                  - {name: scripted, domain: localhost, password: bench, in: script}
                  - {name: transferor, domain: localhost, password: bench, transfer: consume}
                  - {name: target, domain: localhost, password: bench}
                  - {name: roamer, domain: localhost, password: bench}
                dialPlans:
                  - name: rules
                    type: rules
                    rules:
                      - {direction: in, command: dialAdvanced, parameters: ruled@local, parameters2: 20}
                  - {name: script, type: ruby, script: 'sys.Dial("scripted@local", 20)'}
              - name: other
                password: other-console
                accounts:
                  - {name: neighbour, domain: localhost, password: bench, in: rules}
                dialPlans:
                  - name: rules
                    type: rules
                    rules:
                      - {direction: in, command: dialAdvanced, parameters: neighbour@local, parameters2: 20}
            """;

    private final Process process;
    private final Path folder;
    private final int port;
    private final String http;
    private final HttpClient client = HttpClient.newHttpClient();

    private SoakServer(Process process, Path folder, Matcher ready) {
        this.process = process;
        this.folder = folder;
        this.port = Integer.parseInt(ready.group(1));
        this.http = ready.group(2);
    }

    static SoakServer start(Path root, Processes processes)
            throws IOException, InterruptedException {
        Path folder = processes.folder();
        Files.writeString(folder.resolve("referee.yaml"), CONFIGURATION);
        Files.writeString(folder.resolve("apply.yaml"), PEOPLE);
        Process process =
                processes.start(
                        "referee",
                        List.of(
                                "env",
                                "REFEREE_JAVA_OPTS=-Xlog:gc:file=" + folder.resolve("gc.log"),
                                root.resolve("referee").toString(),
                                "serve",
                                "--data",
                                folder.resolve("data").toString(),
                                "--config",
                                folder.resolve("referee.yaml").toString(),
                                "--apply",
                                folder.resolve("apply.yaml").toString()));
        Path out = folder.resolve("referee.out");
        for (int tenth = 0; tenth < START_SECONDS * 10 && process.isAlive(); tenth++) {
            Matcher ready = READY.matcher(Files.readString(out));
            if (ready.find()) {
                return new SoakServer(process, folder, ready);
            }
            Thread.sleep(100);
        }
        throw new IllegalStateException("the server is not ready; see " + out);
    }

    int port() {
        return port;
    }

    URI events() {
        return URI.create(http + "/api/v1/events");
    }

    /// Waits until no call is under way, or for so long, and counts.
    SoakCounts quiet(int atMostSeconds) throws IOException, InterruptedException {
        return after(atMostSeconds, now -> now.stack() + now.legs() + now.unwritten() == 0);
    }

    /// Waits until no timer runs either but those of bindings and a few of the server's own: of a
    /// transfer something is remembered for half a minute.
    SoakCounts silent(int atMostSeconds) throws IOException, InterruptedException {
        quiet(atMostSeconds);
        return after(atMostSeconds, now -> now.timers() <= now.bindings() + OWN_TIMERS);
    }

    private SoakCounts after(int seconds, Predicate<SoakCounts> wanted)
            throws IOException, InterruptedException {
        for (int second = 0; second < seconds && !wanted.test(counts()); second++) {
            Thread.sleep(1_000);
        }
        jcmd("GC.run");
        return counts();
    }

    private SoakCounts counts() throws IOException, InterruptedException {
        String metrics = metrics();
        Matcher used = USED.matcher(jcmd("GC.heap_info"));
        double heap = used.find() ? Long.parseLong(used.group(1)) * 1_024.0 : Double.NaN;
        return new SoakCounts(
                (heap - number(metrics, "referee_traces_octets")) / MEBI,
                Processes.residentKibibytes(process.toHandle()) / KIBI,
                process.descendants().mapToLong(Processes::residentKibibytes).sum() / KIBI,
                descriptors(),
                threads(),
                (long) number(metrics, "referee_engine_timers"),
                (long)
                        (number(metrics, "referee_sessions")
                                + number(metrics, "referee_transactions")),
                (long) number(metrics, "referee_legs_live"),
                (long) number(metrics, "referee_registrations"),
                (long) number(metrics, "referee_store_waiting"));
    }

    private String metrics() throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(http + "/metrics"))
                        .timeout(Duration.ofSeconds(END_SECONDS))
                        .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    private static double number(String metrics, String name) {
        return metrics.lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' '))))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no " + name + " in /metrics"));
    }

    private long descriptors() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/" + process.pid() + "/fd"))) {
            return open.count();
        }
    }

    private long threads() throws IOException {
        return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                .filter(line -> line.startsWith("Threads:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .sum();
    }

    private String jcmd(String question) throws IOException, InterruptedException {
        Process asked =
                new ProcessBuilder(
                                System.getProperty("java.home") + "/bin/jcmd",
                                "" + process.pid(),
                                question)
                        .redirectErrorStream(true)
                        .start();
        String said = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        asked.waitFor();
        return said;
    }

    /// SIGTERM, and the exit code.
    int stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the server did not end");
        }
        return process.exitValue();
    }

    /// Rows of records that are still open and of calls that would go on, when the server has
    /// ended.
    long openRows() {
        String url = "jdbc:h2:file:" + folder.resolve("data/referee");
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "select (select count(*) from cdr_open)"
                                        + " + (select count(*) from cdr_leg where end_at is null)"
                                        + " + (select count(*) from cdr_segment"
                                        + " where end_at is null)"
                                        + " + (select count(*) from cdr_transfer"
                                        + " where finished_at is null)"
                                        + " + (select count(*) from live_call)")) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException("the rows cannot be counted", e);
        }
    }

    /// The pauses of the collector, in milliseconds, sorted, without those that were asked for.
    List<Double> pauses() throws IOException {
        List<Double> pauses = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve("gc.log"))) {
            Matcher pause = PAUSE.matcher(line);
            if (pause.find() && !pause.group(1).contains("Diagnostic Command")) {
                pauses.add(Double.parseDouble(pause.group(2)));
            }
        }
        pauses.sort(null);
        return pauses;
    }
}
