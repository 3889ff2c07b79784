package io.referee.server.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.referee.server.app.config.Configuration;
import io.referee.server.app.config.ConfigurationReader;
import io.referee.server.app.document.Document;
import io.referee.server.store.Cable;
import io.referee.server.store.Databases;
import io.referee.server.store.FailingDisk;
import io.referee.softphone.CallState;
import io.referee.softphone.HoldOutcome;
import io.referee.softphone.LineState;
import io.referee.softphone.PhoneCall;
import io.referee.softphone.PhoneLine;
import io.referee.softphone.RingBehaviour;
import io.referee.softphone.SipAccount;
import io.referee.softphone.SoftPhone;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// A whole server whose database goes while phones register and call, and comes back.
@Isolated("nobody may wait: a busy machine would make them")
@Timeout(300)
final class CallsWithoutDatabaseTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    /// Whoever asked a database that is away would wait longer: a connection is waited for for 3 s.
    private static final Duration AT_ONCE = Duration.ofSeconds(2);

    /// As long as SIGTERM is given by those who would kill it then.
    private static final Duration STOPS = Duration.ofSeconds(9);

    private static final List<String> NAMES =
            List.of("alice", "bob", "carol", "dave", "erin", "frank");

    @TempDir Path folder;

    private final List<AutoCloseable> open = new ArrayList<>();
    private final Map<String, PhoneLine> lines = new HashMap<>();
    private final Map<String, List<PhoneCall>> rung = new HashMap<>();
    private Server server;

    /// How the database goes and comes back.
    private record Fault(Runnable begins, Runnable ends) {}

    private Server start(String database, List<Path> apply) throws Exception {
        String yaml =
                """
                data: %s
                sip: {udp: 127.0.0.1:0, tcp: off}
                http: {listen: 127.0.0.1:0}
                database: "%s"
                """
                        .formatted(folder, database);
        Configuration configuration =
                ConfigurationReader.read(
                        Document.yaml("test.yaml", yaml), Map.of("REFEREE_SECURITY_LIMITS", "off"));
        return Server.start(configuration, apply);
    }

    /// The people are in the file before its disk fills.
    private void serve(String database) throws Exception {
        StringBuilder people = new StringBuilder("users:\n  - name: aaron\n    accounts:\n");
        for (String name : NAMES) {
            people.append("      - {name: %s, domain: localhost, password: secret".formatted(name))
                    .append(name.equals("erin") ? ", prepaid: true, credit: 600}\n" : "}\n");
        }
        Path apply = Files.writeString(folder.resolve("apply.yaml"), people);
        start(database, List.of(apply)).close();
        server = start(database, List.of());
        open.add(server);
        for (String name : NAMES) {
            SoftPhone phone =
                    SoftPhone.builder()
                            .name(name)
                            .listen("127.0.0.1:0")
                            .ringing(RingBehaviour.ANSWER)
                            .build();
            open.add(phone);
            rung.put(name, new ArrayList<>());
            phone.onIncomingCall(rung.get(name)::add);
            String registrar = "127.0.0.1:" + server.udp().getPort();
            lines.put(name, phone.line(SipAccount.udp(name, "secret", "localhost", registrar)));
        }
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : open.reversed()) {
            one.close();
        }
    }

    @Test
    void whilePostgresqlIsCutOffNobodyWaitsAndAllIsRightAfterwards() throws Exception {
        String url = Databases.POSTGRESQL.url(folder);
        int port = Integer.parseInt(url.replaceFirst(".*:(\\d+)/.*", "$1"));
        Cable cable = new Cable(port);
        open.add(cable);
        serve(url.replace(":" + port + "/", ":" + cable.port() + "/"));
        callsGoOn(url, new Fault(cable::cut, cable::mend));
    }

    @Test
    void whileTheDiskIsFullNobodyWaitsAndAllIsRightAfterwards() throws Exception {
        String url = FailingDisk.url(folder);
        open.add(() -> FailingDisk.empties(folder));
        serve(url);
        callsGoOn(
                url, new Fault(() -> FailingDisk.fills(folder), () -> FailingDisk.empties(folder)));
    }

    @Test
    void whileTheDatabaseIsAwayTheServerStopsInPeaceAndInTime() throws Exception {
        String url = Databases.POSTGRESQL.url(folder);
        int port = Integer.parseInt(url.replaceFirst(".*:(\\d+)/.*", "$1"));
        try (Cable cable = new Cable(port)) {
            serve(url.replace(":" + port + "/", ":" + cable.port() + "/"));
            register("alice", "bob");
            PhoneCall call = talk("alice", "bob");
            cable.cut();
            call.hangUp();
            theyHearIt("bob", 0);

            assertThat(CompletableFuture.runAsync(server::close)).succeedsWithin(STOPS);
        }
    }

    private void callsGoOn(String url, Fault fault) throws Exception {
        register("alice", "bob", "frank");
        PhoneCall before = talk("alice", "bob");
        PhoneCall across = talk("frank", "bob");
        callsAre(url, List.of(before, across), List.of());
        assertThat(health().path("status").asString()).isEqualTo("ok");

        fault.begins().run();
        register("carol", "erin");
        PhoneCall held = talk("carol", "bob");
        await("the database is missed").atMost(LONG).until(() -> troubled().contains("database"));
        register("dave");
        PhoneCall brief = talk("dave", "carol");
        PhoneCall paid = talk("erin", "alice");
        hold(before);
        hold(held);
        resume(before);
        List<PhoneCall> over = List.of(across, brief, paid);
        over.forEach(PhoneCall::hangUp);
        within(lines.get("frank").unregister(), LineState.NOT_REGISTERED);
        theyHearIt("bob", 1);
        theyHearIt("carol", 0);
        theyHearIt("alice", 0);
        assertThat(troubled())
                .matches("The database has not taken anything for \\d+ s; \\d+ writes wait\\.");

        fault.ends().run();
        assertThat(server.settled(LONG)).isTrue();
        assertThat(health().path("status").asString()).isEqualTo("ok");
        bindingsAre(url, "alice", "bob", "carol", "dave", "erin");
        callsAre(url, List.of(before, held), over);
        before.hangUp();
        held.hangUp();
        theyHearIt("bob", 0);
        theyHearIt("bob", 2);
        callsAre(url, List.of(), List.of(before, held, across, brief, paid));
        assertThat(column(url, "select number from mark where name like 'credit-used:%erin%'"))
                .hasSize(1);
    }

    // ---- what phones do, at once

    private void register(String... names) throws Exception {
        for (String name : names) {
            within(lines.get(name).register(), LineState.REGISTERED);
        }
    }

    private PhoneCall talk(String from, String to) throws Exception {
        PhoneCall call = lines.get(from).call(to);
        within(call.whenIn(CallState.IN_CALL), CallState.IN_CALL);
        return call;
    }

    private static void hold(PhoneCall call) throws Exception {
        within(call.hold(), new HoldOutcome.Agreed());
    }

    private static void resume(PhoneCall call) throws Exception {
        within(call.unhold(), new HoldOutcome.Agreed());
    }

    /// The other side of the call is told of its end.
    private void theyHearIt(String name, int index) throws Exception {
        PhoneCall call = rung.get(name).get(index);
        within(call.whenIn(CallState.COMPLETED), CallState.COMPLETED);
    }

    private static <T> void within(CompletableFuture<T> future, T wanted) throws Exception {
        assertThat(future.get(AT_ONCE.toMillis(), TimeUnit.MILLISECONDS)).isEqualTo(wanted);
    }

    private JsonNode health() throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(server.httpUrl() + "/healthz"))
                        .timeout(AT_ONCE)
                        .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
            return new JsonMapper().readTree(answer.body());
        }
    }

    /// What `/healthz` says that is wrong.
    private String troubled() throws Exception {
        JsonNode health = health();
        JsonNode troubles = health.path("troubles");
        assertThat(health.path("status").asString())
                .isEqualTo(troubles.isEmpty() ? "ok" : "degraded");
        return troubles.isEmpty() ? "" : troubles.get(0).asString();
    }

    // ---- what is in the database

    private static List<String> column(String url, String query) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                found.add(rows.getString(1));
            }
        }
        return found;
    }

    private static void bindingsAre(String url, String... names) throws SQLException {
        assertThat(column(url, "select aor from binding"))
                .allMatch(aor -> aor.endsWith("@localhost"))
                .extracting(aor -> aor.replaceFirst("^(sip:)?(.*)@localhost$", "$2"))
                .containsExactlyInAnyOrder(names);
    }

    /// Soon: a call is kept when it has been up for half a second.
    private static void callsAre(String url, List<PhoneCall> living, List<PhoneCall> over) {
        await().atMost(LONG).untilAsserted(() -> callsAreNow(url, living, over));
    }

    /// Two legs each, with one record each: closed for those that are over. Those that live are
    /// kept for the next start, and nothing else is.
    private static void callsAreNow(String url, List<PhoneCall> living, List<PhoneCall> over)
            throws SQLException {
        assertThat(column(url, "select call_id from live_call"))
                .hasSameSizeAs(living)
                .containsExactlyInAnyOrderElementsOf(
                        column(url, "select distinct call_id from cdr_leg where end_at is null"));
        assertThat(legs(url, "end_at is null", "direction = 'in'"))
                .containsExactlyInAnyOrderElementsOf(ids(living));
        assertThat(legs(url, "end_at is not null and end_by = 'peer'", "direction = 'in'"))
                .containsExactlyInAnyOrderElementsOf(ids(over));
        assertThat(legs(url, "end_at is null", "direction = 'out'")).hasSameSizeAs(living);
        assertThat(legs(url, "end_at is not null and answer_at is not null", "direction = 'out'"))
                .hasSameSizeAs(over);
        assertThat(column(url, "select segment_id from cdr_segment where end_at is not null"))
                .hasSizeGreaterThanOrEqualTo(over.size());
        assertThat(column(url, "select group_id from cdr_open")).hasSameSizeAs(living);
    }

    private static List<String> legs(String url, String state, String direction)
            throws SQLException {
        return column(url, "select sip_call_id from cdr_leg where " + state + " and " + direction);
    }

    private static List<String> ids(List<PhoneCall> calls) {
        return calls.stream().map(PhoneCall::sipCallId).toList();
    }
}
