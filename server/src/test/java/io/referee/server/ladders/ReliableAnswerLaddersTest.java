package io.referee.server.ladders;

import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_ALICE;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/// Who answers our offer in a reliable 18x need not answer it again in the 2xx (RFC 3262 §5).
class ReliableAnswerLaddersTest {
    private static final String FIRST_ANSWERS =
            """
            api> call from=alice to=bob
            api< 202
            a< INVITE offer=none from:bob to:alice
            a> 180
            +2s
            a> 200
            a< ACK dir=inactive
            b< INVITE offer=a from:alice
            """;

    private static final String JOINED =
            """
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
    @DisplayName("the second of a placed call has answered while it rang")
    Stream<DynamicTest> theSecondOfAPlacedCall() {
        return Playing.everyWay(
                FIRST_ANSWERS
                        + """
                        b> 183 answer=b Require:100rel RSeq:1
                        b< PRACK
                        b> 200 PRACK
                        +5s
                        b> 200 INVITE answer=none
                        """
                        + JOINED,
                World.usual());
    }

    @TestFactory
    @DisplayName("what it said reliably counts, whatever its 2xx repeats")
    Stream<DynamicTest> theFirstAnswerCounts() {
        return Playing.inOrder(
                FIRST_ANSWERS
                        + """
                        b> 183 answer=b port=4444 Require:100rel RSeq:1
                        b< PRACK
                        b> 200 PRACK
                        +5s
                        b> 200 INVITE answer=b port=5555
                        """
                        + JOINED.replace("offer=b", "port=4444"),
                World.usual());
    }

    @TestFactory
    @DisplayName("so has a source of hold music")
    Stream<DynamicTest> theSourceOfMusic() {
        return TransferPlaying.inOrder(
                """
                a1> re-INVITE dir=sendonly
                a1< 200
                a1> ACK
                b< re-INVITE offer=none
                b> 200
                m< INVITE
                m> 183 answer=m Require:100rel RSeq:1
                m< PRACK
                m> 200 PRACK
                m> 200 INVITE answer=none
                m< ACK
                b< ACK answer=m dir=sendonly
                +1s
                a1> re-INVITE
                b< re-INVITE offer=a1 dir=sendrecv
                b> 200
                b< ACK
                a1< 200 answer=b dir=sendrecv
                a1> ACK
                m< BYE
                m> 200
                """
                        + BOB_ENDS_IT_WITH_ALICE,
                MusicBeforeTheTargetLaddersTest.parksFirst());
    }
}
