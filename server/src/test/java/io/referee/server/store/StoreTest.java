package io.referee.server.store;

import static io.referee.server.cdr.Facts.at;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.referee.server.account.Access;
import io.referee.server.account.Account;
import io.referee.server.account.DialPlan;
import io.referee.server.account.DirectoryStore;
import io.referee.server.account.Owner;
import io.referee.server.account.Provider;
import io.referee.server.account.TransferMode;
import io.referee.server.cdr.Chain;
import io.referee.server.cdr.Facts;
import io.referee.server.cdr.FlatRecord;
import io.referee.server.cdr.LegRecord;
import io.referee.server.cdr.RecordKeeper;
import io.referee.server.cdr.TransferRecord;
import io.referee.server.event.CallFact;
import io.referee.server.event.LegFact;
import io.referee.server.event.TransferFact;
import io.referee.server.registrar.StoredBinding;
import io.referee.sip.digest.Ha1;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

final class StoreTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    @TempDir Path folder;

    private Store open(String url) {
        return Store.open(url, folder, Clock.systemUTC());
    }

    private static void transferredCall(Facts facts) {
        facts.call("sip:alice@localhost", "sip:bob@localhost")
                .leg(0, "a1", "in", "", "inbound")
                .leg(0, "b", "out", "a1@localhost", "dial")
                .rings(1, "b")
                .answers(5, "b")
                .answers(5, "a1")
                .bridged(5, "a1", "b", "dial")
                .asks(60, "T1", "a1", "b", "sip:carol@localhost")
                .fact(60.02, "", new TransferFact.Accepted("T1"))
                .ends(60.3, "a1", 200, "BYE")
                .leg(61, "c", "out", "a1@localhost", "transfer:T1")
                .answers(70, "c")
                .fact(70, "", new TransferFact.Answered("T1", "c"))
                .bridged(70, "b", "c", "T1")
                .fact(70.3, "", new TransferFact.Completed("T1", 200));
    }

    @ParameterizedTest
    @EnumSource
    void aChainComesBackAsItWasMade(Databases kind) throws Exception {
        try (Store store = open(kind.url(folder))) {
            var book = new Facts.Book();
            Facts facts =
                    new Facts(new RecordKeeper(book).andThen(new RecordKeeper(store.records())));
            transferredCall(facts);
            facts.ends(130, "b", 200, "BYE").ends(130, "c", 200, "BYE");
            assertThat(store.settled(LONG)).isTrue();

            Chain chain = store.records().chain("G").orElseThrow();
            assertThat(chain).isEqualTo(book.chain("G").orElseThrow());
            assertThat(chain.segments()).hasSize(3);
            assertThat(store.records().chain("other")).isEmpty();
            assertThat(store.lost()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void mergedGroupsComeBackAsOneChainFromEitherEnd(Databases kind) throws Exception {
        try (Store store = open(kind.url(folder))) {
            var book = new Facts.Book();
            Facts facts =
                    new Facts(new RecordKeeper(book).andThen(new RecordKeeper(store.records())));
            transferredCall(facts);
            facts.fact(71, "H", "x", Facts.created("x", "in", "p", "inbound"))
                    .fact(72, "I", "y", Facts.created("y", "in", "p", "inbound"))
                    .fact(73, "J", "z", Facts.created("z", "in", "p", "inbound"))
                    .fact(74, "", new CallFact.Merged("H", "H", "x", "T2"))
                    .fact(75, "H", "", new CallFact.Merged("I", "I", "y", "T3"))
                    .fact(76, "J", "", new CallFact.Related("T1", "G"))
                    .fact(76, "J", "", new CallFact.Related("T1", "G"));
            assertThat(store.settled(LONG)).isTrue();

            Chain chain = store.records().chain("G").orElseThrow();
            assertThat(chain).isEqualTo(book.chain("G").orElseThrow());
            assertThat(chain.legs())
                    .extracting(LegRecord::legId)
                    .containsExactlyInAnyOrder("a1", "b", "c", "x", "y");
            assertThat(chain.call().groupId()).isEqualTo("G");
            assertThat(store.records().chain("I")).contains(chain);
            assertThat(store.records().chain("J").orElseThrow().legs()).hasSize(1);
            assertThat(ids(store.records().flat("aaron", 0, 99, at(0))))
                    .containsExactlyInAnyOrder("a1", "b", "c", "x", "y", "z");
            assertThat(store.lost()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void theFlatViewOfTheDatabaseSaysWhatTheApiSays(Databases kind) throws Exception {
        String url = kind.url(folder);
        List<String> api;
        try (Store store = open(url)) {
            Facts facts = new Facts(new RecordKeeper(store.records()));
            transferredCall(facts);
            facts.ends(130, "b", 200, "BYE").ends(130, "c", 200, "BYE");
            facts.leg(131, "x", "in", "", "inbound").ends(132, "x", 404, "Not Found");
            assertThat(store.settled(LONG)).isTrue();

            api =
                    store.records().flat("aaron", 0, 99, at(0)).stream()
                            .map(FlatRecord::data)
                            .map(row -> row(name -> String.valueOf(row.get(name))))
                            .toList();
        }
        assertThat(api).hasSize(4);
        String file = "jdbc:h2:file:" + folder.toAbsolutePath().resolve("referee");
        assertThat(view(url.isEmpty() ? file : url)).containsExactlyInAnyOrderElementsOf(api);
    }

    private static final List<String> FLAT =
            List.of(
                    "legId",
                    "payer",
                    "dialedTo",
                    "answeredBy",
                    "transferId",
                    "transferRole",
                    "transferorAccount",
                    "originalTo",
                    "finalParty");

    private static String row(UnaryOperator<String> value) {
        return String.join(" | ", FLAT.stream().map(value).toList());
    }

    private static List<String> view(String url) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(url);
                ResultSet found =
                        connection.createStatement().executeQuery("select * from cdr_flat")) {
            while (found.next()) {
                List<String> cells = new ArrayList<>();
                for (String name : FLAT) {
                    cells.add(found.getString(name.replaceAll("([A-Z])", "_$1")));
                }
                rows.add(String.join(" | ", cells));
            }
        }
        return rows;
    }

    @ParameterizedTest
    @EnumSource
    void aGroupThatComesToLifeAgainIsReplaced(Databases kind) throws Exception {
        try (Store store = open(kind.url(folder))) {
            Facts facts = new Facts(new RecordKeeper(store.records()));
            facts.leg(0, "x", "in", "", "inbound").ends(1, "x", 404, "Not Found");
            assertThat(store.settled(LONG)).isTrue();
            facts.leg(2, "y", "out", "p", "api").ends(3, "y", 404, "Not Found");
            assertThat(store.settled(LONG)).isTrue();

            Chain chain = store.records().chain("G").orElseThrow();
            assertThat(chain.call().endAt()).isEqualTo(at(3));
            assertThat(chain.legs()).hasSize(2);
            assertThat(store.lost()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void flatRowsComeNewestFirstByOwnerPageAndTime(Databases kind) throws Exception {
        try (Store store = open(kind.url(folder))) {
            Facts facts = new Facts(new RecordKeeper(store.records()));
            for (int i = 0; i < 10; i++) {
                facts.fact(i, "G" + i, "x" + i, Facts.created("x" + i, "in", "p", "inbound"));
            }
            assertThat(store.settled(LONG)).isTrue();

            assertThat(ids(store.records().flat("aaron", 0, 3, at(0))))
                    .containsExactly("x9", "x8", "x7");
            assertThat(ids(store.records().flat("aaron", 3, 2, at(0)))).containsExactly("x6", "x5");
            assertThat(ids(store.records().flat("", 0, 99, at(8)))).containsExactly("x9", "x8");
            assertThat(ids(store.records().flat("aaron", 0, 99, Instant.MIN))).hasSize(10);
            assertThat(store.records().flat("mallory", 0, 99, at(0))).isEmpty();
            assertThat(store.records().legs("aaron")).isEqualTo(10);
            assertThat(store.records().legs("")).isEqualTo(10);
            assertThat(store.records().legs("mallory")).isZero();
        }
    }

    private static List<String> ids(List<FlatRecord> rows) {
        return rows.stream().map(FlatRecord::legId).toList();
    }

    @ParameterizedTest
    @EnumSource
    void openLegsAreEndedByTheNextStartWhenTheServerWasSeenLast(Databases kind) throws Exception {
        String url = kind.url(folder);
        try (Store store = open(url)) {
            transferredCall(new Facts(new RecordKeeper(store.records())));
            assertThat(store.settled(LONG)).isTrue();
            assertThat(store.records().chain("G").orElseThrow().leg("b").orElseThrow().endAt())
                    .isNull();
        }
        try (Store store = open(url)) {
            assertThat(store.endedByRestart()).isEqualTo(4); // b, c, their segment, the group
            Chain chain = store.records().chain("G").orElseThrow();
            LegRecord b = chain.leg("b").orElseThrow();
            assertThat(b.endBy()).isEqualTo(LegRecord.SERVER_RESTART);
            assertThat(b.endAt())
                    .isEqualTo(
                            store.records().lastSeen().isAfter(at(70))
                                    ? store.records().lastSeen()
                                    : at(70));
            assertThat(chain.leg("a1").orElseThrow().endAt()).isEqualTo(at(60.3));
            assertThat(chain.transfers())
                    .extracting(TransferRecord::outcome)
                    .containsExactly(TransferRecord.Outcome.COMPLETED);
        }
        try (Store store = open(url)) {
            assertThat(store.endedByRestart()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatAPeerMayWriteIsStored(Databases kind) throws Exception {
        try (Store store = open(kind.url(folder))) {
            Facts facts = new Facts(new RecordKeeper(store.records()));
            String strange = "sip:\0'\"\\\uD83D\uDE00%s" + "x".repeat(60_000);
            facts.fact(
                    0,
                    "x",
                    new LegFact.Created(
                            "in", strange, strange, strange, strange, "", "", "inbound"));
            facts.ends(1, "x", 404, strange);
            assertThat(store.settled(LONG)).isTrue();

            LegRecord leg = store.records().chain("G").orElseThrow().leg("x").orElseThrow();
            assertThat(leg.from()).isEqualTo(strange.replace('\0', '\ufffd'));
            assertThat(store.lost()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void bindingsSurviveAndAreReplacedByContact(Databases kind) throws Exception {
        String url = kind.url(folder);
        StoredBinding first = binding("sip:alice@10.0.0.1", 1);
        StoredBinding newer = binding("sip:alice@10.0.0.1", 2);
        StoredBinding other = binding("sip:alice@10.0.0.2;x=" + "y".repeat(4_000), 1);
        StoredBinding gone = binding("sip:alice@10.0.0.3", 1);
        try (Store store = open(url)) {
            List.of(first, other, gone, newer).forEach(store.bindings()::upsert);
            store.bindings().remove(gone.key());
            store.bindings().remove(new StoredBinding.Key("nobody@localhost", "sip:x", ""));
        }
        try (Store store = open(url)) {
            assertThat(store.bindings().loadAll()).containsExactly(newer, other);
        }
    }

    private static StoredBinding binding(String contact, long cSeq) {
        return new StoredBinding(
                "alice@localhost",
                contact,
                "10.0.0.1:5060",
                "udp",
                "udp:10.0.0.1:5060",
                "cid",
                cSeq,
                0.7,
                "<urn:uuid:1>",
                2,
                "<sip:edge.example.org;lr;ob>",
                77,
                at(3600));
    }

    private static final Owner AARON = new Owner("aaron", "$argon2id$x", List.of("k2", "k1"));
    private static final Account ALICE =
            new Account(
                    "aaron",
                    "alice",
                    "localhost",
                    new Ha1("0a1b-md5", "2c3d-sha", ""),
                    "main",
                    "",
                    TransferMode.CONSUME,
                    Optional.of(Duration.ofSeconds(600)),
                    "recall,hangup",
                    StoredHabits.ACCESS);
    private static final Provider BLUEFACE =
            new Provider(
                    "aaron",
                    "Blueface",
                    "sip:sip.example.org;transport=tcp",
                    new Provider.Login("u", "", "p-secret"),
                    new Provider.Calls(
                            "sip:proxy",
                            "${fromname}",
                            List.of("X-A: 1", "X-B: 2"),
                            "tel",
                            StoredHabits.TRANSFERS,
                            new Provider.Shown(
                                    Provider.Identity.RPID, Provider.CallerId.TRANSFEROR)),
                    new Provider.Registration(true, "sip:u@a", "sip:reg", "r", 120, true, "403"));
    private static final DialPlan MAIN =
            new DialPlan(
                    "aaron",
                    "main",
                    "rules",
                    "",
                    List.of(
                            new DialPlan.Rule("out", "exact", "*100", "dial", "bob"),
                            new DialPlan.Rule("out", "prefix", "0X", "dial", "carol@localhost"),
                            new DialPlan.Rule(
                                    "in",
                                    "",
                                    "^sip:joe@",
                                    "dialAdvanced",
                                    "bob|carol",
                                    new DialPlan.Details(
                                            "1.5",
                                            "Joe",
                                            "toSIPAccount",
                                            "alice@localhost",
                                            "20",
                                            "3600",
                                            "x",
                                            "M;09:00-17:30",
                                            "Europe/Dublin",
                                            true))));

    @ParameterizedTest
    @EnumSource
    void theDirectoryIsReplacedOwnerByOwner(Databases kind) {
        String url = kind.url(folder);
        var basil = new Owner("basil", "", List.of());
        try (Store store = open(url)) {
            store.directory().replace(AARON, List.of(ALICE), List.of(MAIN), List.of(BLUEFACE));
            store.directory().replace(basil, List.of(), List.of(), List.of());
            store.directory().replace(AARON, List.of(ALICE), List.of(MAIN), List.of(BLUEFACE));
        }
        try (Store store = open(url)) {
            assertThat(store.directory().loadAll())
                    .isEqualTo(
                            new DirectoryStore.Contents(
                                    List.of(AARON, basil),
                                    List.of(ALICE),
                                    List.of(MAIN),
                                    List.of(BLUEFACE)));
            store.directory().remove("aaron");
            assertThat(store.directory().loadAll())
                    .isEqualTo(
                            new DirectoryStore.Contents(
                                    List.of(basil), List.of(), List.of(), List.of()));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aReplacementThatFailsChangesNothing(Databases kind) {
        try (Store store = open(kind.url(folder))) {
            store.directory().replace(AARON, List.of(ALICE), List.of(MAIN), List.of(BLUEFACE));
            var thief = new Owner("basil", "", List.of());
            var taken =
                    new Account(
                            "basil",
                            "alice",
                            "localhost",
                            Ha1.NONE,
                            "",
                            "",
                            TransferMode.DENY,
                            Optional.empty(),
                            "",
                            Access.USUAL);

            assertThatThrownBy(
                            () ->
                                    store.directory()
                                            .replace(thief, List.of(taken), List.of(), List.of()))
                    .isInstanceOf(RuntimeException.class);
            assertThat(store.directory().loadAll())
                    .isEqualTo(
                            new DirectoryStore.Contents(
                                    List.of(AARON),
                                    List.of(ALICE),
                                    List.of(MAIN),
                                    List.of(BLUEFACE)));
        }
    }

    @ParameterizedTest
    @EnumSource
    void credentialsAreSealedWithAKeyThatOnlyTheServerMayRead(Databases kind) throws Exception {
        String url = kind.url(folder);
        Path key = folder.resolve("store.key");
        try (Store store = open(url)) {
            store.directory().replace(AARON, List.of(ALICE), List.of(MAIN), List.of(BLUEFACE));
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");
        try (Database database = Database.open(url, folder)) {
            List<String> columns =
                    database.jdbi()
                            .withHandle(
                                    handle ->
                                            handle.createQuery(
                                                            "select ha1_md5 || ' ' || ha1_sha256"
                                                                    + " || ' ' || p.password"
                                                                    + " from account, provider p")
                                                    .mapTo(String.class)
                                                    .list());
            assertThat(columns)
                    .singleElement()
                    .asString()
                    .doesNotContain("0a1b")
                    .doesNotContain("2c3d")
                    .doesNotContain("p-secret");
        }
        Files.write(key, new byte[32]);
        try (Store store = open(url)) {
            assertThatThrownBy(() -> store.directory().loadAll())
                    .isInstanceOf(StoreUnusable.class)
                    .hasMessageContaining("store.key")
                    .hasMessageContaining("put back the one that belongs to it");
        }
        Files.write(key, new byte[7]);
        assertThatThrownBy(() -> open(url))
                .isInstanceOf(StoreUnusable.class)
                .hasMessageContaining("7 octets");
    }

    @ParameterizedTest
    @EnumSource
    void theMarkOfTheEventNumbersSurvives(Databases kind) throws Exception {
        String url = kind.url(folder);
        try (Store store = open(url)) {
            assertThat(store.sequences().highWater()).isZero();
            store.sequences().reserve(100_000);
            assertThat(store.sequences().highWater()).isEqualTo(100_000);
            store.sequences().reserveLater(200_000);
        }
        try (Store store = open(url)) {
            assertThat(store.sequences().highWater()).isEqualTo(200_000);
        }
    }
}
