package io.referee.server.app.world;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import io.referee.net.Dns;
import io.referee.server.account.DialPlan;
import io.referee.server.account.Network;
import io.referee.server.account.PlanValueStore;
import io.referee.server.app.config.Mail;
import io.referee.server.app.config.WebAccess;
import io.referee.server.call.PlanReports;
import io.referee.server.call.RouteQuery;
import io.referee.server.dialplan.run.PlanRun;
import io.referee.server.script.Reply;
import io.referee.server.store.Store;
import io.referee.sip.uri.SipUri;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

class ScriptWorldTest {
    private static final WebAccess THIS_HOST =
            new WebAccess(false, List.of(Network.parse("127.0.0.1").orElseThrow()));

    @TempDir private Path folder;
    private Store store;
    private HttpServer web;
    private FakeMailServer mailServer;
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);

    @BeforeEach
    void open() throws IOException {
        store = Store.open("jdbc:h2:mem:" + UUID.randomUUID(), folder, Clock.systemUTC());
        web = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        web.createContext("/short", exchange -> answer(exchange, 200, "Joe Bloggs"));
        web.createContext("/long", exchange -> answer(exchange, 200, "x".repeat(100_000)));
        web.createContext("/gone", exchange -> answer(exchange, 404, "nobody"));
        web.createContext(
                "/away", exchange -> moved(exchange, "http://127.0.0.2:" + port() + "/short"));
        web.createContext("/near", exchange -> moved(exchange, "/short"));
        web.createContext("/round", exchange -> moved(exchange, "/round"));
        web.createContext("/never", exchange -> {});
        web.start();
        mailServer = new FakeMailServer();
    }

    @AfterEach
    void close() throws IOException {
        web.stop(0);
        mailServer.close();
        store.close();
    }

    private int port() {
        return web.getAddress().getPort();
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static void moved(HttpExchange exchange, String where) throws IOException {
        exchange.getResponseHeaders().add("Location", where);
        exchange.sendResponseHeaders(302, -1);
        exchange.close();
    }

    private ScriptWorld world(WebAccess access) {
        Optional<Mail> mail =
                Mail.parse("smtp://127.0.0.1:" + mailServer.port(), "pbx@example.org");
        return world(access, mail);
    }

    private ScriptWorld world(WebAccess access, Optional<Mail> mail) {
        return new ScriptWorld(
                Runnable::run,
                new ScriptWorld.Surroundings(access, mail, Dns.system(), store.planValues()),
                new NumberLookup((name, wait) -> List.of()),
                now::get);
    }

    /// A run of a plan of this owner.
    private static PlanRun run(String owner) {
        return run(owner, PlanReports.SILENT);
    }

    /// What a plan says that it does.
    private record Steps(List<String> texts) implements PlanReports {
        @Override
        public void step(String plan, String text) {
            texts.add(text);
        }

        @Override
        public void error(String plan, int line, String text) {
            texts.add(text);
        }

        @Override
        public PlanReports to(String owner) {
            return this;
        }
    }

    private static PlanRun run(String owner, PlanReports reports) {
        return PlanRun.made(
                new DialPlan(owner, "plan", "ruby", "", List.of()),
                RouteQuery.anonymous(SipUri.of("5", "example.org", -1), "example.org", reports));
    }

    private static @Nullable Object ask(
            ScriptWorld world, PlanRun run, String verb, @Nullable Object... arguments)
            throws Exception {
        CompletableFuture<Optional<Object>> answer = new CompletableFuture<>();
        world.ask(
                run,
                verb,
                Arrays.asList(arguments),
                1,
                new Reply() {
                    @Override
                    public void answer(@Nullable Object value, Map<String, Object> changed) {
                        answer.complete(Optional.ofNullable(value));
                    }

                    @Override
                    public void fail(String text) {
                        answer.completeExceptionally(new AssertionError(text));
                    }
                });
        return answer.get(30, TimeUnit.SECONDS).orElse(null);
    }

    private @Nullable Object page(WebAccess access, String path) throws Exception {
        try (ScriptWorld world = world(access)) {
            return ask(world, run("aaron"), "WebGet", "http://127.0.0.1:" + port() + path, 5);
        }
    }

    // ---- web

    @Test
    void aPageIsFetched() throws Exception {
        assertThat(page(THIS_HOST, "/short")).isEqualTo("Joe Bloggs");
        assertThat(page(THIS_HOST, "/near")).isEqualTo("Joe Bloggs");
    }

    @Test
    void ofALongPageTheBeginningIsGiven() throws Exception {
        assertThat(page(THIS_HOST, "/long")).isEqualTo("x".repeat(WebPages.MAX_OCTETS));
    }

    @Test
    void whatCannotBeFetchedIsNil() throws Exception {
        assertThat(page(THIS_HOST, "/gone")).isNull();
        assertThat(page(THIS_HOST, "/round")).isNull();
        try (ScriptWorld world = world(THIS_HOST)) {
            for (String url :
                    List.of(
                            "",
                            "file:///etc/passwd",
                            "ftp://127.0.0.1/",
                            "http://user:secret@127.0.0.1:" + port() + "/short",
                            "http://127.0.0.1:1/",
                            "not a url")) {
                assertThat(ask(world, run("aaron"), "WebGet2", url, 5)).as(url).isNull();
            }
        }
    }

    @Test
    void aSilentServerIsWaitedForAsLongAsThePlanSays() throws Exception {
        try (ScriptWorld world = world(THIS_HOST)) {
            String url = "http://127.0.0.1:" + port() + "/never";

            assertThat(ask(world, run("aaron"), "WebGet", url, "0.2")).isNull();
            assertThat(ask(world, run("aaron"), "WebGet", url, 1)).isNull();
        }
    }

    @Test
    void whatOnlyThisMachineCanReachIsNotFetched() throws Exception {
        try (ScriptWorld world = world(WebAccess.PUBLIC)) {
            for (String host :
                    List.of(
                            "127.0.0.1",
                            "localhost",
                            "2130706433",
                            "127.1",
                            "0.0.0.0",
                            "[::1]",
                            "[::ffff:127.0.0.1]",
                            InetAddress.getLocalHost().getHostAddress())) {
                String url = "http://" + host + ":" + port() + "/short";
                assertThat(ask(world, run("aaron"), "WebGet", url, 5)).as(url).isNull();
            }
        }
        assertThat(page(WebAccess.OFF, "/short")).isNull();
    }

    @Test
    void aRedirectionLeadsNowhereElse() throws Exception {
        HttpServer other = HttpServer.create(new InetSocketAddress("127.0.0.2", port()), 0);
        other.createContext("/short", exchange -> answer(exchange, 200, "secret"));
        other.start();
        try {
            assertThat(page(THIS_HOST, "/away")).isNull();
            WebAccess both =
                    new WebAccess(false, List.of(Network.parse("127.0.0.0/8").orElseThrow()));
            assertThat(page(both, "/away")).isEqualTo("secret");
        } finally {
            other.stop(0);
        }
    }

    @Test
    void anOwnerWhoWaitsForManyPagesHindersNobodyElse() throws Exception {
        CountDownLatch refused = new CountDownLatch(1);
        try (ScriptWorld world = world(THIS_HOST)) {
            String url = "http://127.0.0.1:" + port() + "/never";
            for (int i = 0; i < ScriptWorld.MAX_WAITING_OF_ONE; i++) {
                world.ask(run("eve"), "WebGet", List.of(url, 300), 1, to(_ -> {}));
            }
            world.ask(run("eve"), "WebGet", List.of(url), 1, to(_ -> refused.countDown()));

            assertThat(refused.await(30, TimeUnit.SECONDS)).as("eve's last one").isTrue();
            String page = "http://127.0.0.1:" + port() + "/short";
            assertThat(ask(world, run("aaron"), "WebGet", page, 30)).isEqualTo("Joe Bloggs");
            ask(world, run("eve"), "DBWrite", "key", "kept");
            assertThat(ask(world, run("eve"), "DBRead", "key")).isEqualTo("kept");
        }
    }

    @Test
    void aPageThatTheRunDoesNotWaitForAnyMoreIsGivenUp() throws Exception {
        CountDownLatch given = new CountDownLatch(1);
        try (ScriptWorld world = world(THIS_HOST)) {
            String url = "http://127.0.0.1:" + port() + "/never";
            PlanRun run = run("aaron");
            world.ask(run, "WebGet", List.of(url, 300), 1, to(_ -> given.countDown()));
            world.over(run);

            assertThat(given.await(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static Reply to(Consumer<@Nullable Object> taker) {
        return new Reply() {
            @Override
            public void answer(@Nullable Object value, Map<String, Object> changed) {
                taker.accept(value);
            }

            @Override
            public void fail(String text) {
                throw new AssertionError(text);
            }
        };
    }

    // ---- mail

    @Test
    void aMailIsHandedOver() throws Exception {
        try (ScriptWorld world = world(WebAccess.OFF)) {
            ask(
                    world,
                    run("aaron"),
                    "Email",
                    "joe@example.com; ann@example.com",
                    "Missed call\r\nBcc: evil@example.com",
                    "from 5");
        }

        assertThat(mailServer.taken())
                .contains("MAIL FROM:<pbx@example.org>")
                .contains("RCPT TO:<joe@example.com>")
                .contains("RCPT TO:<ann@example.com>")
                .contains("Subject: Missed call Bcc: evil@example.com")
                .contains("from 5")
                .noneMatch(line -> line.startsWith("Bcc:"));
    }

    @Test
    void aMailToManyIsNotSentAndWithoutServerNone() throws Exception {
        try (ScriptWorld world = world(WebAccess.OFF)) {
            ask(world, run("aaron"), "Email", "a@x.example;".repeat(6), "subject", "body");
            ask(world, run("aaron"), "Email", "not an address", "subject", "body");
            ask(world, run("aaron"), "Email", "", "subject", "body");
        }
        try (ScriptWorld world = world(WebAccess.OFF, Optional.empty())) {
            assertThat(ask(world, run("aaron"), "Email", "a@x.example", "s", "b")).isNull();
        }

        assertThat(mailServer.taken()).isEmpty();
    }

    @Test
    void anOwnersPlansMailSoOftenInAnHour() throws Exception {
        try (ScriptWorld world = world(WebAccess.OFF)) {
            for (int i = 0; i < ScriptWorld.MAX_MAILS_IN_AN_HOUR + 1; i++) {
                ask(world, run("aaron"), "Email", "joe@example.com", "of aaron", "");
            }
            ask(world, run("beth"), "Email", "joe@example.com", "of beth", "");
        }

        assertThat(mailServer.taken().stream().filter(line -> line.endsWith("of aaron")))
                .hasSize(60);
        assertThat(mailServer.taken()).contains("Subject: of beth");
    }

    @Test
    void theNextHourHasMailsOfItsOwnAndTheLogSaysWhichWereTooMany() throws Exception {
        List<String> log = new ArrayList<>();
        PlanRun run = run("aaron", new Steps(log));
        try (ScriptWorld world = world(WebAccess.OFF)) {
            for (int i = 0; i < ScriptWorld.MAX_MAILS_IN_AN_HOUR + 1; i++) {
                ask(world, run, "Email", "joe@example.com", "early", "");
            }
            assertThat(log).last().isEqualTo("no mail: more than 60 in an hour");
            now.set(now.get().plusSeconds(3_600));
            ask(world, run, "Email", "joe@example.com", "late", "");
        }

        assertThat(mailServer.taken()).contains("Subject: late");
        assertThat(log).last().isEqualTo("mail to joe@example.com");
    }

    // ---- values

    @Test
    void valuesAreKeptForEachOwner() throws Exception {
        try (ScriptWorld world = world(WebAccess.OFF)) {
            ask(world, run("aaron"), "DBWrite", "count", 1);
            ask(world, run("aaron"), "DBWrite", "count", 2);
            ask(world, run("aaron"), "DBWrite", "name", "Joe");

            assertThat(ask(world, run("aaron"), "DBRead", "count")).isEqualTo("2");
            assertThat(ask(world, run("eve"), "DBRead", "count")).isNull();
            assertThat(ask(world, run("aaron"), "DBGetKeys")).isEqualTo(List.of("count", "name"));

            ask(world, run("aaron"), "DBDelete", "count");
            assertThat(ask(world, run("aaron"), "DBRead", "count")).isNull();
        }
    }

    @Test
    void aTransactionIsSeenWhenItIsCommitted() throws Exception {
        try (ScriptWorld world = world(WebAccess.OFF)) {
            PlanRun one = run("aaron");
            PlanRun other = run("aaron");
            ask(world, one, "StartTransaction");
            ask(world, one, "DBWrite", "count", 1);

            assertThat(ask(world, one, "DBRead", "count")).isEqualTo("1");
            assertThat(ask(world, other, "DBRead", "count")).isNull();
            ask(world, one, "CommitTransaction");
            assertThat(ask(world, other, "DBRead", "count")).isEqualTo("1");

            ask(world, one, "StartTransaction");
            ask(world, one, "DBDelete", "count");
            assertThat(ask(world, one, "DBGetKeys")).isEqualTo(List.of());
            ask(world, one, "RollbackTransaction");
            assertThat(ask(world, one, "DBRead", "count")).isEqualTo("1");
        }
    }

    @Test
    void whoeverReadsForUpdateWritesAlone() throws Exception {
        try (ScriptWorld world = world(WebAccess.OFF)) {
            PlanRun one = run("aaron");
            ask(world, one, "StartTransaction");
            ask(world, one, "DBReadForUpdate", "count");
            PlanRun other = run("aaron");
            CompletableFuture<Boolean> written = new CompletableFuture<>();
            Thread.startVirtualThread(
                    () -> {
                        try {
                            ask(world, other, "DBWrite", "count", 7);
                            written.complete(true);
                        } catch (Exception e) {
                            written.completeExceptionally(e);
                        }
                    });
            ask(world, run("eve"), "DBWrite", "count", 3);
            ask(world, one, "DBWrite", "count", 1);
            assertThat(ask(world, other, "DBRead", "count")).isNull();
            ask(world, one, "CommitTransaction");

            assertThat(written.get(30, TimeUnit.SECONDS)).isTrue();
            assertThat(ask(world, other, "DBRead", "count")).isEqualTo("7");
        }
    }

    @Test
    void aTransactionEndsWithItsRunAndWithItsTime() throws Exception {
        try (ScriptWorld world = world(WebAccess.OFF)) {
            PlanRun ended = run("aaron");
            ask(world, ended, "StartTransaction");
            ask(world, ended, "DBReadForUpdate", "count");
            ask(world, ended, "DBWrite", "count", 1);
            world.over(ended);

            PlanRun late = run("aaron");
            ask(world, late, "StartTransaction");
            ask(world, late, "DBReadForUpdate", "count");
            ask(world, late, "DBWrite", "count", 2);
            now.set(now.get().plus(Values.LONGEST).plusMillis(1));
            ask(world, run("aaron"), "DBWrite", "other", 3);
            ask(world, late, "CommitTransaction");

            assertThat(ask(world, run("aaron"), "DBGetKeys")).isEqualTo(List.of("other"));
        }
    }

    @Test
    void whatIsTooLargeIsNotKept() throws Exception {
        try (ScriptWorld world = world(WebAccess.OFF)) {
            ask(world, run("aaron"), "DBWrite", "", "x");
            ask(world, run("aaron"), "DBWrite", "k".repeat(PlanValueStore.MAX_KEY + 1), "x");
            ask(world, run("aaron"), "DBWrite", "big", "x".repeat(PlanValueStore.MAX_CONTENT + 1));
            assertThat(ask(world, run("aaron"), "DBGetKeys")).isEqualTo(List.of());

            for (int i = 0; i <= PlanValueStore.MAX_KEYS; i++) {
                ask(world, run("aaron"), "DBWrite", "key" + i, "x");
            }
            assertThat(ask(world, run("aaron"), "DBGetKeys"))
                    .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
                    .hasSize(PlanValueStore.MAX_KEYS);
        }
    }

    @Test
    void databasesOfTheirOwnAndWhatIsUnknownAreNil() throws Exception {
        try (ScriptWorld world = world(WebAccess.OFF)) {
            assertThat(ask(world, run("aaron"), "DBWrite", "pgsql", "host=x", "k", "v")).isNull();
            assertThat(ask(world, run("aaron"), "DBRead", "pgsql", "host=x", "k")).isNull();
            assertThat(ask(world, run("aaron"), "DBExecuteScalar", "pgsql", "x", "y")).isNull();
            assertThat(ask(world, run("aaron"), "GoogleVoiceCall", "a", "b")).isNull();
            assertThat(ask(world, run("aaron"), "DBGetKeys")).isEqualTo(List.of());
        }
    }
}
