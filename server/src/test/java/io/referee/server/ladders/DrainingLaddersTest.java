package io.referee.server.ladders;

import static io.referee.server.ladders.Playing.everyWay;
import static io.referee.server.ladders.Playing.inOrder;
import static io.referee.server.ladders.TransferPlaying.ALICE_LEAVES;
import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_CAROL;
import static io.referee.server.ladders.TransferPlaying.CAROL_AND_BOB_ARE_JOINED;
import static io.referee.server.ladders.TransferPlaying.CAROL_IS_CALLED;
import static io.referee.server.ladders.TransferPlaying.allowed;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/// An orderly end waits a while for what cannot be kept over a restart (`calls.drain`).
class DrainingLaddersTest {
    private static final String BOB_RINGS =
            """
            a1> INVITE to:bob
            b< INVITE
            b> 180
            a1<? 180
            +1s
            """;

    @TestFactory
    @DisplayName("a call that is answered in time goes on after the restart")
    Stream<DynamicTest> aCallThatIsAnsweredInTime() {
        return everyWay(
                BOB_RINGS
                        + """
                        api> leave seconds=10
                        api< 200
                        +5s
                        b> 200
                        b< ACK
                        a1< 200 answer=b
                        a1> ACK
                        +10s
                        api> kill
                        api< 200
                        +1s
                        a1> BYE
                        a1< 200
                        b< BYE
                        b> 200
                        """,
                World.usual());
    }

    @TestFactory
    @DisplayName("nothing new is taken meanwhile, and who is not answered in time hears 503")
    Stream<DynamicTest> whoIsNotAnsweredInTime() {
        return inOrder(
                BOB_RINGS
                        + """
                        api> leave seconds=10
                        api< 200
                        c> INVITE to:dave
                        c< 503 Retry-After:10
                        +9s
                        +900ms
                        a1< 503 Retry-After:10
                        b< CANCEL
                        b> 487
                        b< ACK
                        """,
                World.usual());
    }

    @TestFactory
    @DisplayName("a transfer whose target answers in time is completed")
    Stream<DynamicTest> aTransferThatIsCompletedInTime() {
        return TransferPlaying.inOrder(
                CAROL_IS_CALLED
                        + """
                        api> leave seconds=10
                        api< 200
                        +5s
                        """
                        + CAROL_AND_BOB_ARE_JOINED
                        + ALICE_LEAVES
                        + """
                        +10s
                        api> kill
                        api< 200
                        """
                        + BOB_ENDS_IT_WITH_CAROL,
                allowed());
    }
}
