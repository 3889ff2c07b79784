package io.referee.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.referee.softphone.CallState;
import io.referee.softphone.PhoneCall;
import io.referee.softphone.RingBehaviour;
import io.referee.softphone.SipAccount;
import io.referee.softphone.SoftPhone;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// The commands of OpenSIPS' module for call operations with the parameters of its examples, and
/// the events that it promises.
class SeedCallopsTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<AutoCloseable> open = new ArrayList<>();
    private final List<JsonNode> told = new CopyOnWriteArrayList<>();
    private final BlockingQueue<PhoneCall> atBob = new LinkedBlockingQueue<>();
    private final BlockingQueue<PhoneCall> atCarol = new LinkedBlockingQueue<>();

    /// What Alice's phone calls because a REFER asks it to.
    private final CompletableFuture<PhoneCall> referred = new CompletableFuture<>();

    @TempDir Path folder;

    private RunningServer server;
    private SoftPhone bob;
    private Http http;
    private PhoneCall alices;
    private PhoneCall bobs;

    @BeforeEach
    void aliceTalksToBob() throws Exception {
        Phone.Mode mode = Phone.Mode.DENY;
        String accounts =
                Phone.applyFile(
                        new Phone("alice", 0).account(mode),
                        new Phone("bob", 0).account(mode),
                        new Phone("carol", 0).account(mode));
        server = new ServerFolder(folder).accounts(accounts).start();
        open.add(server);
        http = new Http(server);
        SoftPhone alice = phone("alice", new LinkedBlockingQueue<>());
        bob = phone("bob", atBob);
        phone("carol", atCarol);
        listen();
        alices = alice.line(account("alice")).call("bob");
        alices.onTransferRequested(asked -> asked.accept().ifPresent(referred::complete));
        bobs = talking(alices, atBob);
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable one : open.reversed()) {
            one.close();
        }
    }

    private SipAccount account(String name) {
        return SipAccount.udp(
                name, "secret-" + name, "localhost", "127.0.0.1:" + server.port(Transport.UDP));
    }

    /// A phone that is registered and answers.
    private SoftPhone phone(String name, BlockingQueue<PhoneCall> calls) throws Exception {
        SoftPhone phone = SoftPhone.builder().name(name).ringing(RingBehaviour.NOTHING).build();
        open.add(phone);
        phone.onIncomingCall(
                call -> {
                    call.answer();
                    calls.add(call);
                });
        phone.line(account(name)).register().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        return phone;
    }

    private static PhoneCall talking(PhoneCall call, BlockingQueue<PhoneCall> callee)
            throws InterruptedException {
        assertThat(call.await(CallState.IN_CALL, LIMIT)).isEqualTo(CallState.IN_CALL);
        return talking(callee);
    }

    private static PhoneCall talking(BlockingQueue<PhoneCall> callee) throws InterruptedException {
        PhoneCall there = callee.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
        assertThat(there).isNotNull();
        assertThat(there.await(CallState.IN_CALL, LIMIT)).isEqualTo(CallState.IN_CALL);
        return there;
    }

    // ---- events

    private void listen() {
        HttpRequest request =
                HttpRequest.newBuilder(
                                URI.create(
                                        server.http() + "/api/v1/events?format=opensips&since=0"))
                        .header("Authorization", "Bearer k-acme")
                        .header("Accept", "text/event-stream")
                        .build();
        HttpClient client = HttpClient.newHttpClient();
        CompletableFuture<Void> reading =
                client.sendAsync(request, BodyHandlers.ofLines())
                        .thenAcceptAsync(
                                response -> {
                                    try (Stream<String> lines = response.body()) {
                                        lines.filter(line -> line.startsWith("data: "))
                                                .map(line -> JSON.readTree(line.substring(6)))
                                                .forEach(told::add);
                                    }
                                });
        open.add(
                () -> {
                    client.shutdownNow();
                    reading.cancel(true);
                });
    }

    private List<String> tellings(String event, String fields) {
        return told.stream()
                .filter(each -> each.path("method").asString().equals(event))
                .map(each -> each.path("params"))
                .map(params -> fields(params, fields.split(" ")))
                .distinct()
                .toList();
    }

    private static String fields(JsonNode params, String... names) {
        return String.join(
                " ", Stream.of(names).map(name -> params.path(name).asString("")).toList());
    }

    // ---- commands

    /// @param params as `opensips-cli` takes them: `name=value`, with a blank between
    private JsonNode mi(String method, String params) throws Exception {
        var request = JSON.createObjectNode();
        request.put("jsonrpc", "2.0").put("method", method).put("id", 1);
        var named = request.putObject("params");
        for (String each : params.split(" ")) {
            int at = each.indexOf('=');
            named.put(each.substring(0, at), each.substring(at + 1));
        }
        JsonNode answer = http.post("/mi", request.toString());
        assertThat(answer.has("error")).as(answer.toString()).isFalse();
        return answer.path("result");
    }

    @Test
    @DisplayName("003, call_hold and call_unhold: each leg is told about twice")
    void aCallIsHeldAndReleased() throws Exception {
        mi("call_hold", "callid=" + alices.sipCallId());
        await().atMost(LIMIT)
                .untilAsserted(
                        () ->
                                assertThat(tellings("E_CALL_HOLD", "leg action state"))
                                        .containsExactlyInAnyOrder(
                                                "caller hold start",
                                                "callee hold start",
                                                "caller hold ok",
                                                "callee hold ok"));

        mi("call_unhold", "callid=" + alices.sipCallId());

        await().atMost(LIMIT)
                .untilAsserted(
                        () ->
                                assertThat(tellings("E_CALL_HOLD", "leg action state"))
                                        .contains(
                                                "caller unhold start",
                                                "callee unhold start",
                                                "caller unhold ok",
                                                "callee unhold ok"));
        bobs.hangUp();
        alices.await(CallState.COMPLETED, LIMIT);
    }

    /// Alice talks with Carol in the call that the REFER asked for, and with nobody else.
    private PhoneCall aliceTalksToCarol() throws Exception {
        PhoneCall next = referred.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        assertThat(next.await(CallState.IN_CALL, LIMIT)).isEqualTo(CallState.IN_CALL);
        assertThat(alices.await(CallState.COMPLETED, LIMIT)).isEqualTo(CallState.COMPLETED);
        assertThat(bobs.await(CallState.COMPLETED, LIMIT)).isEqualTo(CallState.COMPLETED);
        await().atMost(LIMIT).untilAsserted(() -> assertThat(http.calls()).hasSize(1));
        return next;
    }

    /// Waits until these have come, in this order.
    private void transferIsTold(String... states) {
        String[] expected =
                Stream.of(states)
                        .map(state -> alices.sipCallId() + " " + state)
                        .toArray(String[]::new);
        await().atMost(LIMIT)
                .untilAsserted(
                        () ->
                                assertThat(tellings("E_CALL_TRANSFER", "callid state"))
                                        .containsSubsequence(expected));
    }

    @Test
    @DisplayName("003, call_transfer with a destination: a blind transfer by REFER")
    void theCallerIsTransferredBlind() throws Exception {
        mi(
                "call_transfer",
                "callid=" + alices.sipCallId() + " leg=caller destination=sip:carol@localhost");

        PhoneCall next = aliceTalksToCarol();
        PhoneCall carols = talking(atCarol);
        transferIsTold("start", "notify", "ok");
        next.hangUp();
        carols.await(CallState.COMPLETED, LIMIT);
    }

    @Test
    @DisplayName("003, call_transfer with transfer_callid: an attended transfer between two calls")
    void theCallerIsTransferredToTheCalleeOfAnotherCall() throws Exception {
        PhoneCall second = bob.line(account("bob")).call("carol");
        PhoneCall carols = talking(second, atCarol);

        mi(
                "call_transfer",
                "callid="
                        + alices.sipCallId()
                        + " leg=caller transfer_callid="
                        + second.sipCallId()
                        + " transfer_leg=callee");

        assertThat(bobs.await(CallState.COMPLETED, LIMIT)).isEqualTo(CallState.COMPLETED);
        assertThat(second.await(CallState.COMPLETED, LIMIT)).isEqualTo(CallState.COMPLETED);
        await().atMost(LIMIT).untilAsserted(() -> assertThat(http.calls()).hasSize(1));
        assertThat(alices.state()).as("she is joined with Carol").isEqualTo(CallState.IN_CALL);
        assertThat(atCarol).as("she is not called again").isEmpty();
        transferIsTold("start", "ok");
        alices.hangUp();
        carols.await(CallState.COMPLETED, LIMIT);
    }
}
