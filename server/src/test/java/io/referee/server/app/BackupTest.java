package io.referee.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.app.config.Configuration;
import io.referee.server.app.config.ConfigurationReader;
import io.referee.server.app.document.Document;
import io.referee.server.cdr.FlatRecord;
import io.referee.softphone.CallState;
import io.referee.softphone.PhoneCall;
import io.referee.softphone.PhoneLine;
import io.referee.softphone.RingBehaviour;
import io.referee.softphone.SipAccount;
import io.referee.softphone.SoftPhone;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/// A backup of a server that is at work, and a server that goes on from it, as `docs/operations.md`
/// says.
@Timeout(300)
final class BackupTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String PEOPLE =
            """
            users:
              - name: aaron
                keys: [k-aaron]
                accounts:
                  - {name: alice, domain: localhost, password: pa}
                  - {name: bob, domain: localhost, password: pb}
            """;

    @TempDir Path folder;

    private final List<AutoCloseable> open = new ArrayList<>();

    private Server server(Path data, List<Path> apply) throws Exception {
        String yaml =
                """
                data: %s
                sip: {udp: 127.0.0.1:0, tcp: off}
                http: {listen: 127.0.0.1:0}
                """
                        .formatted(data);
        Configuration configuration =
                ConfigurationReader.read(Document.yaml("test.yaml", yaml), Map.of());
        Server server = Server.start(configuration, apply);
        open.add(server);
        return server;
    }

    private PhoneLine phone(Server server, String name, String password) throws Exception {
        SoftPhone phone =
                SoftPhone.builder()
                        .name(name)
                        .listen("127.0.0.1:0")
                        .ringing(RingBehaviour.ANSWER)
                        .build();
        open.add(phone);
        String registrar = "127.0.0.1:" + server.udp().getPort();
        PhoneLine line = phone.line(SipAccount.udp(name, password, "localhost", registrar));
        line.register().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        return line;
    }

    private static PhoneCall talk(PhoneLine alice) throws Exception {
        PhoneCall call = alice.call("bob");
        assertThat(call.await(CallState.IN_CALL, LIMIT)).isEqualTo(CallState.IN_CALL);
        return call;
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : open.reversed()) {
            one.close();
        }
    }

    private static HttpResponse<String> backup(Server server, String key) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(server.httpUrl() + "/api/v1/backups"))
                        .POST(BodyPublishers.ofString("{}"))
                        .header("Authorization", "Bearer " + key)
                        .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, BodyHandlers.ofString());
        }
    }

    @Test
    void aServerGoesOnFromABackupThatWasMadeDuringACall() throws Exception {
        Path apply = Files.writeString(folder.resolve("people.yaml"), PEOPLE);
        Path data = folder.resolve("data");
        Server first = server(data, List.of(apply));
        PhoneLine alice = phone(first, "alice", "pa");
        phone(first, "bob", "pb");
        PhoneCall call = talk(alice);

        HttpResponse<String> answer =
                backup(first, Files.readString(data.resolve("admin.key")).strip());

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        JsonNode copy = new JsonMapper().readTree(answer.body());
        Path file = Path.of(copy.path("file").asString());
        assertThat(Files.size(file)).isEqualTo(copy.path("octets").asLong()).isPositive();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
                .isEqualTo("rwx------");
        assertThat(call.state()).as("the call goes on").isEqualTo(CallState.IN_CALL);
        call.hangUp();

        Path other = restored(file, data);
        Server second = server(other, List.of());
        PhoneLine aliceAgain = phone(second, "alice", "pa");
        phone(second, "bob", "pb");
        PhoneCall again = talk(aliceAgain);
        again.hangUp();

        List<FlatRecord> records = second.records().flat("aaron", 0, 10, Instant.EPOCH);
        assertThat(records)
                .as("of the call that was up when the backup was made")
                .anyMatch(record -> record.data().toString().contains("server-restart"));
        assertThat(second.directory().current().ownerOfKey(hash("k-aaron"))).isPresent();
    }

    private static String hash(String key) {
        return io.referee.server.account.Hashes.ofKey(key);
    }

    /// What the page tells to do: unpack it, put the two key files beside it.
    private Path restored(Path zip, Path from) throws IOException {
        Path data = Files.createDirectory(folder.resolve("restored"));
        try (ZipInputStream in = new ZipInputStream(Files.newInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                Files.copy(in, data.resolve(Path.of(entry.getName()).getFileName()));
            }
        }
        Files.copy(from.resolve("store.key"), data.resolve("store.key"));
        Files.copy(from.resolve("admin.key"), data.resolve("admin.key"));
        return data;
    }

    @Test
    void aDatabaseThatIsNoFileSaysSo() throws Exception {
        Configuration configuration =
                ConfigurationReader.read(
                        Document.yaml(
                                "test.yaml",
                                """
                                data: %s
                                sip: {udp: 127.0.0.1:0, tcp: off}
                                http: {listen: 127.0.0.1:0}
                                database: jdbc:h2:mem:%s
                                adminKey: k-admin
                                """
                                        .formatted(folder, folder.getFileName())),
                        Map.of());
        Server server = Server.start(configuration, List.of());
        open.add(server);

        HttpResponse<String> answer = backup(server, "k-admin");

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.body()).contains("Unusable database").doesNotContain("Exception");
    }
}
