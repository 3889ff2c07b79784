package io.referee.server.ladders;

import static io.referee.server.ladders.TransferPlaying.allowed;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/// Alice takes bob back, who hears hold music, and the server is told to hold the two before bob
/// has answered (`transfers.md` A8.1, A8.2): he hears alice then, and has to be told of the hold.
class HoldCrossesResumeLaddersTest {
    private static final String ALICE_TAKES_BOB_BACK =
            """
            a1> re-INVITE dir=sendonly
            a1< 200 dir=recvonly
            a1> ACK
            b< re-INVITE offer=none
            b> 200
            m< INVITE offer=b dir=recvonly
            m> 200
            m< ACK
            b< ACK answer=m dir=sendonly
            +1s
            a1> re-INVITE
            b< re-INVITE offer=a1 dir=sendrecv
            """;

    private static final String BOB_ANSWERS =
            """
            b> 200
            b< ACK
            a1<* 200 answer=b dir=sendrecv
            a1> ACK
            m< BYE
            m> 200
            """;

    private static final String BOTH_HEAR_MUSIC =
            """
            b< re-INVITE offer=none
            b> 200
            m1< INVITE offer=b dir=recvonly
            m1> 200
            m1< ACK
            b< ACK answer=m1 dir=sendonly
            a1< re-INVITE offer=none
            a1> 200
            m2< INVITE offer=a1 dir=recvonly
            m2> 200
            m2< ACK
            a1< ACK answer=m2 dir=sendonly
            +8s
            b> BYE
            b< 200
            a1< BYE
            a1> 200
            m1< BYE
            m1> 200
            m2< BYE
            m2> 200
            """;

    @TestFactory
    @DisplayName("who is taken back is told of a hold by the server that began meanwhile")
    Stream<DynamicTest> whoIsTakenBackIsHeld() {
        return Playing.inOrder(
                TransferPlaying.BOB_CALLED
                        + ALICE_TAKES_BOB_BACK
                        + """
                        api> hold of=b leg=both
                        api< 202
                        """
                        + BOB_ANSWERS
                        + """
                        b< re-INVITE offer=a1 dir=sendonly
                        b> 200
                        b< ACK
                        a1< re-INVITE offer=b dir=inactive
                        a1> 200
                        a1< ACK
                        """
                        + BOTH_HEAR_MUSIC,
                ParkLaddersTest.withMusic(allowed()));
    }
}
