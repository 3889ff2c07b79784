package io.referee.server.ladders;

import static io.referee.server.ladders.TransferPlaying.CAROL_IS_CALLED;
import static io.referee.server.ladders.TransferPlaying.allowed;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/// A party hangs up while it owes the answer to an offer that it had asked for: the other is not
/// left waiting for it (`transfers.md` F5).
class OwedAnswerLaddersTest {
    private static final String ALICE_LEAVES_WITHOUT_ANSWER =
            """
            a1> re-INVITE offer=none
            b< re-INVITE offer=none
            b> 200
            a1< 200 offer=b
            a1> BYE
            a1< 200 BYE
            """;

    @TestFactory
    @DisplayName("the transferor leaves before its ACK: the transferee is joined with the target")
    Stream<DynamicTest> theTransferGoesOn() {
        return TransferPlaying.inOrder(
                CAROL_IS_CALLED
                        + ALICE_LEAVES_WITHOUT_ANSWER
                        + """
                        b< ACK answer=a1
                        +1s
                        c> 200
                        c< ACK
                        b< re-INVITE offer=c
                        b> 200
                        b< ACK
                        a1<* NOTIFY 200 terminated
                        a1> 200 NOTIFY
                        +8s
                        b> BYE
                        b< 200
                        c< BYE Reason:none
                        c> 200
                        """,
                allowed());
    }

    @TestFactory
    @DisplayName("without a transfer the other gets its ACK before our BYE")
    Stream<DynamicTest> theAckComesBeforeTheBye() {
        return TransferPlaying.inOrder(
                ALICE_LEAVES_WITHOUT_ANSWER
                        + """
                        b< ACK
                        b< BYE
                        b> 200
                        """,
                allowed());
    }
}
