package io.referee.server.ladders;

import static io.referee.server.ladders.AttendedPlaying.ASKED;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/// What becomes of the transferee when two calls cannot be joined (`transfers.md` A11,
/// REJOIN_FAILED).
class AttendedRecoveryLaddersTest {
    private static final String ALICE_LEAVES_BOTH =
            """
            b< re-INVITE offer=none
            a1> BYE
            a1< 200
            a2> BYE
            a2< 200
            b> 200
            c< re-INVITE offer=b
            c> 488
            c< ACK
            b< ACK
            a1< NOTIFY 488 terminated
            a1> 481
            c< BYE Reason:"SIP;cause=488*"
            c> 200
            """;

    private static final String CAROL_REFUSES =
            """
            b< re-INVITE offer=none
            b> 200
            c< re-INVITE offer=b
            c> 488
            c< ACK
            b< ACK
            """;

    private static Stream<DynamicTest> inOrder(String ladder, String policy) {
        return AttendedPlaying.inOrder(ladder, AttendedPlaying.allowed().recovery(policy));
    }

    @TestFactory
    @DisplayName("A11: a transferor that has left both is called back when the join fails")
    Stream<DynamicTest> aTransferorThatHasLeftIsCalledBack() {
        return inOrder(
                ASKED
                        + ALICE_LEAVES_BOTH
                        + """
                        a3< INVITE offer=b from:bob From:"\\"Recall: bob\\" *" Alert-Info:"*recall*"
                        a3> 200
                        a3< ACK
                        b< re-INVITE offer=a3
                        b> 200
                        b< ACK
                        +8s
                        b> BYE
                        b< 200
                        a3< BYE Reason:none
                        a3> 200
                        """,
                "recall");
    }

    @TestFactory
    @DisplayName("A11: a recall after a failed join that nobody takes: hung up with the reason")
    Stream<DynamicTest> aRecallThatNobodyTakesEndsTheCall() {
        return inOrder(
                ASKED
                        + ALICE_LEAVES_BOTH
                        + """
                        a3< INVITE offer=b
                        a3> 486
                        a3< ACK
                        b< BYE Reason:"SIP;cause=486*"
                        b> 200
                        """,
                "recall");
    }

    @TestFactory
    @DisplayName("A11: hangup parts transferor and transferee when the join fails")
    Stream<DynamicTest> hangupParts() {
        return inOrder(
                ASKED
                        + CAROL_REFUSES
                        + """
                        b< BYE Reason:"SIP;cause=488*"
                        b> 200
                        a1< NOTIFY 488 terminated
                        a1> 200
                        a1< BYE Reason:"SIP;cause=488*"
                        a1> 200
                        a2> BYE
                        a2< 200
                        c< BYE
                        c> 200
                        """,
                "hangup");
    }

    @TestFactory
    @DisplayName("A11: a join over HTTP has its own onFail, which goes before the configured one")
    Stream<DynamicTest> aJoinOverHttpHasItsOwn() {
        return inOrder(
                """
                api> join leg=a1 other=a2 onFail=to:dave
                api< 202
                """
                        + CAROL_REFUSES
                        + """
                        d< INVITE from:bob
                        d> 200
                        d< ACK
                        b< re-INVITE offer=d
                        b> 200
                        b< ACK
                        a1< BYE
                        a1> 200
                        +2s
                        b> BYE
                        b< 200
                        d< BYE
                        d> 200
                        a2> BYE
                        a2< 200
                        c< BYE
                        c> 200
                        """,
                "restore");
    }
}
