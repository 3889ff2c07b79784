package io.referee.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.referee.net.EngineSettings;
import io.referee.softphone.CallState;
import io.referee.softphone.LineState;
import io.referee.softphone.PhoneCall;
import io.referee.softphone.PhoneEngine;
import io.referee.softphone.PhoneLine;
import io.referee.softphone.RingBehaviour;
import io.referee.softphone.SipAccount;
import io.referee.softphone.SoftPhone;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// A server that trusts nobody, under attack. `-Dreferee.attack.seconds=60` says for how long.
@Isolated("needs all of the machine")
class AttackTest {
    private static final int SECONDS = Integer.getInteger("referee.attack.seconds", 4);

    /// Unauthenticated requests in a second: half of them from one source, half from many.
    private static final int REQUESTS = 1_000;

    private static final int SOURCES = 200;
    private static final int CALLS = 20;
    private static final int TICK_MILLIS = 10;
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private static final String CONFIGURATION =
            """
            domains: [localhost]
            sip:
              udp: 127.0.0.1:0
              tcp: 127.0.0.1:0
            http:
              listen: 127.0.0.1:0
            adminKey: k-admin
            security:
              trusted: []
            """;

    private final List<Phone> callers = new ArrayList<>();
    private final Phone callee = Phone.named("callee");

    @TempDir Path folder;

    private RunningServer server() throws Exception {
        for (int i = 0; i < 5; i++) {
            callers.add(Phone.named("caller"));
        }
        List<String> accounts = new ArrayList<>();
        callers.forEach(phone -> accounts.add(phone.account(Phone.Mode.DENY)));
        accounts.add(callee.account(Phone.Mode.DENY));
        return new ServerFolder(folder)
                .underLoad()
                .configuration(CONFIGURATION)
                .accounts(Phone.applyFile(accounts.toArray(new String[0])))
                .start();
    }

    private static PhoneEngine engine(String address) throws Exception {
        return PhoneEngine.start(EngineSettings.at(InetAddress.ofLiteral(address)));
    }

    private static SoftPhone phone(PhoneEngine engine, Phone account, String address)
            throws Exception {
        return SoftPhone.builder()
                .engine(engine)
                .name(account.user())
                .bindAddress(InetAddress.ofLiteral(address))
                .ringing(RingBehaviour.NOTHING)
                .build();
    }

    private static PhoneLine registered(SoftPhone phone, Phone account, RunningServer server)
            throws Exception {
        PhoneLine line =
                phone.line(
                        SipAccount.udp(
                                account.user(),
                                account.password(),
                                "localhost",
                                "127.0.0.1:" + server.port(Transport.UDP)));
        assertThat(line.register().get(LIMIT.toSeconds(), TimeUnit.SECONDS))
                .isEqualTo(LineState.REGISTERED);
        return line;
    }

    @Test
    void callsGoOnWithoutALossWhileAThousandStrangersASecondAsk() throws Exception {
        try (RunningServer server = server();
                PhoneEngine callersEngine = engine("127.0.6.2");
                PhoneEngine calleeEngine = engine("127.0.6.3");
                SoftPhone answering = phone(calleeEngine, callee, "127.0.6.3");
                Attackers many = new Attackers(server.udp(), callee.user(), 10, SOURCES);
                Attackers one = new Attackers(server.udp(), callee.user(), 1, 1);
                ScheduledExecutorService clock = Executors.newScheduledThreadPool(2)) {
            answering.onIncomingCall(PhoneCall::answer);
            registered(answering, callee, server);
            List<PhoneLine> lines = new ArrayList<>();
            for (Phone caller : callers) {
                lines.add(registered(phone(callersEngine, caller, "127.0.6.2"), caller, server));
            }
            int each = REQUESTS / 2 * TICK_MILLIS / 1_000;
            var flood =
                    clock.scheduleAtFixedRate(
                            () -> {
                                many.send(each);
                                one.send(each);
                            },
                            0,
                            TICK_MILLIS,
                            TimeUnit.MILLISECONDS);
            List<CompletableFuture<Long>> calls = new ArrayList<>();
            for (int i = 0; i < CALLS * SECONDS; i++) {
                PhoneLine line = lines.get(i % lines.size());
                CompletableFuture<Long> done = new CompletableFuture<>();
                calls.add(done);
                clock.schedule(
                        () -> Thread.ofVirtual().start(() -> call(line, done)),
                        1_000L * i / CALLS,
                        TimeUnit.MILLISECONDS);
            }
            List<Long> millis = new ArrayList<>();
            for (CompletableFuture<Long> done : calls) {
                millis.add(done.get(SECONDS + LIMIT.toSeconds(), TimeUnit.SECONDS));
            }
            flood.cancel(false);
            clock.shutdown();
            assertThat(clock.awaitTermination(5, TimeUnit.SECONDS)).isTrue();
            print(many, one, millis, server);

            assertThat(millis).as("calls that were not answered").doesNotContain(-1L);
            assertThat(many.sent + one.sent).isGreaterThan((long) REQUESTS * SECONDS * 8 / 10);
            assertThat(many.answeredOctets).isLessThanOrEqualTo(many.sentOctets);
            assertThat(one.answeredOctets).isLessThanOrEqualTo(one.sentOctets / 2);
            // A first ban is over after a minute, so not those in force.
            assertThat(banned(server)).isPositive();
        }
    }

    private static double banned(RunningServer server) throws Exception {
        return admin(server, "GET", "/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("referee_security_banned_total "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' '))))
                .sum();
    }

    private void call(PhoneLine line, CompletableFuture<Long> done) {
        long began = System.nanoTime();
        try {
            PhoneCall call = line.call("sip:" + callee.user() + "@localhost");
            boolean answered = call.await(CallState.IN_CALL, LIMIT) == CallState.IN_CALL;
            if (!answered) {
                System.out.println("a call was refused: " + call.endStatus());
            }
            long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
            call.hangUp();
            done.complete(answered ? took : -1L);
        } catch (RuntimeException e) {
            done.completeExceptionally(e);
        }
    }

    private static void print(
            Attackers many, Attackers one, List<Long> millis, RunningServer server)
            throws Exception {
        List<Long> sorted = millis.stream().sorted().toList();
        System.out.println(
                (many.sent + one.sent)
                        + " unauthenticated requests in "
                        + SECONDS
                        + " s; from "
                        + SOURCES
                        + " sources: "
                        + many.answers
                        + " answers to "
                        + many.sent
                        + " ("
                        + many.answeredOctets
                        + " octets to "
                        + many.sentOctets
                        + "); from one: "
                        + one.answers
                        + " to "
                        + one.sent
                        + "; banned now: "
                        + bans(server).size()
                        + "; "
                        + millis.stream().filter(took -> took >= 0).count()
                        + " of "
                        + millis.size()
                        + " calls answered, median "
                        + sorted.get(sorted.size() / 2)
                        + " ms, 99th percentile "
                        + sorted.get(sorted.size() * 99 / 100)
                        + " ms");
        admin(server, "GET", "/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("referee_security"))
                .forEach(System.out::println);
    }

    @Test
    void aPasswordGuesserIsBannedAndThePhoneElsewhereIsNot() throws Exception {
        try (RunningServer server = server();
                PhoneEngine engine = engine("127.0.6.4");
                SoftPhone phone = phone(engine, callee, "127.0.6.4");
                Attackers guesser = new Attackers(server.udp(), callee.user(), 250, 1)) {
            List<Integer> heard = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                guesser.guess();
                await().atMost(LIMIT)
                        .pollInterval(Duration.ofMillis(5))
                        .until(
                                () -> {
                                    int status = guesser.status();
                                    heard.add(status);
                                    return status != 0;
                                });
            }
            heard.removeIf(status -> status == 0);
            assertThat(heard).hasSize(20).containsOnly(403);

            guesser.guess();
            await().atMost(LIMIT).until(() -> bans(server).size() == 1);

            JsonNode ban = bans(server).get(0);
            assertThat(ban.path("source").asString()).isEqualTo("127.0.7.250");
            assertThat(ban.path("reason").asString()).isEqualTo("password guessing");
            registered(phone, callee, server);
            long before = guesser.answers;
            for (int i = 0; i < 50; i++) {
                guesser.guess();
            }
            registered(phone, callee, server);
            guesser.listen();
            assertThat(guesser.answers).isLessThanOrEqualTo(before + 1);

            assertThat(admin(server, "DELETE", "/api/v1/bans/127.0.7.250").statusCode())
                    .isEqualTo(204);
            assertThat(bans(server).size()).isZero();
            guesser.guess();
            await().atMost(LIMIT).until(() -> guesser.status() != 0);
        }
    }

    private static JsonNode bans(RunningServer server) throws Exception {
        HttpResponse<String> answer = admin(server, "GET", "/api/v1/bans");
        assertThat(answer.statusCode()).isEqualTo(200);
        return new ObjectMapper().readTree(answer.body()).path("bans");
    }

    private static HttpResponse<String> admin(RunningServer server, String method, String path)
            throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(server.http() + path))
                        .header("Authorization", "Bearer k-admin")
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }
}
