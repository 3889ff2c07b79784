package io.referee.server.ladders;

import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_ALICE;
import static io.referee.server.ladders.TransferPlaying.allowed;

import io.referee.server.account.TransferHabits;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/// Accounts of different owners that the administrator has put into one group (`transfers.md` F.2,
/// F.5): alice and bob are aaron's, carol and dave are basil's.
class TransferGroupLaddersTest {
    private static final String CAROL_TALKS_WITH_DAVE =
            """
            c> INVITE to:dave
            d< INVITE offer=c
            d> 200
            d< ACK
            c< 200 answer=d
            c> ACK
            +1s
            a1> REFER Refer-To:dave?Replaces=[c]
            """;

    private static World world(String alice, String carol, String dave) {
        return allowed()
                .owner("carol", "basil")
                .owner("dave", "basil")
                .habits("alice", TransferHabits.USUAL.in(alice))
                .habits("carol", TransferHabits.USUAL.in(carol))
                .habits("dave", TransferHabits.USUAL.in(dave));
    }

    @TestFactory
    @DisplayName("F.2 item 4: the calls of two accounts of one group are joined, whoever owns them")
    Stream<DynamicTest> callsOfOneGroupAreJoined() {
        return TransferPlaying.everyWay(
                CAROL_TALKS_WITH_DAVE
                        + """
                        a1< 202
                        a1< NOTIFY 100 active
                        a1> 200
                        b< re-INVITE offer=none
                        b> 200
                        d< re-INVITE offer=b dir=sendrecv
                        d> 200
                        d< ACK
                        b< ACK answer=d dir=sendrecv
                        c< BYE
                        c> 200
                        a1< NOTIFY 200 terminated
                        a1> 200
                        a1> BYE
                        a1< 200
                        +8s
                        b> BYE
                        b< 200
                        d< BYE
                        d> 200
                        """,
                world("reception", "reception", ""));
    }

    @TestFactory
    @DisplayName("F.2 item 4: the group of who is named counts; another group is as good as none")
    Stream<DynamicTest> otherGroupsAreStrangers() {
        String refused =
                CAROL_TALKS_WITH_DAVE
                        + """
                        a1< 603
                        +1s
                        d> BYE
                        d< 200
                        c< BYE
                        c> 200
                        """
                        + BOB_ENDS_IT_WITH_ALICE;
        return Stream.concat(
                TransferPlaying.inOrder(refused, world("reception", "sales", "reception")),
                TransferPlaying.inOrder(refused, world("", "", "")));
    }

    @TestFactory
    @DisplayName("F.5 (2): an account of the group takes over a call of another owner's account")
    Stream<DynamicTest> oneOfTheGroupTakesOver() {
        return TransferPlaying.everyWay(
                """
                d> INVITE to:bob Replaces:[a1]
                b< re-INVITE offer=d
                b> 200
                b< ACK
                d< 200 answer=b
                d> ACK
                a1< BYE Reason:"SIP;cause=200;text=\\"Replaced\\""
                a1> 200
                +8s
                b> BYE
                b< 200
                d< BYE
                d> 200
                """,
                world("reception", "", "reception"));
    }

    @TestFactory
    @DisplayName("F.5 (2): who is in another group, or in none, hears 403")
    Stream<DynamicTest> whoIsNotInItMayNot() {
        return TransferPlaying.inOrder(
                """
                d> INVITE to:bob Replaces:[a1]
                d< 403
                c> INVITE to:bob Replaces:[a1]
                c< 403
                """
                        + BOB_ENDS_IT_WITH_ALICE,
                world("reception", "", "sales"));
    }
}
