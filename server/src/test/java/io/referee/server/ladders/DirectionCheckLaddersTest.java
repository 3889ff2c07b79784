package io.referee.server.ladders;

import static io.referee.server.ladders.AttendedPlaying.ASKED;
import static io.referee.server.ladders.AttendedPlaying.CAROL_IS_CALLED;
import static io.referee.server.ladders.AttendedPlaying.allowed;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/// A hold by the server is given up because a join begins, and the join ends before the phone that
/// was to be held has answered: nobody holds it, and it is told so (`transfers.md` 0.8).
class DirectionCheckLaddersTest {
    /// Bob leaves while he is asked for his media.
    private static final String BOB_LEAVES =
            """
            b< re-INVITE offer=none
            b> BYE
            b< 200
            b> 487 INVITE
            b< ACK
            a1< NOTIFY 487 terminated
            a1> 200
            a1< BYE Reason:"SIP;cause=487*"
            a1> 200
            """;

    private static final String THE_OTHER_CALL_ENDS =
            """
            +60s
            c> BYE
            c< 200
            a2< BYE
            a2> 200
            """;

    @TestFactory
    @DisplayName("alice answers the hold when the join is over: she is told that nobody holds her")
    Stream<DynamicTest> aliceAnswersAfterTheJoin() {
        return TransferPlaying.inOrder(
                CAROL_IS_CALLED
                        + """
                        api> hold of=a2 leg=callee
                        api< 202
                        a2< re-INVITE dir=recvonly
                        """
                        + ASKED
                        + BOB_LEAVES
                        + """
                        a2> 200
                        a2< ACK
                        +500ms
                        a2< re-INVITE offer=c dir=sendrecv
                        a2> 200
                        a2< ACK
                        """
                        + THE_OTHER_CALL_ENDS,
                allowed());
    }

    /// Bob says that he holds, misses the ACK of the join, and is told once more.
    @TestFactory
    @DisplayName("a party that refuses to be told that it may speak again is told later")
    Stream<DynamicTest> aPartyThatMissedTheAckIsToldLater() {
        return TransferPlaying.inOrder(
                CAROL_IS_CALLED
                        + ASKED
                        + """
                        b< re-INVITE offer=none
                        b> 200 dir=sendonly
                        c< re-INVITE offer=b dir=sendrecv
                        c> 200
                        c< ACK
                        b< ACK answer=c dir=recvonly
                        b< re-INVITE offer=c dir=sendrecv
                        b> 500
                        b< ACK
                        """
                        + AttendedPlaying.ALICE_LEAVES
                        + """
                        +490ms
                        b< re-INVITE offer=c dir=sendrecv
                        b> 200
                        b< ACK
                        """
                        + AttendedPlaying.BOB_ENDS_IT,
                allowed());
    }

    @TestFactory
    @DisplayName("alice takes her hold back while a transfer fails: she is told, too")
    Stream<DynamicTest> aHoldIsTakenBackMeanwhile() {
        return TransferPlaying.inOrder(
                """
                a1> re-INVITE dir=sendonly
                b< re-INVITE dir=sendonly
                b> 200 dir=recvonly
                b< ACK
                a1< 200
                a1> ACK
                api> transfer leg=a1 to=carol onFail=restore
                api< 202
                c< INVITE offer=b dir=sendrecv
                c> 200
                c< ACK
                b< re-INVITE offer=c dir=sendrecv
                a1> re-INVITE dir=sendrecv
                a1< 200 dir=inactive
                a1> ACK
                b> 488
                b< ACK
                b< re-INVITE offer=none
                b> 488
                b< ACK
                c< BYE
                c> 200
                b< re-INVITE offer=a1 dir=sendrecv
                b> 200
                b< ACK
                +400ms
                a1< re-INVITE offer=b dir=sendrecv
                a1> 200
                a1< ACK
                +60s
                """
                        + TransferPlaying.BOB_ENDS_IT_WITH_ALICE,
                allowed());
    }
}
