package io.referee.server.ladders;

import static io.referee.server.ladders.AttendedPlaying.ALICE_LEAVES;
import static io.referee.server.ladders.AttendedPlaying.ASKED;
import static io.referee.server.ladders.AttendedPlaying.BOB_ENDS_IT;
import static io.referee.server.ladders.AttendedPlaying.allowed;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/// The server was told to hold carol, and still waits for the first of its two answers when alice
/// asks that carol be joined with bob (`transfers.md` 0.3, A8.1). The hold was about alice and
/// carol, who part: nothing more of it follows, and carol ends up talking with bob.
class HoldCrossesJoinLaddersTest {
    private static final String ALICE_CALLED_CAROL =
            """
            a2> INVITE to:carol
            c< INVITE offer=a2
            c> 200
            c< ACK
            a2< 200 answer=c
            a2> ACK
            +1s
            """;

    private static final String CAROL_CALLED_ALICE =
            """
            c> INVITE to:alice
            a2< INVITE offer=c
            a2> 200
            a2< ACK
            c< 200 answer=a2
            c> ACK
            +1s
            """;

    @TestFactory
    @DisplayName("alice, who was asked first, answers late: carol is not put on hold any more")
    Stream<DynamicTest> aliceAnswersLate() {
        return TransferPlaying.inOrder(
                ALICE_CALLED_CAROL
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
                CAROL_CALLED_ALICE
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
}
