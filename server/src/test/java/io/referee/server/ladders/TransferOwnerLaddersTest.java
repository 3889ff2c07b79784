package io.referee.server.ladders;

import static io.referee.server.ladders.TransferPlaying.ALICE_LEAVES;
import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_ALICE;
import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_CAROL;
import static io.referee.server.ladders.TransferPlaying.CAROL_AND_BOB_ARE_JOINED;
import static io.referee.server.ladders.TransferPlaying.CAROL_IS_CALLED;
import static io.referee.server.ladders.World.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.account.TransferMode;
import io.referee.server.cdr.TransferRecord;
import io.referee.server.event.TransferFact;
import io.referee.server.transfer.TransferSettings.ParkRules;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.time.Duration;
import java.util.stream.Stream;

/// The two of a call have different owners: whose phone refers, his owner's plans, slots and word
/// count (`transfers.md` A2.4). Alice is of owner basil; when bob calls her, the call is aaron's.
class TransferOwnerLaddersTest {
    private static final String TO_A_NUMBER = "Refer-To:\"<sip:+1555@elsewhere.example>\"";

    private static World two(TransferMode mode) {
        return World.usual().transfer("alice", mode).owner("alice", "basil");
    }

    private static World two() {
        return two(TransferMode.CONSUME);
    }

    @TestFactory
    @DisplayName("the plan named transfer of the owner of the account that refers is asked")
    Stream<DynamicTest> theOwnPlanIsAsked() {
        return TransferPlaying.everyWay(
                CAROL_IS_CALLED.replace("Refer-To:carol", TO_A_NUMBER)
                        + CAROL_AND_BOB_ARE_JOINED
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL,
                two().plans(
                                book ->
                                        book.namedOf(
                                                "alice",
                                                "transfer",
                                                rule("exact", "+1555", "carol"))));
    }

    @TestFactory
    @DisplayName("the plan named transfer of the owner of the call is not for others")
    Stream<DynamicTest> thePlanOfTheCallIsNot() {
        return TransferPlaying.everyWay(
                "a1> REFER " + TO_A_NUMBER + "\na1< 603\n" + BOB_ENDS_IT_WITH_ALICE,
                two().transferPlan(rule("exact", "+1555", "carol")));
    }

    @TestFactory
    @DisplayName("onFail: dialplan: is a plan of the owner of the account that refers")
    Stream<DynamicTest> theOwnPlanRecovers() {
        return TransferPlaying.everyWay(
                CAROL_IS_CALLED
                        + """
                        c> 486
                        c< ACK
                        a1< NOTIFY 486 terminated
                        a1> 200
                        d< INVITE offer=b
                        d> 200
                        d< ACK
                        b< re-INVITE offer=d
                        b> 200
                        b< ACK
                        a1< BYE
                        a1> 200
                        +8s
                        b> BYE
                        b< 200
                        d< BYE
                        d> 200
                        """,
                two().noted(notes -> notes.policies.put("alice", "dialplan:closed"))
                        .plans(
                                book ->
                                        book.namedOf(
                                                "alice", "closed", rule("prefix", "c", "dave"))));
    }

    @TestFactory
    @DisplayName("a call is parked in the slots of the owner of the account that refers")
    Stream<DynamicTest> theOwnSlotsAreTaken() {
        return TransferPlaying.everyWay(
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
                a1> BYE
                a1< 200
                d> INVITE to:700
                d< 404
                c> INVITE to:700
                b< re-INVITE offer=c dir=sendrecv
                b> 200
                b< ACK
                c< 200 answer=b
                c> ACK
                """
                        + BOB_ENDS_IT_WITH_CAROL,
                two().owner("carol", "basil")
                        .settings(
                                s ->
                                        s.transfer(
                                                s.transfer()
                                                        .park(
                                                                new ParkRules(
                                                                        700,
                                                                        719,
                                                                        Duration.ofMinutes(2))))));
    }

    @TestFactory
    @DisplayName("the owner of the account that refers is asked, and is told so")
    Stream<DynamicTest> theOwnOwnerIsAsked() {
        return TransferPlaying.everyWay(
                """
                a1> REFER Refer-To:carol
                a1< 202
                a1< NOTIFY 100 active
                a1> 200
                +3s
                api> decide decline
                api< 200
                a1< NOTIFY 603 terminated
                a1> 200
                """
                        + BOB_ENDS_IT_WITH_ALICE,
                two(TransferMode.ASK)
                        .records(
                                book ->
                                        assertThat(book.records.values())
                                                .filteredOn(TransferRecord.class::isInstance)
                                                .hasSize(1))
                        .events(
                                events ->
                                        assertThat(events)
                                                .filteredOn(
                                                        e ->
                                                                e.fact()
                                                                        instanceof
                                                                        TransferFact.Requested)
                                                .filteredOn(e -> e.owner().equals("basil"))
                                                .singleElement()
                                                .satisfies(
                                                        e ->
                                                                assertThat(e.fact().data())
                                                                        .containsEntry(
                                                                                "asked", true))));
    }
}
