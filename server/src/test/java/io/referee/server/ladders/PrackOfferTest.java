package io.referee.server.ladders;

import static io.referee.server.ladders.Playing.everyWay;
import static io.referee.server.ladders.Playing.inOrder;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/// A PRACK that matches gets a 2xx, whatever becomes of its offer (RFC 3262 §3).
class PrackOfferTest {
    private static final String OFFERED =
            """
            a1> INVITE to:bob Supported:100rel
            b< INVITE
            b> 183 answer=b Require:100rel RSeq:77
            b< PRACK
            b> 200 PRACK
            a1< 183 answer=b
            a1> PRACK port=4600
            b< UPDATE offer=a1
            """;

    private static final String ANSWERED =
            """
            +1s
            b> 200 INVITE answer=none
            b< ACK
            a1< 200 INVITE answer=none
            a1> ACK
            +1s
            a1> re-INVITE formats=0
            b< re-INVITE offer=a1
            b> 200
            b< ACK
            a1< 200 INVITE answer=b
            a1> ACK
            +1s
            a1> BYE
            a1< 200 BYE
            b< BYE
            b> 200
            """;

    @TestFactory
    Stream<DynamicTest> whenTheCalleeRefusesIt() {
        return everyWay(
                OFFERED
                        + """
                        b> 488 UPDATE
                        a1< 200 PRACK answer=b
                        """
                        + ANSWERED,
                World.usual());
    }

    @TestFactory
    Stream<DynamicTest> whenTheCalleeAnswersWithoutADescription() {
        return everyWay(
                OFFERED
                        + """
                        b> 200 UPDATE answer=none
                        a1< 200 PRACK answer=b
                        """
                        + ANSWERED,
                World.usual());
    }

    @TestFactory
    Stream<DynamicTest> whenTheCalleeRefusesTheCallMeanwhile() {
        return inOrder(
                OFFERED
                        + """
                        b> 486 INVITE
                        b< ACK
                        a1< 486 INVITE
                        b> 481 UPDATE
                        a1< 481 PRACK
                        """,
                World.usual());
    }
}
