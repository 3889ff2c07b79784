package io.referee.server.ladders;

import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_ALICE;
import static io.referee.server.ladders.TransferPlaying.CAROL_IS_CALLED;
import static io.referee.server.ladders.TransferPlaying.allowed;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/// Bob puts carol on hold while the two are being joined, and takes his media elsewhere; carol does
/// not want those. He has alice back then, and holds her: she is to know (`transfers.md` 0.8).
class HoldMeanwhileLaddersTest {
    private static final String BOB_HOLDS_CAROL_WHO_GOES =
            CAROL_IS_CALLED
                    + """
                    c> 200
                    c< ACK
                    b< re-INVITE offer=c
                    b> 491
                    b< ACK
                    b> re-INVITE dir=sendonly port=4600
                    b< 200 answer=c dir=recvonly
                    b> ACK
                    c< re-INVITE offer=b
                    c> 488
                    c< ACK
                    a1<* NOTIFY 488 terminated
                    a1> 200
                    c<* BYE
                    c> 200
                    b<* re-INVITE offer=a1 dir=sendrecv
                    """;

    private static final String BOB_TAKES_HER_BACK =
            """
            +1s
            b> re-INVITE
            a1< re-INVITE offer=b dir=sendrecv
            a1> 200
            a1< ACK
            b< 200 answer=a1 dir=sendrecv
            b> ACK
            """;

    @TestFactory
    @DisplayName("0.8: the old partner is told of a hold that began during the failed join")
    Stream<DynamicTest> theOldPartnerIsTold() {
        return TransferPlaying.inOrder(
                BOB_HOLDS_CAROL_WHO_GOES
                        + """
                        b> 200 dir=sendonly
                        b< ACK
                        a1< re-INVITE offer=b dir=sendonly
                        a1> 200
                        a1< ACK
                        api> held of=a1 legs=a1
                        api< 200
                        """
                        + BOB_TAKES_HER_BACK
                        + BOB_ENDS_IT_WITH_ALICE,
                allowed());
    }

    @TestFactory
    @DisplayName("0.8: where there is hold music, the old partner hears it")
    Stream<DynamicTest> theOldPartnerHearsMusic() {
        return TransferPlaying.inOrder(
                BOB_HOLDS_CAROL_WHO_GOES
                        + """
                        b> 200 dir=sendonly
                        b< ACK
                        a1< re-INVITE offer=none
                        a1> 200
                        m< INVITE offer=a1 dir=recvonly
                        m> 200
                        m< ACK
                        a1< ACK answer=m dir=sendonly
                        """
                        + BOB_TAKES_HER_BACK
                        + """
                        m<* BYE
                        m> 200
                        """
                        + BOB_ENDS_IT_WITH_ALICE,
                ParkLaddersTest.withMusic(allowed()));
    }
}
