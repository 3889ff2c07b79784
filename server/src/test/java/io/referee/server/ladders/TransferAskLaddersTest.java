package io.referee.server.ladders;

import static io.referee.server.ladders.TransferPlaying.ALICE_LEAVES;
import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_ALICE;
import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_CAROL;
import static io.referee.server.ladders.TransferPlaying.CAROL_AND_BOB_ARE_JOINED;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.account.TransferMode;
import io.referee.server.cdr.Facts;
import io.referee.server.cdr.LegRecord;
import io.referee.server.cdr.TransferRecord;
import io.referee.server.event.Event;
import io.referee.server.event.TransferFact;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// The owner is asked about a REFER before anything happens (mode `ask`, `transfers.md` 0.5).
class TransferAskLaddersTest {
    private static final String ASKED =
            """
            a1> REFER Refer-To:carol
            a1< 202
            a1< NOTIFY 100 active
            a1> 200
            """;

    private static final String ACCEPTED =
            """
            +3s
            api> decide accept
            api< 200
            c< INVITE offer=b dir=sendrecv
            """;

    private static World asking() {
        return World.usual().transfer("alice", TransferMode.ASK);
    }

    /// One row with this end, and how many legs there were.
    private static Consumer<Facts.Book> ended(String stage, int status, int legs) {
        return book -> {
            assertThat(all(book, TransferRecord.class))
                    .singleElement()
                    .satisfies(
                            row -> {
                                assertThat(row.stage()).isEqualTo(stage);
                                assertThat(row.status()).isEqualTo(status);
                            });
            assertThat(all(book, LegRecord.class)).hasSize(legs);
        };
    }

    private static <T> Stream<T> all(Facts.Book book, Class<T> kind) {
        return book.records.values().stream().filter(kind::isInstance).map(kind::cast);
    }

    /// The owner is told once, for how long it may think.
    private static void toldOnce(List<Event> events) {
        List<Event> told =
                events.stream().filter(e -> e.fact() instanceof TransferFact.Requested).toList();
        assertThat(told).hasSize(1);
        assertThat(told.getFirst().fact().data())
                .containsEntry("asked", true)
                .containsEntry("account", "alice@example.org")
                .containsEntry("target", "sip:carol@example.org");
        Instant until = Instant.parse((String) told.getFirst().fact().data().get("until"));
        assertThat(Duration.between(told.getFirst().at(), until))
                .isCloseTo(Duration.ofSeconds(20), Duration.ofMillis(1));
    }

    @TestFactory
    @DisplayName("a yes: the target is called then, and not before")
    Stream<DynamicTest> aYesLetsItBegin() {
        return TransferPlaying.everyWay(
                ASKED + ACCEPTED + CAROL_AND_BOB_ARE_JOINED + ALICE_LEAVES + BOB_ENDS_IT_WITH_CAROL,
                asking().records(ended("", 200, 3)).events(TransferAskLaddersTest::toldOnce));
    }

    @TestFactory
    @DisplayName("a no: 603, nobody is called and the call goes on")
    Stream<DynamicTest> aNoLeavesTheCallAsItWas() {
        return TransferPlaying.everyWay(
                ASKED
                        + """
                        +3s
                        api> decide decline
                        api< 200
                        a1< NOTIFY 603 terminated
                        a1> 200
                        api> outcome failed code=603
                        api< 200
                        api> decide accept
                        api< 409
                        """
                        + BOB_ENDS_IT_WITH_ALICE,
                asking().recovery("hangup").records(ended("decision", 603, 2)));
    }

    @TestFactory
    @DisplayName("no word within twenty seconds is a no")
    Stream<DynamicTest> silenceIsANo() {
        return TransferPlaying.everyWay(
                ASKED
                        + """
                        +17s
                        a1< NOTIFY 603 terminated
                        a1> 200
                        """
                        + BOB_ENDS_IT_WITH_ALICE,
                asking().settings(
                                s ->
                                        s.transfer(
                                                s.transfer()
                                                        .times(
                                                                s.transfer()
                                                                        .times()
                                                                        .ask(
                                                                                Duration.ofSeconds(
                                                                                        17)))))
                        .records(ended("decision", 603, 2)));
    }

    @TestFactory
    @DisplayName("what is not allowed is refused before anybody is asked")
    Stream<DynamicTest> admissionComesFirst() {
        return TransferPlaying.everyWay(
                """
                a1> REFER Refer-To:"<sip:1900@far.example>"
                a1< 603
                """
                        + BOB_ENDS_IT_WITH_ALICE,
                asking().records(ended("admission", 603, 2)));
    }

    @TestFactory
    @DisplayName("a second REFER while the owner thinks: 491")
    Stream<DynamicTest> aSecondReferIsAnswered491() {
        return TransferPlaying.everyWay(
                ASKED
                        + """
                        +1s
                        a1> REFER Refer-To:dave
                        a1< 491
                        """
                        + ACCEPTED
                        + CAROL_AND_BOB_ARE_JOINED
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL,
                asking());
    }

    @TestFactory
    @DisplayName("the two talk, hold and resume while the owner thinks")
    Stream<DynamicTest> theTwoTalkMeanwhile() {
        return TransferPlaying.everyWay(
                ASKED
                        + """
                        +1s
                        a1> re-INVITE dir=sendonly
                        b< re-INVITE dir=sendonly
                        b> 200
                        b< ACK
                        a1< 200
                        a1> ACK
                        """
                        + ACCEPTED
                        + CAROL_AND_BOB_ARE_JOINED
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL,
                asking());
    }

    @TestFactory
    @DisplayName("a transferor that hangs up while the owner thinks stops nothing")
    Stream<DynamicTest> aTransferorThatHangsUpStopsNothing() {
        return TransferPlaying.everyWay(
                ASKED
                        + """
                        +1s
                        a1> BYE
                        a1< 200 BYE
                        """
                        + ACCEPTED
                        + CAROL_AND_BOB_ARE_JOINED
                        + """
                        a1< NOTIFY 200 terminated
                        a1> 481
                        """
                        + BOB_ENDS_IT_WITH_CAROL,
                asking());
    }

    @TestFactory
    @DisplayName("a no when the transferor has hung up: the transferee is hung up with the reason")
    Stream<DynamicTest> aNoWhenTheTransferorHasHungUpEndsTheCall() {
        return TransferPlaying.everyWay(
                ASKED
                        + """
                        +1s
                        a1> BYE
                        a1< 200 BYE
                        +3s
                        api> decide decline
                        api< 200
                        b<* BYE Reason:"SIP;cause=603*"
                        b> 200
                        a1<* NOTIFY 603 terminated
                        a1> 200
                        """,
                asking());
    }

    @TestFactory
    @DisplayName("a transferee that hangs up while the owner thinks ends it all")
    Stream<DynamicTest> aTransfereeThatHangsUpEndsItAll() {
        return TransferPlaying.everyWay(
                ASKED
                        + """
                        +1s
                        b> BYE
                        b< 200
                        a1< NOTIFY 487 terminated
                        a1> 200
                        a1< BYE
                        a1> 200
                        api> decide accept
                        api< 409
                        """,
                asking());
    }

    @TestFactory
    @DisplayName("given up over HTTP while the owner thinks: 487, and the call goes on")
    Stream<DynamicTest> itCanBeAborted() {
        return TransferPlaying.everyWay(
                ASKED
                        + """
                        +1s
                        api> abort
                        api< 200
                        a1< NOTIFY 487 terminated
                        a1> 200
                        api> outcome aborted code=487
                        api< 200
                        """
                        + BOB_ENDS_IT_WITH_ALICE,
                asking());
    }

    @TestFactory
    @DisplayName("the account loses the permission while the owner thinks: 403")
    Stream<DynamicTest> aPermissionThatIsTakenAwayEndsIt() {
        return TransferPlaying.everyWay(
                ASKED
                        + """
                        +1s
                        api> deny account=alice
                        api< 200
                        a1< NOTIFY 403 terminated
                        a1> 200
                        """
                        + BOB_ENDS_IT_WITH_ALICE,
                asking());
    }

    @TestFactory
    @DisplayName("after a no another REFER asks again")
    Stream<DynamicTest> afterANoTheNextOneAsksAgain() {
        return TransferPlaying.everyWay(
                ASKED
                        + """
                        +1s
                        api> decide decline
                        api< 200
                        a1< NOTIFY 603 terminated
                        a1> 200
                        +1s
                        """
                        + ASKED
                        + ACCEPTED
                        + CAROL_AND_BOB_ARE_JOINED
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL,
                asking());
    }

    // ---- attended

    private static final String YES = "+3s\napi> decide accept\napi< 200\n";

    @TestFactory
    @DisplayName("attended, a yes: the two calls are joined then")
    Stream<DynamicTest> anAttendedOneIsJoinedAfterAYes() {
        return AttendedPlaying.everyWay(
                AttendedPlaying.ASKED
                        + YES
                        + AttendedPlaying.JOINED
                        + AttendedPlaying.ALICE_LEAVES
                        + AttendedPlaying.BOB_ENDS_IT,
                asking().records(ended("", 200, 4)));
    }

    @TestFactory
    @DisplayName("attended, a no: both calls go on")
    Stream<DynamicTest> anAttendedOneLeavesBothCallsAfterANo() {
        return AttendedPlaying.everyWay(
                AttendedPlaying.ASKED
                        + """
                        +3s
                        api> decide decline
                        api< 200
                        a1< NOTIFY 603 terminated
                        a1> 200
                        """
                        + AttendedPlaying.BOTH_CALLS_LIVE,
                asking().records(ended("decision", 603, 4)));
    }

    @TestFactory
    @DisplayName("attended: a transferor that hangs up both calls while the owner thinks")
    Stream<DynamicTest> aTransferorMayLeaveBothCalls() {
        return AttendedPlaying.everyWay(
                AttendedPlaying.ASKED
                        + """
                        +1s
                        a2> BYE
                        a2< 200
                        a1> BYE
                        a1< 200 BYE
                        """
                        + YES
                        + AttendedPlaying.JOINED
                        + """
                        a1< NOTIFY 200 terminated
                        a1> 481
                        """
                        + AttendedPlaying.BOB_ENDS_IT,
                asking());
    }

    @TestFactory
    @DisplayName("attended, a no when the transferor has left both calls: both are hung up")
    Stream<DynamicTest> aNoWhenTheTransferorHasLeftEndsBothCalls() {
        return AttendedPlaying.everyWay(
                AttendedPlaying.ASKED
                        + """
                        +1s
                        a2> BYE
                        a2< 200
                        a1> BYE
                        a1< 200 BYE
                        +3s
                        api> decide decline
                        api< 200
                        b<* BYE Reason:"SIP;cause=603*"
                        b> 200
                        c< BYE Reason:"SIP;cause=603*"
                        c> 200
                        a1<* NOTIFY 603 terminated
                        a1> 481
                        """,
                asking());
    }

    @TestFactory
    @DisplayName(
            "attended: a target that hangs up while the owner thinks: 480, the first call lives")
    Stream<DynamicTest> aTargetThatHangsUpFailsIt() {
        return AttendedPlaying.everyWay(
                AttendedPlaying.ASKED
                        + """
                        +1s
                        c> BYE
                        c< 200
                        a2<* BYE
                        a2> 200
                        a1<* NOTIFY 480 terminated
                        a1> 200
                        """
                        + BOB_ENDS_IT_WITH_ALICE,
                asking());
    }

    @TestFactory
    @DisplayName("semi-attended: the target rings until the owner said yes, and then for the other")
    Stream<DynamicTest> aTargetThatRingsIsTakenOverAfterAYes() {
        return TransferPlaying.everyWay(
                """
                a2> INVITE to:carol
                c< INVITE offer=a2
                +1s
                """
                        + AttendedPlaying.ASKED
                        + YES
                        + """
                        c> 200
                        c< ACK
                        b< re-INVITE offer=none
                        b> 200
                        c< re-INVITE offer=b dir=sendrecv
                        c> 200
                        c< ACK
                        b< ACK answer=c
                        a2< 487
                        """
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL,
                asking());
    }

    @TestFactory
    @DisplayName(
            "semi-attended: a target that answers while the owner thinks is joined after a yes")
    Stream<DynamicTest> aTargetThatAnswersMeanwhileIsJoinedAfterAYes() {
        return TransferPlaying.everyWay(
                """
                a2> INVITE to:carol
                c< INVITE offer=a2
                +1s
                """
                        + AttendedPlaying.ASKED
                        + """
                        +1s
                        c> 200
                        c< ACK
                        a2< 200 answer=c
                        a2> ACK
                        """
                        + YES
                        + AttendedPlaying.JOINED
                        + AttendedPlaying.ALICE_LEAVES
                        + AttendedPlaying.BOB_ENDS_IT,
                asking());
    }
}
