package io.referee.server.ladders;

import static io.referee.server.ladders.AttendedPlaying.allowed;
import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_ALICE;
import static io.referee.server.ladders.World.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.cdr.Facts;
import io.referee.server.cdr.TransferRecord;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.time.Duration;
import java.util.stream.Stream;

/// What a redirection of a call that still rings may not do (`transfers.md` A9, A17, F.6), and what
/// becomes of it when another transfer has what rings.
class RedirectRuleLaddersTest {
    private static final String BOB_RINGS =
            """
            a1> INVITE to:bob
            b< INVITE offer=a1
            b> 180
            a1<? 180
            """;

    private static final String CAROL_RINGS_INSTEAD =
            """
            api> redirect leg=a1 to=carol
            api< 202
            b<* CANCEL
            c<* INVITE offer=a1
            b> 487
            b< ACK
            """;

    @TestFactory
    @DisplayName("A17: a number of the plan that leads back to who rings is refused; it rings on")
    Stream<DynamicTest> aNumberThatLeadsBack() {
        return Playing.inOrder(
                BOB_RINGS
                        + """
                        api> redirect leg=a1 to=2
                        api< 603
                        api> redirect leg=a1 to=3
                        api< 603
                        +1s
                        b> 486
                        b< ACK
                        a1< 486
                        """,
                World.usual()
                        .plan(
                                "alice",
                                rule("exact", "bob", "bob"),
                                rule("exact", "2", "bob"),
                                rule("exact", "3", "alice")));
    }

    @TestFactory
    @DisplayName("A9: what it is redirected to rings for what is left of the time")
    Stream<DynamicTest> theTimeIsNotBegunAnew() {
        return Playing.inOrder(
                BOB_RINGS
                        + "+15s\n"
                        + CAROL_RINGS_INSTEAD
                        + """
                        +5s
                        c<* CANCEL
                        a1<* 408
                        c> 487
                        c< ACK
                        """,
                World.usual().ringLimit(Duration.ofSeconds(20)));
    }

    @TestFactory
    @DisplayName("A9: a plan that rings somebody else afterwards does so for as long as ever")
    Stream<DynamicTest> theNextOfThePlanHasItsOwnTime() {
        return Playing.inOrder(
                """
                a1> INVITE to:bob
                b< INVITE offer=a1
                b> 180
                a1<? 180
                +15s
                b> 486
                b< ACK
                c< INVITE offer=a1
                +15s
                c> 486
                c< ACK
                a1< 486
                """,
                World.usual()
                        .ringLimit(Duration.ofSeconds(20))
                        .plan("alice", rule("exact", "bob", "bob | carol")));
    }

    @TestFactory
    @DisplayName("A17, A5.4: a transfer has what rings now: nobody knows what comes of it")
    Stream<DynamicTest> anotherTransferHasWhatRings() {
        return TransferPlaying.inOrder(
                """
                a2> INVITE to:dave
                d< INVITE offer=a2
                +1s
                api> redirect leg=a2 to=carol
                api< 202
                d<* CANCEL
                c<* INVITE offer=a2
                d> 487
                d< ACK
                +1s
                a1> REFER Refer-To:carol?Replaces=[a2]
                a1< 202
                a1< NOTIFY 100 active
                a1> 200
                a2> CANCEL
                a2< 487
                c> 486
                c< ACK
                a1< NOTIFY 486 terminated
                a1> 200
                """
                        + BOB_ENDS_IT_WITH_ALICE,
                allowed().records(RedirectRuleLaddersTest::unknown));
    }

    private static void unknown(Facts.Book book) {
        assertThat(
                        book.records.values().stream()
                                .filter(TransferRecord.class::isInstance)
                                .map(TransferRecord.class::cast)
                                .filter(row -> row.kind().equals("redirect")))
                .singleElement()
                .satisfies(
                        row -> assertThat(row.outcome()).isEqualTo(TransferRecord.Outcome.UNKNOWN));
    }

    @TestFactory
    @DisplayName("A3.9, F.6: a caller that is turned away counts as a transfer of the day")
    Stream<DynamicTest> turnedAwayCounts() {
        return Playing.inOrder(
                BOB_RINGS
                        + """
                        api> refer leg=a1 to=carol
                        api< 202
                        b<* CANCEL
                        a1<* 302
                        b> 487
                        b< ACK
                        +1s
                        a2> INVITE to:bob
                        b2< INVITE offer=a2
                        b2> 180
                        a2<? 180
                        api> refer leg=a2 to=carol
                        api< 603
                        b2> 486
                        b2< ACK
                        a2< 486
                        """,
                World.usual()
                        .settings(
                                s ->
                                        s.transfer(
                                                s.transfer()
                                                        .limits(s.transfer().limits().perDay(1)))));
    }
}
