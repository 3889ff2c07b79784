package io.referee.server.ladders;

import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_ALICE;
import static io.referee.server.ladders.TransferPlaying.CAROL_IS_CALLED;
import static io.referee.server.ladders.TransferPlaying.allowed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import static java.util.Comparator.naturalOrder;

import io.referee.server.cdr.Facts;
import io.referee.server.cdr.LegRecord;
import io.referee.server.cdr.SegmentRecord;
import io.referee.server.cdr.TransferRecord;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// What the records say of transfers that were really played (`transfers.md` G).
class TransferRecordLaddersTest {
    /// The example of `transfers.md` G.4: seconds from the first INVITE.
    private static final String ALICE_CALLED =
            """
            a1> INVITE to:bob
            b< INVITE
            b> 180
            a1< 180
            +5s
            b> 200
            b< ACK
            a1< 200
            a1> ACK
            +55s
            """;

    /// The same when bob has called, and pays for it.
    private static final String BOB_CALLED =
            """
            b> INVITE to:alice
            a1< INVITE
            a1> 180
            b< 180
            +5s
            a1> 200
            a1< ACK
            b< 200
            b> ACK
            +55s
            """;

    /// Without a source of music the transferee waits in silence, where the example has music; that
    /// is in `RecordExamplesTest`.
    private static final String BLIND_EXAMPLE =
            """
            a1> REFER Refer-To:carol
            a1< 202
            a1< NOTIFY 100
            a1> 200
            c< INVITE
            +300ms
            a1> BYE
            a1< 200 BYE
            +1700ms
            c> 180
            +8s
            c> 200
            c< ACK
            b< re-INVITE
            +300ms
            b> 200
            b< ACK
            a1< NOTIFY 200
            a1> 481
            +59700ms
            b> BYE
            b< 200
            c< BYE
            c> 200
            """;

    private static LegRecord leg(Facts.Book book, String account) {
        return all(book, LegRecord.class)
                .filter(leg -> leg.account().equals(account + "@example.org"))
                .findFirst()
                .orElseThrow(
                        () -> new AssertionError("no leg of " + account + " in " + book.records));
    }

    private static TransferRecord transfer(Facts.Book book) {
        List<TransferRecord> rows = all(book, TransferRecord.class).toList();
        assertThat(rows).hasSize(1);
        return rows.getFirst();
    }

    private static <T> Stream<T> all(Facts.Book book, Class<T> kind) {
        return book.records.values().stream().filter(kind::isInstance).map(kind::cast);
    }

    private static double seconds(Facts.Book book, @Nullable Instant at) {
        assertThat(at).isNotNull();
        Instant start =
                all(book, LegRecord.class)
                        .map(LegRecord::inviteAt)
                        .min(naturalOrder())
                        .orElseThrow();
        return Duration.between(start, at).toMillis() / 1000.0;
    }

    private static Consumer<Facts.Book> times(LegTimes... wanted) {
        return book -> {
            for (LegTimes one : wanted) {
                LegRecord leg = leg(book, one.account());
                assertThat(seconds(book, leg.answerAt())).isCloseTo(one.answer(), within(0.1));
                assertThat(seconds(book, leg.endAt())).isCloseTo(one.end(), within(0.1));
                assertThat(leg.payer()).isEqualTo(one.payer() + "@example.org");
            }
        };
    }

    private record LegTimes(String account, double answer, double end, String payer) {}

    /// The legs of the example when this account has called bob or alice.
    private static Consumer<Facts.Book> legs(String caller) {
        return times(
                new LegTimes("alice", 5, 60.3, caller),
                new LegTimes("bob", 5, 130, caller),
                new LegTimes("carol", 70, 130, "alice"));
    }

    @TestFactory
    @DisplayName("case 84: the blind example has exactly these legs, segments and payers")
    Stream<DynamicTest> theBlindExampleIsRecordedAsItWas() {
        return Stream.concat(
                Playing.inOrder(
                        ALICE_CALLED + BLIND_EXAMPLE,
                        allowed()
                                .records(
                                        legs("alice")
                                                .andThen(
                                                        TransferRecordLaddersTest
                                                                ::checkBlindExample))),
                Playing.inOrder(
                        BOB_CALLED + BLIND_EXAMPLE,
                        allowed()
                                .records(
                                        legs("bob")
                                                .andThen(
                                                        TransferRecordLaddersTest
                                                                ::checkBlindExample))));
    }

    @TestFactory
    @DisplayName(
            "case 84: on a bad line the times are others, the legs, segments and payers are the"
                    + " same")
    Stream<DynamicTest> theBlindExampleOnABadLine() {
        return Playing.bothRoles(
                ALICE_CALLED.replace("a1< 180", "a1<? 180") + BLIND_EXAMPLE,
                BOB_CALLED.replace("b< 180", "b<? 180") + BLIND_EXAMPLE,
                allowed().records(TransferRecordLaddersTest::checkShape));
    }

    private static void checkShape(Facts.Book book) {
        TransferRecord transfer = transfer(book);
        LegRecord carol = leg(book, "carol");
        String caller = leg(book, "bob").direction().equals("in") ? "bob" : "alice";
        assertThat(transfer.outcome()).isEqualTo(TransferRecord.Outcome.COMPLETED);
        assertThat(transfer.targetLeg()).isEqualTo(carol.legId());
        assertThat(carol.createdBy()).isEqualTo("transfer:" + transfer.transferId());
        assertThat(all(book, LegRecord.class)).hasSize(3);
        assertThat(carol.payer()).isEqualTo("alice@example.org");
        assertThat(List.of(leg(book, "alice"), leg(book, "bob")))
                .allMatch(leg -> leg.payer().equals(caller + "@example.org"));
        assertThat(Stretches.kinds(book))
                .containsExactly("TALK alice-bob", "NONE bob", "TALK bob-carol");
    }

    private static void checkBlindExample(Facts.Book book) {
        TransferRecord transfer = transfer(book);
        assertThat(all(book, LegRecord.class)).hasSize(3);
        assertThat(leg(book, "carol").createdBy()).isEqualTo("transfer:" + transfer.transferId());
        assertThat(leg(book, "alice").endBy()).isEqualTo("peer");
        assertThat(transfer.outcome()).isEqualTo(TransferRecord.Outcome.COMPLETED);
        assertThat(transfer.status()).isEqualTo(200);
        assertThat(transfer.door()).isEqualTo("refer");
        assertThat(transfer.account()).isEqualTo("alice@example.org");
        assertThat(transfer.targetLeg()).isEqualTo(leg(book, "carol").legId());
        assertThat(seconds(book, transfer.requestedAt())).isCloseTo(60, within(0.1));
        assertThat(seconds(book, transfer.acceptedAt())).isCloseTo(60.02, within(0.1));
        assertThat(seconds(book, transfer.answeredAt())).isCloseTo(70, within(0.1));
        assertThat(seconds(book, transfer.joinedAt())).isCloseTo(70.3, within(0.1));
        Stretches.are(book, "TALK alice-bob 5 60.3", "NONE bob 60.3 70", "TALK bob-carol 70 130");
    }

    @TestFactory
    @DisplayName(
            "case 86: a busy target adds a transfer row and an unbilled leg, and changes nothing"
                    + " else")
    Stream<DynamicTest> aBusyTargetAddsARowAndAnUnbilledLeg() {
        return TransferPlaying.everyWay(
                CAROL_IS_CALLED
                        + """
                        c> 486
                        c< ACK
                        a1< NOTIFY 486
                        a1> 200
                        """
                        + BOB_ENDS_IT_WITH_ALICE,
                allowed().records(TransferRecordLaddersTest::checkBusy));
    }

    private static void checkBusy(Facts.Book book) {
        TransferRecord transfer = transfer(book);
        assertThat(transfer.outcome()).isEqualTo(TransferRecord.Outcome.FAILED);
        assertThat(transfer.stage()).isEqualTo("target");
        assertThat(transfer.status()).isEqualTo(486);
        assertThat(transfer.recovery()).isEqualTo("restored");
        LegRecord carol = leg(book, "carol");
        assertThat(carol.endStatus()).isEqualTo(486);
        assertThat(carol.billable()).isFalse();
        assertThat(book.segments()).hasSize(1);
        assertThat(book.segments().getFirst().kind()).isEqualTo(SegmentRecord.Kind.TALK);
        assertThat(List.of(leg(book, "alice"), leg(book, "bob")))
                .allMatch(leg -> leg.endStatus() == 200);
    }

    @TestFactory
    @DisplayName("case 3: a refused REFER leaves a row that names the setting")
    Stream<DynamicTest> aRefusedReferLeavesARowThatNamesTheSetting() {
        return TransferPlaying.everyWay(
                """
                a1> REFER Refer-To:carol Referred-By:bob
                a1< 603
                """
                        + BOB_ENDS_IT_WITH_ALICE,
                World.usual()
                        .records(
                                blocked(603, "`transfer: consume` for account alice@example.org")));
    }

    private static Consumer<Facts.Book> blocked(int status, String setting) {
        return book -> {
            TransferRecord transfer = transfer(book);
            assertThat(transfer.outcome()).isEqualTo(TransferRecord.Outcome.FAILED);
            assertThat(transfer.stage()).isEqualTo("admission");
            assertThat(transfer.status()).isEqualTo(status);
            assertThat(transfer.policy()).isEqualTo(setting);
            assertThat(transfer.account()).isEqualTo("alice@example.org");
            assertThat(all(book, LegRecord.class)).hasSize(2);
        };
    }

    @TestFactory
    @DisplayName(
            "a target elsewhere is blocked without a plan, and the row names the plan; so at both"
                    + " doors")
    Stream<DynamicTest> aTargetElsewhereIsBlockedAndTheRowNamesThePlan() {
        World world =
                allowed().records(blocked(603, "a dial plan named `transfer` of owner aaron"));
        return Stream.of(
                        "a1> REFER Refer-To:\"<sip:0900123@elsewhere.example>\"\na1< 603\n",
                        "api> transfer leg=a1 to=\"sip:0900123@elsewhere.example\"\napi< 603\n")
                .flatMap(
                        refused ->
                                TransferPlaying.inOrder(refused + BOB_ENDS_IT_WITH_ALICE, world));
    }

    @TestFactory
    @DisplayName("an unknown target is a failed transfer with 404, at both doors")
    Stream<DynamicTest> anUnknownTargetIsAFailedTransferWith404() {
        String refer =
                """
                a1> REFER Refer-To:nobody
                a1< 202
                a1< NOTIFY 100
                a1> 200
                a1< NOTIFY 404 terminated
                a1> 200
                """;
        World world =
                allowed()
                        .records(
                                book -> {
                                    assertThat(transfer(book).outcome())
                                            .isEqualTo(TransferRecord.Outcome.FAILED);
                                    assertThat(transfer(book).status()).isEqualTo(404);
                                    assertThat(transfer(book).recovery()).isEqualTo("restored");
                                });
        return Stream.of(refer, "api> transfer leg=a1 to=nobody\napi< 202\n")
                .flatMap(asked -> TransferPlaying.inOrder(asked + BOB_ENDS_IT_WITH_ALICE, world));
    }

    @TestFactory
    @DisplayName("S6: a Referred-By of somebody else changes nothing about who pays")
    Stream<DynamicTest> aForgedReferredByChangesNotWhoPays() {
        return TransferPlaying.inOrder(
                """
                a1> REFER Refer-To:carol Referred-By:dave
                a1< 202
                a1< NOTIFY 100
                a1> 200
                c< INVITE offer=b Referred-By:dave
                """
                        + TransferPlaying.CAROL_AND_BOB_ARE_JOINED
                        + TransferPlaying.ALICE_LEAVES
                        + TransferPlaying.BOB_ENDS_IT_WITH_CAROL,
                allowed()
                        .records(
                                book -> {
                                    assertThat(leg(book, "carol").payer())
                                            .isEqualTo("alice@example.org");
                                    assertThat(transfer(book).account())
                                            .isEqualTo("alice@example.org");
                                    assertThat(transfer(book).referredBy()).contains("dave");
                                }));
    }

    @TestFactory
    @DisplayName("an abort and a transferee that hung up are recorded as aborted")
    Stream<DynamicTest> anAbortIsRecordedAsAborted() {
        String rings = "api> transfer leg=a1 to=carol\napi< 202\nc< INVITE\nc> 180\n+1s\n";
        String cancelled = "c< CANCEL\nc> 487\nc< ACK\n";
        String abort = rings + "api> abort\napi< 200\n" + cancelled + BOB_ENDS_IT_WITH_ALICE;
        String gone = rings + "b> BYE\nb< 200\n" + cancelled + "a1< BYE\na1> 200\n";
        World world =
                World.usual()
                        .records(
                                book -> {
                                    assertThat(transfer(book).outcome())
                                            .isEqualTo(TransferRecord.Outcome.ABORTED);
                                    assertThat(transfer(book).status()).isEqualTo(487);
                                    assertThat(transfer(book).door()).isEqualTo("api");
                                    assertThat(leg(book, "carol").endStatus()).isEqualTo(487);
                                });
        return Stream.of(abort, gone).flatMap(ladder -> TransferPlaying.inOrder(ladder, world));
    }
}
