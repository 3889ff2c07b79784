package io.referee.server.ladders;

import static io.referee.server.ladders.TransferPlaying.ALICE_CALLED;
import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_ALICE;
import static io.referee.server.ladders.TransferPlaying.allowed;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.cdr.Facts;
import io.referee.server.cdr.LegRecord;
import io.referee.server.cdr.SegmentRecord;
import io.referee.server.cdr.TransferRecord;
import io.referee.server.event.Event;
import io.referee.server.event.TransferFact;
import io.referee.server.transfer.TransferSettings.MediaRules;
import io.referee.server.transfer.TransferSettings.ParkRules;
import io.referee.server.transfer.TransferSettings.Strategy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Calls that wait in a slot (`transfers.md` A12).
class ParkLaddersTest {
    static final String BOB_IS_PARKED =
            """
            a1> REFER Refer-To:park
            a1< 202
            a1<* NOTIFY 100 active
            a1> 200
            b< re-INVITE dir=inactive
            b> 200
            b< ACK
            a1<* NOTIFY 200 terminated
            a1> 200
            """;

    static final String ALICE_LEAVES =
            """
            a1> BYE
            a1< 200
            """;

    /// Carol dials the slot.
    static final String CAROL_GETS_BOB =
            """
            +10s
            c> INVITE to:700
            b< re-INVITE offer=c dir=sendrecv
            b> 200
            b< ACK
            c< 200 answer=b
            c> ACK
            """;

    static final String BOB_ENDS_IT_WITH_CAROL =
            """
            +8s
            b> BYE
            b< 200
            c< BYE Reason:none
            c> 200
            """;

    static World slots(int first, int last, int seconds) {
        ParkRules rules = new ParkRules(first, last, Duration.ofSeconds(seconds));
        return allowed().settings(s -> s.transfer(s.transfer().park(rules)));
    }

    static World slots() {
        return slots(700, 719, 120);
    }

    static World withMusic(World world) {
        MediaRules rules =
                new MediaRules(Strategy.AUTO, false, Optional.of("sip:moh@example.org"), false);
        return world.phone("m", "moh").media(rules);
    }

    private static <T> Stream<T> all(Facts.Book book, Class<T> kind) {
        return book.records.values().stream().filter(kind::isInstance).map(kind::cast);
    }

    /// Bob talked first with alice, then with carol, in one leg.
    private static void twoTalks(Facts.Book book) {
        assertThat(all(book, LegRecord.class)).hasSize(3);
        assertThat(book.segments())
                .extracting(SegmentRecord::kind)
                .filteredOn(kind -> kind == SegmentRecord.Kind.TALK)
                .hasSize(2);
        assertThat(all(book, TransferRecord.class).map(TransferRecord::outcome))
                .containsOnly(TransferRecord.Outcome.COMPLETED)
                .hasSize(2);
    }

    private static void slotIsTold(List<Event> events) {
        assertThat(
                        events.stream()
                                .map(Event::fact)
                                .filter(TransferFact.Completed.class::isInstance)
                                .map(fact -> fact.data().get("slot"))
                                .findFirst())
                .contains("700");
    }

    @TestFactory
    @DisplayName("a call is parked in the first slot, and whoever dials the slot gets it")
    Stream<DynamicTest> whoeverDialsTheSlotGetsTheCall() {
        return TransferPlaying.everyWay(
                BOB_IS_PARKED + ALICE_LEAVES + CAROL_GETS_BOB + BOB_ENDS_IT_WITH_CAROL,
                slots().records(ParkLaddersTest::twoTalks).events(ParkLaddersTest::slotIsTold));
    }

    @TestFactory
    @DisplayName("who parked it is hung up by us when it does not hang up")
    Stream<DynamicTest> theParkerIsHungUp() {
        return TransferPlaying.everyWay(
                BOB_IS_PARKED
                        + """
                        +4900ms
                        a1< BYE Reason:"SIP;cause=200;text=\\"Parked\\""
                        a1> 200
                        """
                        + CAROL_GETS_BOB
                        + BOB_ENDS_IT_WITH_CAROL,
                slots());
    }

    @TestFactory
    @DisplayName("the parker itself takes the call back, from another phone or the same")
    Stream<DynamicTest> theParkerTakesItBack() {
        return TransferPlaying.everyWay(
                BOB_IS_PARKED
                        + ALICE_LEAVES
                        + """
                        +10s
                        a2> INVITE to:700
                        b< re-INVITE offer=a2 dir=sendrecv
                        b> 200
                        b< ACK
                        a2< 200 answer=b
                        a2> ACK
                        +8s
                        a2> BYE
                        a2< 200
                        b< BYE Reason:none
                        b> 200
                        """,
                slots());
    }

    @TestFactory
    @DisplayName("a slot can be asked for by its number")
    Stream<DynamicTest> aSlotCanBeAskedFor() {
        return TransferPlaying.everyWay(
                (BOB_IS_PARKED + ALICE_LEAVES + CAROL_GETS_BOB)
                                .replace("Refer-To:park", "Refer-To:707")
                                .replace("to:700", "to:707")
                        + BOB_ENDS_IT_WITH_CAROL,
                slots());
    }

    @TestFactory
    @DisplayName("over HTTP, and the parker is let go at once")
    Stream<DynamicTest> httpParksToo() {
        return TransferPlaying.everyWay(
                """
                api> transfer leg=a1 to=park
                api< 202
                b< re-INVITE dir=inactive
                b> 200
                b< ACK
                a1< BYE Reason:"SIP;cause=200;text=\\"Parked\\""
                a1> 200
                """
                        + CAROL_GETS_BOB
                        + BOB_ENDS_IT_WITH_CAROL,
                slots());
    }

    @TestFactory
    @DisplayName("an INVITE with Replaces that names the parked dialog gets it, too")
    Stream<DynamicTest> replacesGetsTheParkedCall() {
        return TransferPlaying.everyWay(
                BOB_IS_PARKED
                        + ALICE_LEAVES
                        + CAROL_GETS_BOB.replace("to:700", "to:bob Replaces:[b]")
                        + BOB_ENDS_IT_WITH_CAROL,
                slots());
    }

    @TestFactory
    @DisplayName("an account of another owner gets nothing")
    Stream<DynamicTest> anotherOwnerGetsNothing() {
        return TransferPlaying.everyWay(
                BOB_IS_PARKED
                        + ALICE_LEAVES
                        + """
                        d> INVITE to:700
                        d< 404
                        d> INVITE to:bob Replaces:[b]
                        d< 403
                        """
                        + CAROL_GETS_BOB
                        + BOB_ENDS_IT_WITH_CAROL,
                slots().owner("dave", "basil"));
    }

    @TestFactory
    @DisplayName("the parked party hears music")
    Stream<DynamicTest> theParkedPartyHearsMusic() {
        return TransferPlaying.inOrder(
                """
                a1> REFER Refer-To:park
                a1< 202
                a1<* NOTIFY 100 active
                a1> 200
                b< re-INVITE offer=none
                b> 200
                m< INVITE offer=b dir=recvonly
                m> 200
                m< ACK
                b< ACK answer=m dir=sendonly
                a1<* NOTIFY 200 terminated
                a1> 200
                """
                        + ALICE_LEAVES
                        + CAROL_GETS_BOB
                        + """
                        m< BYE
                        m> 200
                        """
                        + BOB_ENDS_IT_WITH_CAROL,
                withMusic(slots())
                        .records(
                                book ->
                                        assertThat(book.segments())
                                                .extracting(SegmentRecord::kind)
                                                .contains(SegmentRecord.Kind.MOH)));
    }

    @TestFactory
    @DisplayName("nobody comes: whoever parked it is called back, and talks again")
    Stream<DynamicTest> whoeverParkedItIsCalledBack() {
        return TransferPlaying.inOrder(
                BOB_IS_PARKED
                        + ALICE_LEAVES
                        + """
                        +119900ms
                        a2< INVITE offer=b dir=sendrecv from:bob From:"\\"Recall: bob\\" *" Alert-Info:"*recall*"
                        a2> 200
                        a2< ACK
                        b< re-INVITE offer=a2 dir=sendrecv
                        b> 200
                        b< ACK
                        +8s
                        b> BYE
                        b< 200
                        a2< BYE Reason:none
                        a2> 200
                        """,
                slots());
    }

    @TestFactory
    @DisplayName("nobody comes and nobody answers the recall: the call ends with the reason")
    Stream<DynamicTest> aRecallThatNobodyAnswersEndsTheCall() {
        return TransferPlaying.inOrder(
                BOB_IS_PARKED
                        + ALICE_LEAVES
                        + """
                        +29900ms
                        a2< INVITE offer=b dir=sendrecv
                        a2> 486
                        a2< ACK
                        b< BYE Reason:"SIP;cause=486*"
                        b> 200
                        c> INVITE to:700
                        c< 404
                        """,
                slots(700, 719, 30));
    }

    @TestFactory
    @DisplayName("no slot is free: 486 and the call goes on")
    Stream<DynamicTest> withoutAFreeSlotTheCallGoesOn() {
        return TransferPlaying.everyWay(
                """
                d> INVITE to:carol
                c1< INVITE offer=d
                c1> 200
                c1< ACK
                d< 200
                d> ACK
                +1s
                c1> REFER Refer-To:park
                c1< 202
                c1<* NOTIFY 100 active
                c1> 200
                d< re-INVITE dir=inactive
                d> 200
                d< ACK
                c1<* NOTIFY 200 terminated
                c1> 200
                c1> BYE
                c1< 200
                a1> REFER Refer-To:park
                a1< 202
                a1<* NOTIFY 100 active
                a1> 200
                a1<* NOTIFY 486 terminated
                a1> 200
                """
                        + BOB_ENDS_IT_WITH_ALICE
                        + """
                        d> BYE
                        d< 200
                        """,
                slots(700, 700, 120)
                        .transfer("carol", io.referee.server.account.TransferMode.CONSUME));
    }

    @TestFactory
    @DisplayName("two calls wait in two slots")
    Stream<DynamicTest> twoCallsWaitInTwoSlots() {
        return TransferPlaying.inOrder(
                BOB_IS_PARKED
                        + ALICE_LEAVES
                        + """
                        a2> INVITE to:dave
                        d< INVITE offer=a2
                        d> 200
                        d< ACK
                        a2< 200
                        a2> ACK
                        a2> REFER Refer-To:park
                        a2< 202
                        a2<* NOTIFY 100 active
                        a2> 200
                        d< re-INVITE dir=inactive
                        d> 200
                        d< ACK
                        a2<* NOTIFY 200 terminated
                        a2> 200
                        a2> BYE
                        a2< 200
                        c1> INVITE to:701
                        d< re-INVITE offer=c1
                        d> 200
                        d< ACK
                        c1< 200 answer=d
                        c1> ACK
                        +3s
                        c1> BYE
                        c1< 200
                        d< BYE
                        d> 200
                        """
                        + CAROL_GETS_BOB
                        + BOB_ENDS_IT_WITH_CAROL,
                slots());
    }

    @TestFactory
    @DisplayName("the parked party hangs up: the slot is free again")
    Stream<DynamicTest> aPartyThatHangsUpFreesItsSlot() {
        return TransferPlaying.everyWay(
                BOB_IS_PARKED
                        + ALICE_LEAVES
                        + """
                        +5s
                        b> BYE
                        b< 200
                        c> INVITE to:700
                        c< 404
                        """,
                slots());
    }

    @TestFactory
    @DisplayName("the party hangs up before it is parked: 487")
    Stream<DynamicTest> aPartyThatHangsUpAtOnceIsNotParked() {
        return TransferPlaying.inOrder(
                """
                a1> REFER Refer-To:park
                a1< 202
                a1<* NOTIFY 100 active
                a1> 200
                b< re-INVITE dir=inactive
                b> BYE
                b< 200 BYE
                b<* CANCEL
                a1<* NOTIFY 487 terminated
                a1> 200
                a1<* BYE
                a1> 200
                b> 487 INVITE
                b< ACK
                """,
                slots());
    }

    @TestFactory
    @DisplayName("a party that does not want the newcomer's media waits on")
    Stream<DynamicTest> aPartyThatRefusesTheNewcomerWaitsOn() {
        return TransferPlaying.inOrder(
                BOB_IS_PARKED
                        + ALICE_LEAVES
                        + """
                        +3s
                        d> INVITE to:700
                        b< re-INVITE offer=d
                        b> 488
                        b< ACK
                        d< 488
                        b< re-INVITE dir=inactive
                        b> 200
                        b< ACK
                        """
                        + CAROL_GETS_BOB
                        + BOB_ENDS_IT_WITH_CAROL,
                slots());
    }

    @TestFactory
    @DisplayName("a parker that hangs up before the party is parked stops nothing")
    Stream<DynamicTest> aParkerThatHangsUpAtOnceStopsNothing() {
        return TransferPlaying.inOrder(
                """
                a1> REFER Refer-To:park
                a1< 202
                a1<* NOTIFY 100 active
                a1> 200
                b< re-INVITE dir=inactive
                a1> BYE
                a1< 200 BYE
                b> 200
                b< ACK
                a1<* NOTIFY 200 terminated
                a1> 200
                """
                        + CAROL_GETS_BOB
                        + BOB_ENDS_IT_WITH_CAROL,
                slots());
    }

    @TestFactory
    @DisplayName("without slots `park` is a name like any other")
    Stream<DynamicTest> withoutSlotsParkIsNobody() {
        return TransferPlaying.everyWay(
                """
                a1> REFER Refer-To:park
                a1< 202
                a1<* NOTIFY 100 active
                a1> 200
                a1<* NOTIFY 404 terminated
                a1> 200
                """
                        + BOB_ENDS_IT_WITH_ALICE,
                allowed());
    }

    @TestFactory
    @DisplayName("a parked call is hung up over HTTP like any other")
    Stream<DynamicTest> aParkedCallCanBeHungUp() {
        return Playing.everyWay(
                ALICE_CALLED
                        + BOB_IS_PARKED
                        + ALICE_LEAVES
                        + """
                        api> hangup leg=b
                        api< 200
                        b< BYE
                        b> 200
                        """,
                slots());
    }
}
