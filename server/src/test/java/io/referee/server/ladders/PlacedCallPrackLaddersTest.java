package io.referee.server.ladders;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/// A call that we place, whose first party makes its offer in a reliable provisional response, as
/// some phones do although nobody said that they may: the answer goes into the PRACK (RFC 3262 §5).
class PlacedCallPrackLaddersTest {
    private static final String ALICE_RINGS =
            """
            api> call from=alice to=bob
            api< 202
            a< INVITE offer=none
            a> 183 offer=a Require:100rel RSeq:9
            a< PRACK RAck:"9 1 INVITE" dir=inactive
            a> 200 PRACK
            +2s
            """;

    private static final String BOB_IS_CALLED =
            """
            b< INVITE offer=a dir=sendrecv from:alice
            b> 200
            b< ACK
            a< re-INVITE offer=b
            a> 200
            a< ACK
            +5s
            b> BYE
            b< 200
            a< BYE
            a> 200
            """;

    @TestFactory
    @DisplayName("the PRACK has the answer, and the ACK nothing more to say")
    Stream<DynamicTest> theAnswerIsInThePrack() {
        return Playing.everyWay(
                ALICE_RINGS
                        + """
                        a> 200 INVITE answer=none
                        a< ACK offer=none
                        """
                        + BOB_IS_CALLED,
                World.usual());
    }

    @TestFactory
    @DisplayName("a first party that rings reliably, but does not want")
    Stream<DynamicTest> theFirstDoesNotWant() {
        return Playing.everyWay(
                ALICE_RINGS
                        + """
                        a> 486 INVITE
                        a< ACK
                        """,
                World.usual());
    }
}
