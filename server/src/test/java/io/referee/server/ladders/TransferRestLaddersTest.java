package io.referee.server.ladders;

import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_ALICE;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/// A blind transfer to somebody whom the transferor has just rung and given up (RFC 5589 §11.2).
class TransferRestLaddersTest {
    private static final String GIVEN_UP =
            """
            a2> INVITE to:carol
            c< INVITE offer=a2
            c> 180
            a2<? 180
            a2> CANCEL
            c< CANCEL
            a2< 487
            c> 487
            c< ACK
            """;

    private static final String ASKED =
            """
            a1> REFER Refer-To:%s
            a1< 202
            a1< NOTIFY 100
            a1> 200
            """;

    private static final String REFUSED =
            """
            %1$s< INVITE offer=b
            %1$s> 486
            %1$s< ACK
            a1< NOTIFY 486 terminated
            a1> 200
            """;

    private static String rung(String leg) {
        return REFUSED.formatted(leg) + BOB_ENDS_IT_WITH_ALICE;
    }

    @TestFactory
    @DisplayName("B24: the target is left alone for two seconds after our CANCEL")
    Stream<DynamicTest> theTargetIsLeftAlone() {
        return TransferPlaying.inOrder(
                GIVEN_UP + ASKED.formatted("carol") + "+1800ms\n" + rung("c"),
                TransferPlaying.allowed());
    }

    @TestFactory
    @DisplayName("B24: every way, it is called and the transfer goes on")
    Stream<DynamicTest> itIsCalledAfterwards() {
        return TransferPlaying.everyWay(
                GIVEN_UP + "+2s\n" + ASKED.formatted("carol") + rung("c"),
                TransferPlaying.allowed());
    }

    @TestFactory
    @DisplayName("B24: somebody else is called at once")
    Stream<DynamicTest> somebodyElseIsCalledAtOnce() {
        return TransferPlaying.everyWay(
                GIVEN_UP + ASKED.formatted("dave") + rung("d"), TransferPlaying.allowed());
    }

    @TestFactory
    @DisplayName("B24: who hangs up meanwhile ends the transfer, and nobody is called")
    Stream<DynamicTest> theTransfereeHangsUpMeanwhile() {
        return TransferPlaying.inOrder(
                GIVEN_UP
                        + ASKED.formatted("carol")
                        + """
                        b> BYE
                        b< 200
                        a1< NOTIFY 487 terminated
                        a1> 200
                        a1< BYE
                        a1> 200
                        +5s
                        """,
                TransferPlaying.allowed());
    }
}
