package io.referee.server.ladders;

import static io.referee.server.ladders.TransferPlaying.ALICE_CALLED;
import static io.referee.server.ladders.TransferPlaying.ALICE_LEAVES;
import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_CAROL;
import static io.referee.server.ladders.TransferPlaying.CAROL_IS_CALLED;
import static io.referee.server.ladders.TransferPlaying.allowed;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/// The newcomer of a join answers our re-INVITE with 491, and then sends its own: that is taken and
/// answered with the media of the one that stays (`transfers.md` F3).
class CrossingOffersLaddersTest {
    private static final String CAROL_REFUSES_FOR_NOW =
            """
            c> 491
            c< ACK
            +1s
            """;

    private static final String BOB_MOVES =
            """
            c> 200
            c< ACK
            b< re-INVITE offer=c
            b> 200 port=4444
            b< ACK
            c< re-INVITE offer=b port=4444
            """;

    @TestFactory
    @DisplayName("the target's own re-INVITE brings nothing new, and gets the transferee's media")
    Stream<DynamicTest> theTargetSaysTheSame() {
        return TransferPlaying.inOrder(
                CAROL_IS_CALLED
                        + BOB_MOVES
                        + CAROL_REFUSES_FOR_NOW
                        + """
                        c> re-INVITE
                        c< 200 answer=b port=4444
                        c> ACK
                        """
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL,
                allowed());
    }

    @TestFactory
    @DisplayName("the target's own re-INVITE brings a new port: the transferee gets it")
    Stream<DynamicTest> theTargetMoves() {
        return TransferPlaying.inOrder(
                CAROL_IS_CALLED
                        + BOB_MOVES
                        + CAROL_REFUSES_FOR_NOW
                        + """
                        c> re-INVITE port=5555
                        c< 200 answer=b port=4444
                        c> ACK
                        b< re-INVITE offer=c port=5555
                        b> 200 port=4444
                        b< ACK
                        """
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL,
                allowed());
    }

    @TestFactory
    @DisplayName("the offers of both parties of an attended transfer become answers to each other")
    Stream<DynamicTest> twoOffersMeet() {
        return Playing.inOrder(
                ALICE_CALLED
                        + AttendedPlaying.CAROL_IS_CALLED
                        + AttendedPlaying.ASKED
                        + """
                        b< re-INVITE offer=none
                        b> 200
                        c< re-INVITE offer=b
                        """
                        + CAROL_REFUSES_FOR_NOW
                        + """
                        c> re-INVITE port=5555
                        c< 200 answer=b
                        b< ACK answer=c port=5555
                        c> ACK
                        a2< BYE
                        a2> 200
                        """
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL,
                AttendedPlaying.allowed());
    }

    @TestFactory
    @DisplayName("F2: a target that was moved by its own re-INVITE gets its old partner back")
    Stream<DynamicTest> aTargetThatWasMovedIsGivenBack() {
        return Playing.inOrder(
                ALICE_CALLED
                        + AttendedPlaying.CAROL_IS_CALLED
                        + AttendedPlaying.ASKED
                        + """
                        b< re-INVITE offer=none
                        b> 491
                        b< ACK
                        c> re-INVITE dir=sendonly
                        c< 200 answer=b dir=recvonly
                        c> ACK
                        +2010ms
                        +2s
                        b<* re-INVITE offer=none
                        b> 200
                        c< re-INVITE offer=b
                        c> 488
                        c< ACK
                        b< ACK answer=a1
                        a1< NOTIFY 488 terminated
                        a1> 200
                        c< re-INVITE offer=a2
                        c> 200
                        c< ACK
                        +1s
                        b> BYE
                        b< 200
                        a1< BYE
                        a1> 200
                        c> BYE
                        c< 200
                        a2< BYE
                        a2> 200
                        """,
                AttendedPlaying.allowed());
    }

    @TestFactory
    @DisplayName("offers that have no format in common do not meet: ours is made again")
    Stream<DynamicTest> twoOffersWithoutACommonFormat() {
        return Playing.inOrder(
                ALICE_CALLED
                        + AttendedPlaying.CAROL_IS_CALLED
                        + AttendedPlaying.ASKED
                        + """
                        b< re-INVITE offer=none
                        b> 200 formats=8
                        c< re-INVITE offer=b
                        """
                        + CAROL_REFUSES_FOR_NOW
                        + """
                        c> re-INVITE formats=0
                        c< 491
                        +3s
                        c< re-INVITE offer=b
                        c> 200
                        c<* ACK
                        b<* ACK answer=c
                        a2< BYE
                        a2> 200
                        """
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL,
                AttendedPlaying.allowed());
    }

    @TestFactory
    @DisplayName("the second of a placed call moves: the first gets its new port")
    Stream<DynamicTest> theSecondOfAPlacedCallMoves() {
        return Playing.inOrder(
                """
                api> call from=alice to=bob
                api< 202
                a< INVITE offer=none
                a> 200
                a< ACK
                b< INVITE
                b> 200
                b< ACK
                a< re-INVITE offer=b
                a> 200 port=4444
                a< ACK
                b< re-INVITE offer=a port=4444
                b> 491
                b< ACK
                +1s
                b> re-INVITE port=5555
                b< 200 answer=a port=4444
                b> ACK
                a< re-INVITE offer=b port=5555
                a> 200 port=4444
                a< ACK
                +5s
                b> BYE
                b< 200
                a< BYE
                a> 200
                """,
                World.usual());
    }
}
