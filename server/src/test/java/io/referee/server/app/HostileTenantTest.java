package io.referee.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.app.config.Configuration;
import io.referee.server.app.config.ConfigurationReader;
import io.referee.server.app.document.Document;
import io.referee.server.event.DialPlanFact;
import io.referee.server.event.Event;
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
import org.junit.jupiter.api.parallel.Isolated;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Two tenants on one server: the scripts of one do all the harm that they can, again and again,
/// while the other makes calls through a plan of his own.
@Isolated("a script may run for ten seconds, also a good one: the harm alone is to take its share")
@Timeout(300)
final class HostileTenantTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int GOOD_CALLS = 6;

    /// What the hostile tenant dials, and what his plan does then.
    private static final Map<String, String> HARM = harm();

    /// Nothing of the good tenant may be in what the hostile one gets to see.
    private static final List<String> SECRETS = List.of("alice", "the-secret", "aaron");

    @TempDir Path folder;

    private final List<AutoCloseable> open = new ArrayList<>();
    private final Queue<Event> events = new ConcurrentLinkedQueue<>();
    private final Queue<PhoneCall> atTheLine = new ConcurrentLinkedQueue<>();
    private Server server;
    private PhoneLine alice;
    private PhoneLine mallory;

    private static Map<String, String> harm() {
        Map<String, String> harm = new LinkedHashMap<>();
        harm.put("loop", "begin; while true; end; ensure; while true; end; end");
        harm.put("memory", "a = []; loop { a << 'x' * 100_000 }");
        harm.put("fork", "begin; loop { fork { loop {} } }; rescue Exception; loop {}; end");
        harm.put("log", "loop { sys.Log 'x' * 1000 }");
        harm.put("asking", "loop { sys.GetBindings() }");
        harm.put("dialling", "10_000.times { sys.Dial('nobody@local') }");
        return harm;
    }

    /// Tries to see what is not his.
    private static final String PRYING =
            """
            sys.Log "value #{sys.DBRead('greeting')}"
            sys.Log "keys #{sys.DBGetKeys().inspect}"
            sys.Log "accounts #{sys.GetSIPAccounts().inspect}"
            # Not in one word, as his own plan may be shown to him.
            ['ali' + 'ce', 'ali' + 'ce@localhost', 'bob@localhost'].each do |it|
              sys.Log "bindings #{it[0]} #{sys.GetBindings(it).inspect}"
              sys.Log "mine #{it[0]} #{sys.IsMine(it)}"
              sys.Log "available #{it[0]} #{sys.IsAvailable(it)}"
            end
            sys.Log "calls #{sys.GetCurrentCallCount()} #{sys.GetCurrentCalls().inspect}"
            sys.Log "providers #{sys.Providers.inspect} #{lookup.GetProviders().inspect}"
            sys.Log "globals #{$kept.inspect} #{defined?(KEPT).inspect} #{respond_to?(:kept, true)}"
            sys.Dial("123@goodline", 1)
            """;

    private static final String GOOD =
            """
            $kept = 'the-secret'
            KEPT = 'the-secret'
            def kept() 'the-secret' end
            sys.DBWrite('greeting', 'the-secret')
            sys.Log "#{req.Header.from.FromURI.User} says #{sys.DBRead('greeting')}"
            sys.Dial("bob@local", 30)
            """;

    @BeforeEach
    void start() throws Exception {
        SoftPhone line = phone("goodline", RingBehaviour.RING);
        line.onIncomingCall(atTheLine::add);
        String yaml =
                """
                data: %s
                sip: {udp: 127.0.0.1:0, tcp: off}
                http: {listen: 127.0.0.1:0}
                database: jdbc:h2:mem:%s
                dialPlans: {ruby: jruby}
                """
                        .formatted(folder, folder.getFileName());
        Configuration configuration =
                ConfigurationReader.read(
                        Document.yaml("test.yaml", yaml), Map.of("REFEREE_SECURITY_LIMITS", "off"));
        Path apply = folder.resolve("apply.yaml");
        Files.writeString(apply, people(line.uri().port()));
        server = Server.start(configuration, List.of(apply));
        open.add(server);
        server.events().attach(events::add);
        alice = registered("alice", RingBehaviour.RING);
        registered("bob", RingBehaviour.ANSWER);
        mallory = registered("mallory", RingBehaviour.RING);
    }

    private static String people(int linePort) {
        StringBuilder evil = new StringBuilder("case req.URI.User.to_s\n");
        HARM.forEach((name, code) -> evil.append("when '%s' then %s\n".formatted(name, code)));
        evil.append("else\n").append(PRYING).append("end\n");
        return """
        users:
          - name: aaron
            password: password-of-aaron
            keys: [k-aaron]
            accounts:
              - {name: alice, domain: localhost, password: secret, out: good}
              - {name: bob, domain: localhost, password: secret}
            providers:
              - {name: goodline, server: "127.0.0.1:%d"}
            dialPlans:
              - name: good
                type: ruby
                script: |
        %s
          - name: eve
            password: password-of-eve
            keys: [k-eve]
            accounts:
              - {name: mallory, domain: localhost, password: secret, out: evil}
            dialPlans:
              - name: evil
                type: ruby
                script: |
        %s
        """
                .formatted(linePort, GOOD.indent(10), evil.toString().indent(10));
    }

    private SoftPhone phone(String name, RingBehaviour behaviour) throws Exception {
        SoftPhone phone =
                SoftPhone.builder().name(name).listen("127.0.0.1:0").ringing(behaviour).build();
        open.add(phone);
        return phone;
    }

    private PhoneLine registered(String name, RingBehaviour behaviour) throws Exception {
        PhoneLine line =
                phone(name, behaviour)
                        .line(
                                SipAccount.udp(
                                        name,
                                        "secret",
                                        "localhost",
                                        "127.0.0.1:" + server.udp().getPort()));
        line.register().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        return line;
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable it : open.reversed()) {
            it.close();
        }
    }

    @Test
    void whatOneTenantsScriptsDoCostsTheOtherNoCall() throws Exception {
        try (Attack _ = new Attack(mallory)) {
            for (int i = 0; i < GOOD_CALLS; i++) {
                PhoneCall call = alice.call("bob-please");
                assertThat(call.await(CallState.IN_CALL, LIMIT))
                        .as("call %d, status %s, %s", i, call.endStatus(), saidTo("aaron"))
                        .isEqualTo(CallState.IN_CALL);
                call.hangUp();
                over(call);
            }
        }

        assertThat(steps("aaron"))
                .filteredOn(it -> it.contains("alice says the-secret"))
                .hasSize(GOOD_CALLS);
        assertThat(saidTo("eve")).noneMatch(HostileTenantTest::tells);
        assertThat(saidTo("aaron")).noneMatch(it -> it.contains("mallory"));
    }

    @Test
    void oneTenantSeesNothingOfTheOtherAndCannotRingThroughHim() throws Exception {
        PhoneCall good = alice.call("bob-please");
        good.await(CallState.IN_CALL, LIMIT);

        PhoneCall pried = mallory.call("prying");
        over(pried);

        assertThat(steps("eve"))
                .extracting(it -> it.replaceFirst("^line \\d+: ", ""))
                .contains(
                        "value ",
                        "keys []",
                        "accounts [\"mallory@localhost\"]",
                        "bindings a nil",
                        "mine b false",
                        "calls 0 []",
                        "providers [] {}",
                        "globals nil nil false",
                        "there is no provider goodline; it is treated as the name of a host");
        assertThat(saidTo("eve")).noneMatch(HostileTenantTest::tells);
        assertThat(atTheLine).isEmpty();
        for (String page :
                List.of("accounts", "calls", "cdrs", "dialplans", "providers", "registrations")) {
            assertThat(read(page, "k-eve")).as(page).doesNotContain(SECRETS);
            assertThat(read(page, "k-aaron")).as(page).doesNotContain("mallory", "evil");
        }
        good.hangUp();
    }

    private static void over(PhoneCall call) throws Exception {
        call.whenIn(CallState.COMPLETED, CallState.REJECTED, CallState.CANCELLED, CallState.ERROR)
                .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    private static boolean tells(String text) {
        return SECRETS.stream().anyMatch(text::contains);
    }

    private String read(String page, String key) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(server.httpUrl() + "/api/v1/" + page))
                        .header("Authorization", "Bearer " + key)
                        .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            var answer = client.send(request, BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(page).isEqualTo(200);
            return answer.body();
        }
    }

    /// All that the event stream tells an owner.
    private List<String> saidTo(String owner) {
        return events.stream()
                .filter(it -> it.owner().equals(owner))
                .map(it -> it.fact().type() + it.fact().data())
                .toList();
    }

    /// What the plans of an owner said.
    private List<String> steps(String owner) {
        return events.stream()
                .filter(it -> it.owner().equals(owner))
                .flatMap(
                        it ->
                                it.fact() instanceof DialPlanFact.Step step
                                        ? Stream.of(step.text())
                                        : Stream.empty())
                .toList();
    }

    /// Each kind of harm by a call of its own, begun again when it is over.
    private static final class Attack implements AutoCloseable {
        private final List<Thread> threads = new ArrayList<>();

        Attack(PhoneLine from) {
            HARM.keySet()
                    .forEach(it -> threads.add(Thread.ofVirtual().start(() -> repeat(from, it))));
        }

        private static void repeat(PhoneLine from, String harm) {
            try {
                while (!Thread.interrupted()) {
                    PhoneCall call = from.call(harm);
                    over(call);
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            } catch (Exception e) {
                throw new AssertionError(harm, e);
            }
        }

        @Override
        public void close() throws InterruptedException {
            threads.forEach(Thread::interrupt);
            for (Thread it : threads) {
                it.join();
            }
        }
    }
}
