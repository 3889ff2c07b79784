package io.referee.server.ladders;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/// A caller that owes an answer in its PRACK and sends none (RFC 3262 §5): whose offer that was can
/// never be acknowledged, so it is not left ringing.
class UnansweredOfferLaddersTest {
    private static final String OFFERED =
            """
            a1> INVITE to:bob offer=none Supported:100rel
            b< INVITE offer=none Supported:*100rel*
            b> 183 offer=b Require:100rel RSeq:9
            a1< 183 offer=b RSeq:*
            """;

    @TestFactory
    @DisplayName("a PRACK without the answer that it owes: the callee is given up, the caller 488")
    Stream<DynamicTest> theCalleeIsGivenUp() {
        return Playing.everyWay(
                OFFERED
                        + """
                        a1> PRACK
                        a1< 200 PRACK
                        b< CANCEL Reason:"SIP;cause=488*"
                        b> 487 INVITE
                        b< ACK
                        a1< 488 INVITE
                        """,
                World.usual());
    }

    @TestFactory
    @DisplayName("what cannot be read is no answer either")
    Stream<DynamicTest> whatCannotBeReadIsNoAnswer() {
        return Playing.everyWay(
                OFFERED
                        + """
                        a1> PRACK body="v=?" type=application/sdp
                        a1< 200 PRACK
                        b< CANCEL Reason:"SIP;cause=488*"
                        b> 487 INVITE
                        b< ACK
                        a1< 488 INVITE
                        """,
                World.usual());
    }

    @TestFactory
    @DisplayName("another phone rings on, and its offer in the 200 is answered in the ACK")
    Stream<DynamicTest> theOtherPhoneRingsOn() {
        return Playing.inOrder(
                """
                a1> INVITE to:bob offer=none Supported:100rel
                b< INVITE offer=none
                bb< INVITE offer=none
                b> 183 offer=b Require:100rel RSeq:9
                a1< 183 offer=b RSeq:*
                a1> PRACK
                a1< 200 PRACK
                b< CANCEL
                b> 487 INVITE
                b< ACK
                +1s
                bb> 200 INVITE
                a1< 200 INVITE offer=bb
                a1> ACK
                bb< ACK answer=a1
                +1s
                a1> BYE
                a1< 200 BYE
                bb< BYE
                bb> 200
                """,
                World.usual().phone("bb", "bob"));
    }

    @TestFactory
    @DisplayName("a callee that answers just then is acknowledged and hung up")
    Stream<DynamicTest> anAnswerThatCrossesIsHungUp() {
        return Playing.inOrder(
                OFFERED
                        + """
                        a1> PRACK
                        a1< 200 PRACK
                        b< CANCEL
                        a1< 488 INVITE
                        b> 200 INVITE answer=none
                        b< ACK
                        b< BYE
                        b> 200
                        """,
                World.usual());
    }
}
