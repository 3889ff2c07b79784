package io.referee.server.ladders;

import static io.referee.server.ladders.TransferPlaying.ALICE_CALLED;
import static io.referee.server.ladders.TransferPlaying.ALICE_LEAVES;
import static io.referee.server.ladders.TransferPlaying.BOB_CALLED;
import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_ALICE;
import static io.referee.server.ladders.TransferPlaying.CAROL_AND_BOB_ARE_JOINED;
import static io.referee.server.ladders.TransferPlaying.CAROL_IS_CALLED;
import static io.referee.server.ladders.TransferPlaying.allowed;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.cdr.Facts;
import io.referee.server.cdr.LegRecord;
import io.referee.server.cdr.TransferRecord;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Accounts that pay in advance, and whose credit is or gets used up (`transfers.md` F20, S22).
class CreditLaddersTest {
    private static final String EXHAUSTED =
            "Reason:\"SIP;cause=402;text=\\\"Credit exhausted\\\"\"";

    private static <T> Stream<T> all(Facts.Book book, Class<T> kind) {
        return book.records.values().stream().filter(kind::isInstance).map(kind::cast);
    }

    /// One row that says no, and no leg besides the two that were there.
    private static void blocked(Facts.Book book) {
        assertThat(all(book, TransferRecord.class))
                .singleElement()
                .satisfies(
                        row -> {
                            assertThat(row.stage()).isEqualTo("admission");
                            assertThat(row.status()).isEqualTo(603);
                            assertThat(row.reason()).isEqualTo("The account has no credit left");
                        });
        assertThat(all(book, LegRecord.class)).hasSize(2);
        assertThat(book.audit)
                .singleElement()
                .satisfies(
                        row -> {
                            assertThat(row.type()).isEqualTo("transfer.blocked");
                            assertThat(row.account()).isEqualTo("alice@example.org");
                        });
    }

    /// What the account paid for lasted so long in all, give or take what the messages took.
    private static Consumer<Facts.Book> talked(String payer, Duration paid) {
        return book ->
                assertThat(
                                all(book, LegRecord.class)
                                        .filter(leg -> leg.direction().equals("out"))
                                        .filter(leg -> leg.payer().equals(payer))
                                        .map(LegRecord::talked)
                                        .reduce(Duration.ZERO, Duration::plus))
                        .isCloseTo(paid, Duration.ofMillis(1_000));
    }

    private static Consumer<Facts.Book> exhausted(String payer, Duration paid) {
        return talked(payer, paid)
                .andThen(
                        book ->
                                assertThat(all(book, LegRecord.class).map(LegRecord::endCause))
                                        .contains("Credit exhausted"));
    }

    @TestFactory
    @DisplayName("a call without credit: 402 before anything rings")
    Stream<DynamicTest> aCallWithoutCreditIsRefused() {
        return Playing.everyWay(
                """
                a> INVITE to:bob
                a< 402
                """,
                World.usual().credit("alice", Duration.ZERO));
    }

    @TestFactory
    @DisplayName("without credit one can be called")
    Stream<DynamicTest> whoeverHasNoCreditCanBeCalled() {
        return Playing.everyWay(
                BOB_CALLED + BOB_ENDS_IT_WITH_ALICE, World.usual().credit("alice", Duration.ZERO));
    }

    @TestFactory
    @DisplayName("cases 81, 82, S22: a REFER of an account without credit: 603 before any 202")
    Stream<DynamicTest> aReferWithoutCreditIsRefused() {
        return Playing.everyWay(
                BOB_CALLED
                        + """
                        a1> REFER Refer-To:carol
                        a1< 603
                        """
                        + BOB_ENDS_IT_WITH_ALICE,
                allowed().credit("alice", Duration.ZERO).records(CreditLaddersTest::blocked));
    }

    @TestFactory
    @DisplayName("no call is placed at the cost of an account without credit")
    Stream<DynamicTest> noCallIsPlacedWithoutCredit() {
        return Playing.inOrder(
                """
                api> call from=alice to=bob
                api< 402
                """,
                World.usual().credit("alice", Duration.ZERO));
    }

    @TestFactory
    @DisplayName("a call that uses its credit up is ended: both are hung up with the reason")
    Stream<DynamicTest> aCallThatUsesItsCreditUpIsEnded() {
        return Playing.everyWay(
                """
                a1> INVITE to:bob
                b< INVITE offer=a1
                b> 200
                b< ACK
                a1< 200 answer=b
                a1> ACK
                +45s
                b<* BYE %s
                b> 200
                a1<* BYE %s
                a1> 200
                a2> INVITE to:bob
                a2< 402
                """
                        .formatted(EXHAUSTED, EXHAUSTED),
                World.usual()
                        .credit("alice", Duration.ofSeconds(45))
                        .records(exhausted("alice@example.org", Duration.ofSeconds(45))));
    }

    @TestFactory
    @DisplayName("what one call left is for the next one")
    Stream<DynamicTest> whatOneCallLeftIsForTheNext() {
        return Playing.inOrder(
                """
                a1> INVITE to:bob
                b< INVITE offer=a1
                b> 200
                b< ACK
                a1< 200
                a1> ACK
                +20s
                a1> BYE
                a1< 200
                b< BYE
                b> 200
                a2> INVITE to:carol
                c< INVITE offer=a2
                +7s
                c> 200
                c< ACK
                a2< 200
                a2> ACK
                +10s
                c<* BYE %s
                c> 200
                a2<* BYE %s
                a2> 200
                """
                        .formatted(EXHAUSTED, EXHAUSTED),
                World.usual()
                        .credit("alice", Duration.ofSeconds(30))
                        .records(exhausted("alice@example.org", Duration.ofSeconds(30))));
    }

    @TestFactory
    @DisplayName("the callee's credit is not touched")
    Stream<DynamicTest> theCalleesCreditIsNotTouched() {
        return Playing.everyWay(
                ALICE_CALLED + "+40s\n" + BOB_ENDS_IT_WITH_ALICE,
                World.usual().credit("bob", Duration.ofSeconds(5)));
    }

    @TestFactory
    @DisplayName("the target of a transfer is paid for by whoever asked, also when it has left")
    Stream<DynamicTest> theTransferredCallEndsWithTheCreditOfWhoAsked() {
        return Playing.everyWay(
                BOB_CALLED
                        + CAROL_IS_CALLED
                        + CAROL_AND_BOB_ARE_JOINED
                        + ALICE_LEAVES
                        + """
                        +30s
                        b<* BYE %s
                        b> 200
                        c<* BYE %s
                        c> 200
                        """
                                .formatted(EXHAUSTED, EXHAUSTED),
                allowed()
                        .credit("alice", Duration.ofSeconds(30))
                        .records(exhausted("alice@example.org", Duration.ofSeconds(30))));
    }

    @TestFactory
    @DisplayName("F20: whoever asked runs out while the target rings: 403, the call goes on")
    Stream<DynamicTest> aTransferThatCannotBePaidAnyMoreIsGivenUp() {
        return Playing.inOrder(
                """
                a2> INVITE to:dave
                d< INVITE offer=a2
                d> 200
                d< ACK
                a2< 200
                a2> ACK
                """
                        + BOB_CALLED
                        + CAROL_IS_CALLED
                        + """
                        c> 180
                        +1s
                        a1< NOTIFY 180
                        a1> 200
                        +18s
                        c<* CANCEL
                        c> 487
                        c< ACK
                        a1<* NOTIFY 403 terminated
                        a1> 200
                        d<* BYE %s
                        d> 200
                        a2<* BYE %s
                        a2> 200
                        """
                                .formatted(EXHAUSTED, EXHAUSTED)
                        + BOB_ENDS_IT_WITH_ALICE,
                allowed()
                        .credit("alice", Duration.ofSeconds(20))
                        .records(talked("alice@example.org", Duration.ofSeconds(20))));
    }

    @TestFactory
    @DisplayName("F20: the call itself is paid by whoever runs out: 403, then all are hung up")
    Stream<DynamicTest> aTransferInACallThatCannotBePaidEndsWithIt() {
        return Playing.inOrder(
                ALICE_CALLED
                        + CAROL_IS_CALLED
                        + """
                        c> 180
                        +1s
                        a1< NOTIFY 180
                        a1> 200
                        +18s
                        c<* CANCEL
                        c> 487
                        c< ACK
                        a1<* NOTIFY 403 terminated
                        a1> 200
                        b<* BYE %s
                        b> 200
                        a1<* BYE %s
                        a1> 200
                        """
                                .formatted(EXHAUSTED, EXHAUSTED),
                allowed()
                        .credit("alice", Duration.ofSeconds(20))
                        .records(exhausted("alice@example.org", Duration.ofSeconds(20))));
    }

    @TestFactory
    @DisplayName("F20: the credit ends while the target is being joined: it is let go, 403")
    Stream<DynamicTest> aTransferWhoseCreditEndsDuringTheJoinIsUndone() {
        return Playing.inOrder(
                BOB_CALLED
                        + CAROL_IS_CALLED
                        + """
                        c> 200
                        c< ACK
                        b< re-INVITE offer=c
                        b> 100
                        +1900ms
                        c< BYE Reason:"SIP;cause=403*"
                        c> 200
                        a1< NOTIFY 403 terminated
                        a1> 200
                        b> 200
                        b< ACK
                        b< re-INVITE offer=a1
                        b> 200
                        b< ACK
                        """
                        + BOB_ENDS_IT_WITH_ALICE,
                allowed()
                        .credit("alice", Duration.ofSeconds(2))
                        .records(talked("alice@example.org", Duration.ofSeconds(2))));
    }

    @TestFactory
    @DisplayName("two calls of one account use its credit together")
    Stream<DynamicTest> twoCallsUseOneCreditTogether() {
        return Playing.inOrder(
                """
                a1> INVITE to:bob
                b< INVITE offer=a1
                b> 200
                b< ACK
                a1< 200
                a1> ACK
                a2> INVITE to:carol
                c< INVITE offer=a2
                c> 200
                c< ACK
                a2< 200
                a2> ACK
                +20s
                b<* BYE %s
                b> 200
                a1<* BYE %s
                a1> 200
                c<* BYE %s
                c> 200
                a2<* BYE %s
                a2> 200
                """
                        .formatted(EXHAUSTED, EXHAUSTED, EXHAUSTED, EXHAUSTED),
                World.usual()
                        .credit("alice", Duration.ofSeconds(40))
                        .records(exhausted("alice@example.org", Duration.ofSeconds(40))));
    }

    @TestFactory
    @DisplayName("with credit left nothing changes")
    Stream<DynamicTest> withCreditLeftNothingChanges() {
        return TransferPlaying.everyWay(
                CAROL_IS_CALLED
                        + CAROL_AND_BOB_ARE_JOINED
                        + ALICE_LEAVES
                        + TransferPlaying.BOB_ENDS_IT_WITH_CAROL,
                allowed().credit("alice", Duration.ofHours(1)));
    }

    @TestFactory
    @DisplayName("credit goes on to be used after a restart, from where it was")
    Stream<DynamicTest> creditIsUsedAfterARestart() {
        return Stream.of("kill", "restart").flatMap(CreditLaddersTest::usedAfter);
    }

    private static Stream<DynamicTest> usedAfter(String end) {
        return Playing.inOrder(
                ALICE_CALLED
                        + """
                        +4s
                        api> END
                        api< 200
                        +16s
                        b< BYE EXHAUSTED
                        b> 200
                        a1< BYE EXHAUSTED
                        a1> 200
                        """
                                .replace("END", end)
                                .replace("EXHAUSTED", EXHAUSTED),
                World.usual()
                        .credit("alice", Duration.ofSeconds(19))
                        .records(talked("alice@" + Names.DOMAIN, Duration.ofSeconds(19))));
    }
}
