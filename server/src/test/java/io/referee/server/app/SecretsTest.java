package io.referee.server.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;

import io.referee.server.account.Hashes;
import io.referee.server.app.config.Configuration;
import io.referee.server.app.config.ConfigurationReader;
import io.referee.server.app.document.Document;
import io.referee.server.event.CallFact;
import io.referee.server.event.Event;
import io.referee.server.event.ProviderFact;
import io.referee.sip.digest.Ha1;
import io.referee.softphone.CallState;
import io.referee.softphone.PhoneCall;
import io.referee.softphone.PhoneLine;
import io.referee.softphone.RingBehaviour;
import io.referee.softphone.SipAccount;
import io.referee.softphone.SoftPhone;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
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
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/// Secrets are planted wherever a server has some, things happen, and all that a person can get out
/// of it is searched for them.
@Timeout(300)
final class SecretsTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static final List<String> PAGES =
            List.of(
                    "/healthz",
                    "/metrics",
                    "/openapi.yaml",
                    "/api/v1/calls",
                    "/api/v1/audit",
                    "/api/v1/cdrs",
                    "/api/v1/registrations",
                    "/api/v1/users",
                    "/api/v1/users/aaron",
                    "/api/v1/accounts",
                    "/api/v1/dialplans",
                    "/api/v1/dialplans/main/versions",
                    "/api/v1/providers",
                    "/api/v1/bans",
                    "/api/v1/status",
                    "/provisioning.svc/rest/sipaccounts",
                    "/provisioning.svc/rest/getsipproviders",
                    "/provisioning.svc/rest/getsipproviderbindings",
                    "/provisioning.svc/rest/getsipregistrarbindings",
                    "/provisioning.svc/rest/getcalls",
                    "/provisioning.svc/rest/getcdrs",
                    "/rest/v0.1/provisioning.svc/sipaccount/get",
                    "/rest/v0.1/provisioning.svc/sipprovider/get",
                    "/rest/v0.1/provisioning.svc/cdr/get");

    @TempDir Path folder;

    private final Canaries canaries = new Canaries();
    private final String password = canaries.plant("the password of alice");
    private final String console = canaries.plant("the console password");
    private final String key = canaries.plant("the owner's key");
    private final String adminKey = canaries.plant("the admin key");
    private final String line = canaries.plant("the provider's password");
    private final String wrong = canaries.plant("a wrong password");
    private final String guestResponse = canaries.plant("a digest response");
    private final String proxyBasic = canaries.plant("credentials for a proxy");
    private final String mediaKey = canaries.plant("a media key");
    private final String icePassword = canaries.plant("an ICE password");
    private final String mail = canaries.plant("the mail password");

    private final List<AutoCloseable> open = new ArrayList<>();
    private final Queue<Event> events = new ConcurrentLinkedQueue<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private final Log log = new Log();
    private final Map<String, String> found = new LinkedHashMap<>();
    private Configuration configuration;
    private Server server;

    /// What the server logs, with everything that hangs on an exception.
    private static final class Log extends AppenderBase<ILoggingEvent> {
        final Queue<String> lines = new ConcurrentLinkedQueue<>();

        @Override
        protected void append(ILoggingEvent event) {
            lines.add(event.getFormattedMessage());
            if (event.getThrowableProxy() != null) {
                lines.add(ThrowableProxyUtil.asString(event.getThrowableProxy()));
            }
        }
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }

    @BeforeEach
    void start() throws Exception {
        log.start();
        root().addAppender(log);
        Ha1 ha1 = Hashes.ha1("alice", "localhost", password);
        canaries.plant("the MD5 HA1", ha1.md5());
        canaries.plant("the SHA-256 HA1", ha1.sha256());
        canaries.plant("the SHA-512/256 HA1", ha1.sha512());
        canaries.plant("the hash of the key", Hashes.ofKey(key));
        DatagramSocket provider = new DatagramSocket(new InetSocketAddress("127.0.0.1", 0));
        open.add(provider);
        Thread.startVirtualThread(() -> refuseLogins(provider));
        configuration =
                ConfigurationReader.read(
                        Document.yaml(
                                "test.yaml",
                                """
                                data: %s
                                sip: {udp: 127.0.0.1:0, tcp: off}
                                http: {listen: 127.0.0.1:0}
                                adminKey: %s
                                dialPlans: {ruby: jruby, mail: "smtp://u:%s@mail.example.org"}
                                """
                                        .formatted(folder, adminKey, mail)),
                        Map.of());
        Path apply = folder.resolve("apply.yaml");
        Files.writeString(apply, people(provider.getLocalPort()));
        server = Server.start(configuration, List.of());
        open.add(server);
        server.events().attach(events::add);
        server.directory().applyFile(apply);
        Files.delete(apply);
    }

    private String people(int port) {
        return """
        users:
          - name: aaron
            password: %s
            keys: [%s]
            accounts:
              - {name: alice, domain: localhost, password: %s}
              - {name: bob, domain: localhost, password: pb}
              - {name: carol, domain: localhost, password: pc}
            providers:
              - {name: line, server: "127.0.0.1:%d", username: u, password: %s, register: true}
            dialPlans:
              - name: main
                type: rules
                rules:
                  - {direction: out, match: exact, pattern: "1", command: dial, parameters: "1@line"}
        """
                .formatted(console, key, password, port, line);
    }

    /// A provider that asks for a digest and then refuses it.
    private static void refuseLogins(DatagramSocket socket) {
        byte[] room = new byte[8_192];
        try {
            while (true) {
                DatagramPacket packet = new DatagramPacket(room, room.length);
                socket.receive(packet);
                String text = new String(room, 0, packet.getLength(), StandardCharsets.UTF_8);
                String answer =
                        text.contains("\r\nAuthorization:")
                                ? "SIP/2.0 403 Forbidden\r\n"
                                : "SIP/2.0 401 Unauthorized\r\nWWW-Authenticate: Digest"
                                        + " realm=\"line\", nonce=\"n\", qop=\"auth\"\r\n";
                StringBuilder out = new StringBuilder(answer);
                text.lines()
                        .filter(it -> it.matches("(Via|From|Call-ID|CSeq): .*"))
                        .forEach(it -> out.append(it).append("\r\n"));
                text.lines()
                        .filter(it -> it.startsWith("To: "))
                        .forEach(it -> out.append(it).append(";tag=line\r\n"));
                byte[] octets = out.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
                socket.send(new DatagramPacket(octets, octets.length, packet.getSocketAddress()));
            }
        } catch (IOException e) {
            // The socket was closed: the test is over.
        }
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : open.reversed()) {
            one.close();
        }
        root().detachAppender(log);
        http.shutdownNow();
    }

    private CompletableFuture<Event> when(Predicate<Event> wanted) {
        CompletableFuture<Event> seen = new CompletableFuture<>();
        server.events()
                .attach(
                        event -> {
                            if (wanted.test(event)) {
                                seen.complete(event);
                            }
                        });
        events.stream().filter(wanted).findFirst().ifPresent(seen::complete);
        return seen;
    }

    private PhoneLine line(String name, String secret) throws Exception {
        SoftPhone phone =
                SoftPhone.builder()
                        .name(name)
                        .listen("127.0.0.1:0")
                        .ringing(RingBehaviour.ANSWER)
                        .build();
        open.add(phone);
        String registrar = "127.0.0.1:" + server.udp().getPort();
        return phone.line(SipAccount.udp(name, secret, "localhost", registrar));
    }

    @Test
    void nothingThatAPersonGetsOutOfTheServerHasASecretInIt() throws Exception {
        CompletableFuture<Event> refused =
                when(event -> event.fact() instanceof ProviderFact.Failed);
        PhoneLine alice = line("alice", password);
        alice.register().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        line("bob", "pb").register().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        line("carol", wrong).register().handle((_, _) -> "over").get();
        CompletableFuture<Event> over = when(event -> event.fact() instanceof CallFact.Ended);
        PhoneCall call = alice.call("bob");
        assertThat(call.await(CallState.IN_CALL, LIMIT)).isEqualTo(CallState.IN_CALL);
        look();
        call.hangUp();
        over.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        guestCalls();
        refused.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        assertThat(server.settled(LIMIT)).isTrue();
        wrongQuestions();
        look();
        ladders();
        keep("POST", "/api/v1/backups", "{}", adminKey, "the answer to a backup");
        found.put("the log", String.join("\n", log.lines));
        found.put("the settings in words", configuration + " " + configuration.security());
        found.put("the READY line", server.ready());
        server.close();
        assertThat(kept()).as("calls alive at the stop").isEqualTo(1);
        files();
        assertThat(found.keySet()).anyMatch(name -> name.contains(".zip: referee"));

        assertThat(found).hasSizeGreaterThan(70);
        List<String> told = new ArrayList<>();
        found.forEach(
                (where, text) -> canaries.in(text).forEach(what -> told.add(what + ": " + where)));
        assertThat(told).isEmpty();
    }

    /// An INVITE with everything in it that is none of others' business.
    private void guestCalls() throws Exception {
        String sdp =
                "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
                        + "m=audio 4000 RTP/AVP 8\r\na=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:"
                        + mediaKey
                        + "\r\na=ice-pwd:"
                        + icePassword
                        + "\r\n";
        DatagramSocket guest = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        open.add(guest);
        String invite =
                "INVITE sip:bob@localhost SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:"
                        + guest.getLocalPort()
                        + ";branch=z9hG4bKguest\r\n"
                        + "Max-Forwards: 70\r\n"
                        + "From: <sip:g@else.example>;tag=g\r\n"
                        + "To: <sip:bob@localhost>\r\n"
                        + "Call-ID: guest\r\n"
                        + "CSeq: 1 INVITE\r\n"
                        + "Contact: <sip:g@127.0.0.1:"
                        + guest.getLocalPort()
                        + ">\r\nAuthorization: Digest username=\"g\", realm=\"r\", nonce=\"n\","
                        + " uri=\"sip:x\", response=\""
                        + guestResponse
                        + "\"\r\nProxy-Authorization: Basic "
                        + Base64.getEncoder()
                                .encodeToString(proxyBasic.getBytes(StandardCharsets.UTF_8))
                        + "\r\nContent-Type: application/sdp\r\nContent-Length: "
                        + sdp.length()
                        + "\r\n\r\n"
                        + sdp;
        byte[] octets = invite.getBytes(StandardCharsets.UTF_8);
        CompletableFuture<Event> taken =
                when(
                        event ->
                                event.fact() instanceof CallFact.Answered
                                        && from(event).contains("else.example"));
        guest.send(
                new DatagramPacket(
                        octets,
                        octets.length,
                        InetAddress.getLoopbackAddress(),
                        server.udp().getPort()));
        taken.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        await().atMost(LIMIT).until(() -> kept() == 1);
    }

    /// Calls that the next start would find.
    private int kept() throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection("jdbc:h2:file:" + folder.resolve("referee"));
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select count(*) from live_call")) {
            row.next();
            return row.getInt(1);
        }
    }

    /// Who began the call of an event.
    private String from(Event event) {
        return events.stream()
                .filter(it -> it.call().equals(event.call()))
                .map(Event::fact)
                .filter(CallFact.Created.class::isInstance)
                .map(String::valueOf)
                .findFirst()
                .orElse("");
    }

    /// What is wrong must be said without repeating what was secret in it.
    private void wrongQuestions() throws Exception {
        List<String> bodies =
                List.of(
                        "users: [{name: aaron, accounts: [{name: x, password: [%s]}]}]",
                        "users: [{name: aaron, accounts: [{name: x, password: {%s: 1}}]}]",
                        "users: [{name: aaron, keys: {%s: 1}}]",
                        "users: [{name: aaron, password: %s, accounts: [{name: 'a b', password:"
                                + " x}]}]",
                        "users: [{name: aaron, password: \"%s",
                        "users:\n  - name: aaron\n    password: '%s\n    keys: [k",
                        "{\"users\": [{\"name\": \"aaron\", \"password\": \"%s\"");
        int number = 0;
        for (String body : bodies) {
            ask("POST", "/api/v1/apply", body.formatted(password), "wrong body " + ++number);
        }
        for (String body :
                List.of(
                        "{\"password\": {\"%s\": 1}}",
                        "{\"password\": [\"%s\"]}",
                        "{\"password\": \"%s\"",
                        "{\"password\": \"%s\", \"out\": \"none\"}")) {
            ask("PUT", "/api/v1/accounts/erika", body.formatted(password), "account " + ++number);
        }
        ask(
                "PUT",
                "/api/v1/providers/other",
                "{\"server\": \"user:" + line + "@\", \"password\": [\"" + line + "\"]}",
                "wrong provider");
        ask(
                "PUT",
                "/api/v1/dialplans/old",
                "{\"type\": \"rules\", \"rules\": [{\"direction\": \"out\", \"match\": \"exact\","
                        + " \"pattern\": \"1\", \"command\": \"dial\", \"parameters\": \"u,"
                        + line
                        + ",1@host\"}]}",
                "a login in a dial string");
        ask("GET", "/nothing?key=" + key, "", "no such address");
        ask("GET", "/callmanager.svc/blindtransfer?key=" + wrong, "", "a wrong key");
        ask(
                "GET",
                "/provisioning.svc/rest/customer/login?username=aaron&password=" + wrong,
                "",
                "a wrong login");
        ask("POST", "/mi", "{\"jsonrpc\": \"2.0\", \"password\": \"" + wrong, "a wrong call");
    }

    private void look() throws Exception {
        int round = found.size();
        for (String page : PAGES) {
            for (String who : List.of(key, adminKey)) {
                keep("GET", page, "", who, round + " " + page + " for " + found.size());
            }
        }
    }

    private void ladders() throws Exception {
        List<String> calls =
                events.stream().map(Event::call).filter(id -> !id.isEmpty()).distinct().toList();
        assertThat(calls).hasSizeGreaterThanOrEqualTo(2);
        for (String call : calls) {
            for (String format : List.of("json", "text", "svg", "pcap")) {
                String path = "/api/v1/calls/" + call + "/ladder?format=" + format;
                keep("GET", path, "", key, path);
                assertThat(found.get(path)).as(path).contains("INVITE");
            }
        }
        StringBuilder all = new StringBuilder();
        events.forEach(event -> all.append(event.fact().type()).append(event.fact().data()));
        assertThat(all).contains("sip.message", "provider.failed", "registration.refused");
        found.put("the event stream", all.toString());
    }

    private void ask(String method, String path, String body, String where) throws Exception {
        keep(method, path, body, adminKey, where);
        keep(method, path, body, key, where + ", asked by the owner");
    }

    private void keep(String method, String path, String body, String who, String where)
            throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(server.httpUrl() + path))
                        .method(method, BodyPublishers.ofString(body))
                        .header("Authorization", "Bearer " + who)
                        .build();
        var answer = http.send(request, BodyHandlers.ofString(StandardCharsets.ISO_8859_1));
        found.put(where, answer.headers().map() + "\n" + answer.body());
    }

    /// What somebody finds who has a copy of the data folder, but not the two key files. That the
    /// database knows keys by their SHA-256 is meant so: nobody comes from there to a key that a
    /// machine has made.
    private void files() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = file.getFileName().toString();
                if (name.endsWith(".zip")) {
                    backup(file);
                } else if (!name.equals("admin.key") && !name.equals("store.key")) {
                    file(name, Files.readAllBytes(file));
                }
            }
        }
    }

    private void backup(Path file) throws IOException {
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(file))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                file(file.getFileName() + ": " + entry.getName(), zip.readAllBytes());
            }
        }
    }

    private void file(String name, byte[] octets) {
        String text = new String(octets, StandardCharsets.ISO_8859_1);
        found.put(name, text.replace(Hashes.ofKey(key), ""));
    }
}
