package io.referee.server.ladders;

import static io.referee.server.ladders.AttendedPlaying.BOB_ENDS_IT;
import static io.referee.server.ladders.AttendedPlaying.BOTH_CALLS_LIVE;
import static io.referee.server.ladders.AttendedPlaying.JOINED;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/// Two calls that HTTP joins (`transfers.md` A6, A7).
class DualTransferLaddersTest {
    private static final String ASKED =
            """
            api> join leg=a1 other=a2
            api< 202
            """;

    private static final String BOTH_ARE_LET_GO =
            """
            a2< BYE Reason:"SIP;cause=200;text=\\"Attended transfer\\""
            a2> 200
            a1< BYE Reason:"SIP;cause=200;text=\\"Attended transfer\\""
            a1> 200
            """;

    /// The application that announces calls is alice: bob calls, it rings carol and asks her.
    private static final String ANNOUNCED =
            """
            b> INVITE to:alice
            a1< INVITE offer=b
            a1> 180
            b<? 180
            a2> INVITE to:carol
            c< INVITE offer=a2
            c> 200
            c< ACK
            a2< 200 answer=c
            a2> ACK
            +4s
            """;

    @TestFactory
    @DisplayName("case 65: the legs that are kept are joined before the other two get their BYE")
    Stream<DynamicTest> theKeptLegsAreJoinedFirst() {
        return AttendedPlaying.everyWay(
                ASKED + JOINED + BOTH_ARE_LET_GO + BOB_ENDS_IT, World.usual());
    }

    @TestFactory
    @DisplayName("case 65: a kept leg that refuses leaves both calls as they were")
    Stream<DynamicTest> aKeptLegThatRefusesLeavesBothCalls() {
        return AttendedPlaying.everyWay(
                ASKED
                        + """
                        b< re-INVITE offer=none
                        b> 200
                        c< re-INVITE offer=b
                        c> 488
                        c< ACK
                        b< ACK answer=a1 dir=sendonly
                        """
                        + BOTH_CALLS_LIVE,
                World.usual());
    }

    @TestFactory
    @DisplayName("A6: what cannot be joined is refused, and nothing happens")
    Stream<DynamicTest> whatCannotBeJoinedIsRefused() {
        return AttendedPlaying.inOrder(
                """
                api> join leg=a1 other=b
                api< 400
                api> join leg=a1 other=a1
                api< 400
                """
                        + BOTH_CALLS_LIVE,
                World.usual());
    }

    @TestFactory
    @DisplayName("A6: while one join runs, another one is refused with 491")
    Stream<DynamicTest> oneJoinAtATime() {
        return AttendedPlaying.inOrder(
                ASKED
                        + """
                        api> join leg=a2 other=a1
                        api< 491
                        api> transfer leg=a2 to=dave
                        api< 491
                        """
                        + JOINED
                        + BOTH_ARE_LET_GO
                        + BOB_ENDS_IT,
                World.usual());
    }

    @TestFactory
    @DisplayName("A6: legs that are to leave may hang up meanwhile")
    Stream<DynamicTest> legsThatLeaveMayHangUpMeanwhile() {
        return AttendedPlaying.inOrder(
                ASKED
                        + """
                        b< re-INVITE offer=none
                        a2> BYE
                        a2< 200
                        b> 200
                        c< re-INVITE offer=b
                        a1> BYE
                        a1< 200
                        c> 200
                        c< ACK
                        b< ACK answer=c
                        """
                        + BOB_ENDS_IT,
                World.usual());
    }

    @TestFactory
    @DisplayName("A6: a kept leg that hangs up ends the join; the other call is restored")
    Stream<DynamicTest> aKeptLegThatHangsUpRestoresTheOtherCall() {
        return AttendedPlaying.inOrder(
                ASKED
                        + """
                        b< re-INVITE offer=none
                        b> 200
                        c< re-INVITE offer=b
                        b> BYE
                        b< 200
                        a1< BYE
                        a1> 200
                        b<~ ACK
                        c> 200
                        c< ACK
                        +200ms
                        c< re-INVITE offer=a2
                        c> 200
                        c< ACK
                        +5s
                        c> BYE
                        c< 200
                        a2< BYE
                        a2> 200
                        """,
                World.usual());
    }

    @TestFactory
    @DisplayName("case 66: the callee presses 1: the caller is answered and joined with it")
    Stream<DynamicTest> anAnnouncedCallIsTaken() {
        return Playing.everyWay(
                ANNOUNCED
                        + """
                        a1> 200
                        a1< ACK
                        b< 200 answer=a1
                        b> ACK
                        +1s
                        """
                        + ASKED
                        + JOINED
                        + BOTH_ARE_LET_GO
                        + BOB_ENDS_IT,
                World.usual());
    }

    @TestFactory
    @DisplayName("case 66: the callee presses 2, or nothing: the caller hears busy")
    Stream<DynamicTest> anAnnouncedCallIsDeclined() {
        return Playing.everyWay(
                ANNOUNCED
                        + """
                        +16s
                        a2> BYE
                        a2< 200
                        c< BYE
                        c> 200
                        a1> 486
                        a1< ACK
                        b< 486
                        """,
                World.usual());
    }

    @TestFactory
    @DisplayName("case 66: the caller hangs up during the announcement: nobody is left")
    Stream<DynamicTest> anAnnouncedCallIsGivenUp() {
        return Playing.everyWay(
                ANNOUNCED
                        + """
                        b> CANCEL
                        a1< CANCEL
                        a1> 487
                        a1< ACK
                        b< 487
                        a2> BYE
                        a2< 200
                        c< BYE
                        c> 200
                        """,
                World.usual());
    }
}
