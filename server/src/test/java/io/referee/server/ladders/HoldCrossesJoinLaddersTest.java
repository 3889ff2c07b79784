package io.referee.server.ladders;

import static io.referee.server.ladders.AttendedPlaying.ALICE_LEAVES;
import static io.referee.server.ladders.AttendedPlaying.ASKED;
import static io.referee.server.ladders.AttendedPlaying.BOB_ENDS_IT;
import static io.referee.server.ladders.AttendedPlaying.CAROL_CALLED;
import static io.referee.server.ladders.AttendedPlaying.CAROL_IS_CALLED;
import static io.referee.server.ladders.AttendedPlaying.allowed;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/// The server was told to hold carol, and still waits for the first of its two answers when alice
/// asks that carol be joined with bob (`transfers.md` 0.3, A8.1). The hold was about alice and
/// carol, who part: nothing more of it follows, and carol ends up talking with bob.
class HoldCrossesJoinLaddersTest {
    /// Bob's answer to the hold, and what he says when he is asked for his media.
    private static final String BOB_IS_LATE =
            """
            b> 200
            b< ACK
            b< re-INVITE offer=none
            b> 200
            c< re-INVITE offer=b dir=sendrecv
            c> 488
            c< ACK
            b< ACK answer=a1 dir=%s
            b< re-INVITE offer=a1 dir=sendrecv
            b> 200
            b< ACK
            a1< NOTIFY 488 terminated
            a1> 200
            %sc> BYE
            c< 200
            a2< BYE
            a2> 200
            b> BYE
            b< 200
            a1< BYE
            a1> 200
            """;

    private static final String ALICE_TOO =
            """
            a1< re-INVITE dir=sendrecv
            a1> 200
            a1< ACK
            """;

    private static final String BOTH_CALLS_END =
            """
            c> BYE
            c< 200
            a2< BYE
            a2> 200
            b> BYE
            b< 200
            a1< BYE
            a1> 200
            """;

    @TestFactory
    @DisplayName("alice, who was asked first, answers late: carol is not put on hold any more")
    Stream<DynamicTest> aliceAnswersLate() {
        return TransferPlaying.inOrder(
                CAROL_IS_CALLED
                        + """
                        api> hold of=a2 leg=callee
                        api< 202
                        a2< re-INVITE dir=recvonly
                        """
                        + ASKED
                        + """
                        b< re-INVITE offer=none
                        a2> 200
                        a2< ACK
                        +50ms
                        b> 200
                        c< re-INVITE offer=b dir=sendrecv
                        c> 200
                        c< ACK
                        b< ACK answer=c dir=sendrecv
                        """
                        + ALICE_LEAVES
                        + BOB_ENDS_IT,
                allowed());
    }

    @TestFactory
    @DisplayName("carol, who was asked first, answers late: she is asked again, alice is not")
    Stream<DynamicTest> carolAnswersLate() {
        return TransferPlaying.inOrder(
                CAROL_CALLED
                        + """
                        api> hold of=a2 leg=caller
                        api< 202
                        c< re-INVITE dir=sendonly
                        """
                        + ASKED
                        + """
                        b< re-INVITE offer=none
                        b> 200
                        +50ms
                        c> 200
                        c< ACK
                        c< re-INVITE offer=b dir=sendrecv
                        c> 200
                        c< ACK
                        b< ACK answer=c dir=sendrecv
                        """
                        + ALICE_LEAVES
                        + BOB_ENDS_IT,
                allowed());
    }

    @TestFactory
    @DisplayName("carol, who was asked first, answers late and does not take bob: nobody holds her")
    Stream<DynamicTest> carolAnswersLateAndRefusesBob() {
        return TransferPlaying.inOrder(
                CAROL_CALLED
                        + """
                        api> hold of=a2 leg=callee
                        api< 202
                        c< re-INVITE dir=recvonly
                        """
                        + ASKED
                        + """
                        b< re-INVITE offer=none
                        b> 200
                        +50ms
                        c> 200
                        c< ACK
                        c< re-INVITE offer=b dir=sendrecv
                        c> 488
                        c< ACK
                        b< ACK answer=a1 dir=sendrecv
                        a1< NOTIFY 488 terminated
                        a1> 200
                        c< re-INVITE offer=a2 dir=sendrecv
                        c> 200
                        c< ACK
                        """
                        + BOTH_CALLS_END,
                allowed());
    }

    @TestFactory
    @DisplayName("bob answers late, and carol does not take what he offers then: nobody holds him")
    Stream<DynamicTest> bobAnswersLateAndCarolRefusesHim() {
        return Stream.concat(
                Playing.inOrder(
                        TransferPlaying.ALICE_CALLED
                                + CAROL_IS_CALLED
                                + """
                                api> hold of=a1 leg=callee
                                api< 202
                                a1< re-INVITE dir=recvonly
                                a1> 200
                                a1< ACK
                                b< re-INVITE dir=sendonly
                                """
                                + ASKED
                                + BOB_IS_LATE.formatted("sendonly", ALICE_TOO),
                        allowed()),
                Playing.inOrder(
                        TransferPlaying.BOB_CALLED
                                + CAROL_IS_CALLED
                                + """
                                api> hold of=a1 leg=callee
                                api< 202
                                b< re-INVITE dir=recvonly
                                """
                                + ASKED
                                + BOB_IS_LATE.formatted("recvonly", ""),
                        allowed()));
    }
}
