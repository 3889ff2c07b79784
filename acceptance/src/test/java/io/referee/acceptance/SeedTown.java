package io.referee.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.referee.softphone.CallState;
import io.referee.softphone.PhoneCall;
import io.referee.softphone.RingBehaviour;
import io.referee.softphone.SipAccount;
import io.referee.softphone.SoftPhone;
import io.referee.softphone.Transfer;
import io.referee.softphone.TransferOutcome;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A server with one owner, his phones, and providers and platforms that are phones, too: they
/// listen at an address and take whatever is called there.
final class SeedTown implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final List<String> PROVIDERS =
            List.of("blueface", "faktortel", "callcentric", "someprovider");
    private static final List<String> PLATFORMS = List.of("anveo", "music");
    private static final List<String> PHONES = List.of("mine1", "mine2");

    private final List<AutoCloseable> open = new ArrayList<>();
    private final Map<String, SoftPhone> phones = new LinkedHashMap<>();
    private final Map<String, BlockingQueue<PhoneCall>> arrived = new LinkedHashMap<>();
    private final RunningServer server;
    private final Http http;
    private final SoftPhone alice;

    /// @param dialPlans a YAML list; ANVEO and MUSIC stand for the addresses of the platforms
    SeedTown(Path folder, String dialPlans) throws Exception {
        Map<String, Integer> ports = new LinkedHashMap<>();
        for (String name : List.of("blueface", "faktortel", "callcentric", "someprovider")) {
            ports.put(name, outside(name));
        }
        for (String name : PLATFORMS) {
            ports.put(name, outside(name));
        }
        String plans =
                dialPlans
                        .replace("ANVEO", "127.0.0.1:" + ports.get("anveo"))
                        .replace("MUSIC", "127.0.0.1:" + ports.get("music"));
        server = new ServerFolder(folder).accounts(applyFile(ports, plans)).start();
        open.add(server);
        http = new Http(server);
        alice = phone("alice");
        for (String name : PHONES) {
            SoftPhone phone = phone(name);
            phones.put(name, phone);
            listen(name, phone);
            phone.line(account(name)).register().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        }
        alice.line(account("alice")).register().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        answers("anveo");
        answers("music");
    }

    private int outside(String name) throws Exception {
        int port = Ports.ten();
        SoftPhone phone =
                SoftPhone.builder()
                        .name(name)
                        .listen("127.0.0.1:" + port)
                        .ringing(RingBehaviour.RING)
                        .build();
        open.add(phone);
        phones.put(name, phone);
        listen(name, phone);
        return port;
    }

    private void listen(String name, SoftPhone phone) {
        BlockingQueue<PhoneCall> calls = new LinkedBlockingQueue<>();
        arrived.put(name, calls);
        phone.onIncomingCall(calls::add);
    }

    private SoftPhone phone(String name) throws Exception {
        SoftPhone phone = SoftPhone.builder().name(name).ringing(RingBehaviour.RING).build();
        open.add(phone);
        return phone;
    }

    private SipAccount account(String name) {
        return SipAccount.udp(
                name, "secret", "localhost", "127.0.0.1:" + server.port(Transport.UDP));
    }

    private static String applyFile(Map<String, Integer> ports, String plans) {
        boolean in = plans.contains("direction: in");
        StringBuilder file = new StringBuilder();
        file.append("users:\n  - name: aaron\n    keys: [k-acme]\n    accounts:\n");
        file.append("      - {name: alice, password: secret, out: ")
                .append(in ? "\"\"" : "main")
                .append("}\n");
        for (String name : PHONES) {
            file.append("      - {name: ").append(name).append(", password: secret}\n");
        }
        for (String name : List.of("prov1", "prov3")) {
            file.append("      - {name: ")
                    .append(name)
                    .append(", password: secret, in: ")
                    .append(in ? "in" : "\"\"")
                    .append("}\n");
        }
        file.append("    providers:\n");
        for (String name : PROVIDERS) {
            file.append("      - {name: ")
                    .append(name)
                    .append(", server: \"127.0.0.1:")
                    .append(ports.get(name))
                    .append("\", username: aaron, password: p, register: false}\n");
        }
        file.append("    dialPlans:\n").append(plans.indent(6));
        return file.toString();
    }

    @Override
    public void close() throws Exception {
        for (AutoCloseable one : open.reversed()) {
            one.close();
        }
    }

    // ---- what phones do

    /// From now on this phone answers.
    void answers(String name) {
        phoneOf(name)
                .onIncomingCall(
                        call -> {
                            call.answer();
                            arrived.get(name).add(call);
                        });
    }

    /// From now on this phone sends calls elsewhere.
    void redirects(String name, String target) {
        phoneOf(name).onIncomingCall(call -> call.redirect(target));
    }

    /// From now on this phone refuses calls.
    void rejects(String name, int status) {
        phoneOf(name).onIncomingCall(call -> call.reject(status));
    }

    private SoftPhone phoneOf(String name) {
        return phones.get(name);
    }

    private PhoneCall arriving(String name) throws InterruptedException {
        PhoneCall call = arrived.get(name).poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
        assertThat(call).as("a call to " + name).isNotNull();
        return call;
    }

    /// Whether a call comes to this phone.
    boolean rings(String name) throws InterruptedException {
        return arriving(name) != null;
    }

    /// Whether this phone answers and talks.
    boolean talks(String name) throws InterruptedException {
        return arriving(name).await(CallState.IN_CALL, LIMIT) == CallState.IN_CALL;
    }

    /// Alice dials.
    Placed calls(String number) {
        return new Placed(
                alice.line(account("alice")).call("sip:" + escaped(number) + "@localhost"));
    }

    private static String escaped(String number) {
        return number.replace("#", "%23");
    }

    /// Somebody from elsewhere calls an account.
    Placed strangerCalls(String name) throws Exception {
        SoftPhone stranger =
                SoftPhone.builder().name("stranger").listen("127.0.0.2:" + Ports.ten()).build();
        open.add(stranger);
        int port = server.port(Transport.UDP);
        return new Placed(stranger.call("sip:" + name + "@localhost:" + port));
    }

    /// A call that was placed.
    final class Placed {
        private final PhoneCall call;

        Placed(PhoneCall call) {
            this.call = call;
        }

        CallState state() {
            return call.state();
        }

        PhoneCall call() {
            return call;
        }

        /// It rings there, with that number, and is given up then.
        void reaches(String name, String user) throws Exception {
            PhoneCall there = arriving(name);
            call.hangUp();
            there.await(CallState.CANCELLED, LIMIT);
            await().atMost(LIMIT).untilAsserted(() -> assertThat(dialled()).contains(user));
        }

        private List<String> dialled() throws IOException, InterruptedException {
            return http.get("/api/v1/cdrs")
                    .path("cdrs")
                    .valueStream()
                    .map(
                            record ->
                                    record.path("dialedTo")
                                            .asString("")
                                            .replaceAll("sips?:|@.*", ""))
                    .toList();
        }

        /// The call of the platform that answered it.
        PhoneCall answeredBy(String name) throws InterruptedException {
            PhoneCall there = arriving(name);
            assertThat(call.await(CallState.IN_CALL, LIMIT)).isEqualTo(CallState.IN_CALL);
            there.await(CallState.IN_CALL, LIMIT);
            return there;
        }

        /// How it was refused.
        int status() {
            call.await(CallState.REJECTED, LIMIT);
            OptionalInt status = call.endStatus();
            return status.orElse(0);
        }
    }

    // ---- transfers

    /// This end asks for a blind transfer. Answers what came of it.
    int refers(PhoneCall call, String target) throws Exception {
        Transfer transfer = call.blindTransfer(target);
        return switch (transfer.result().get(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            case TransferOutcome.Completed(int status) -> status;
            case TransferOutcome.Failed(int status) -> status;
            case TransferOutcome.Unknown _ -> 0;
        };
    }

    /// This end asks for a blind transfer; the phone at the other end is asked for it. Answers
    /// where to.
    String asksPhone(Placed placed, PhoneCall call, String target) throws Exception {
        CompletableFuture<String> asked = new CompletableFuture<>();
        placed.call()
                .onTransferRequested(
                        request -> {
                            asked.complete(request.target().text());
                            request.reject();
                        });
        call.blindTransfer(target);
        return asked.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    // ---- what the server tells

    /// The older service's addresses.
    String get(String path) throws Exception {
        return http.text(path);
    }

    /// Whether the events say this, in time.
    boolean says(String text) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(server.http() + "/api/v1/events?since=0"))
                        .header("Authorization", "Bearer k-acme")
                        .header("Accept", "text/event-stream")
                        .build();
        try (HttpClient client = HttpClient.newHttpClient();
                Stream<String> lines = client.send(request, BodyHandlers.ofLines()).body()) {
            return CompletableFuture.supplyAsync(() -> lines.anyMatch(line -> line.contains(text)))
                    .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        }
    }
}
