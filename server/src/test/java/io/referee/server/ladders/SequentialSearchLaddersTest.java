package io.referee.server.ladders;

import static io.referee.server.ladders.Playing.everyWay;
import static io.referee.server.ladders.Playing.inOrder;
import static io.referee.server.ladders.TransferPlaying.ALICE_LEAVES;
import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_CAROL;
import static io.referee.server.ladders.TransferPlaying.CAROL_AND_BOB_ARE_JOINED;
import static io.referee.server.ladders.TransferPlaying.allowed;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.time.Duration;
import java.util.stream.Stream;

/// Phones of one account that registered with different q: the highest rings first (RFC 3261
/// §16.6).
class SequentialSearchLaddersTest {
    private static final String BB_TALKS =
            """
            bb> 200 answer=bb
            bb< ACK
            a1< 200 answer=bb
            a1> ACK
            +1s
            a1> BYE
            a1< 200 BYE
            bb< BYE
            bb> 200
            """;

    /// Bob's phone b wants to be called before his bb.
    private static World bobs() {
        return World.usual().phone("bb", "bob").preferred("bb", 0.5);
    }

    @TestFactory
    Stream<DynamicTest> theBestAnswersAndTheOtherIsNotCalled() {
        return everyWay(
                """
                a1> INVITE to:bob
                b< INVITE offer=a1
                b> 180
                a1<? 180
                b> 200 answer=b
                b< ACK
                a1< 200 answer=b
                a1> ACK
                +1s
                a1> BYE
                a1< 200 BYE
                b< BYE
                b> 200
                """,
                bobs());
    }

    @TestFactory
    Stream<DynamicTest> theOtherIsCalledWhenTheBestIsBusy() {
        return everyWay(
                """
                a1> INVITE to:bob
                b< INVITE offer=a1
                b> 486
                b< ACK
                bb< INVITE offer=a1
                """
                        + BB_TALKS,
                bobs());
    }

    @TestFactory
    Stream<DynamicTest> theOtherIsCalledWhenNobodyAnswersTheBest() {
        return inOrder(
                """
                a1> INVITE to:bob
                b< INVITE
                b> 180
                a1< 180
                +20s
                b< CANCEL
                b> 487
                b< ACK
                bb< INVITE offer=a1
                """
                        + BB_TALKS,
                bobs().ringLimit(Duration.ofSeconds(20)));
    }

    @TestFactory
    Stream<DynamicTest> thoseWithTheSameQRingTogether() {
        return inOrder(
                """
                a1> INVITE to:bob
                b< INVITE
                b> 486
                b< ACK
                bb< INVITE
                bc< INVITE
                bc> 180
                a1< 180
                bb> 200 answer=bb
                bb< ACK
                bc< CANCEL
                bc> 487
                bc< ACK
                a1< 200 answer=bb
                a1> ACK
                +1s
                a1> BYE
                a1< 200 BYE
                bb< BYE
                bb> 200
                """,
                bobs().phone("bc", "bob").preferred("bc", 0.5));
    }

    @TestFactory
    Stream<DynamicTest> aRefusalForGoodEndsTheSearch() {
        return everyWay(
                """
                a1> INVITE to:bob
                b< INVITE
                b> 603
                b< ACK
                a1< 603
                +1s
                """,
                bobs());
    }

    @TestFactory
    Stream<DynamicTest> theCallerHearsOfTheFailureWhenAllHaveFailed() {
        return inOrder(
                """
                a1> INVITE to:bob
                b< INVITE
                b> 480
                b< ACK
                bb< INVITE
                bb> 486
                bb< ACK
                a1< 486
                """,
                bobs());
    }

    @TestFactory
    Stream<DynamicTest> aCallThatIsGivenUpReachesNobodyElse() {
        return inOrder(
                """
                a1> INVITE to:bob
                b< INVITE
                b> 180
                a1< 180
                a1> CANCEL
                a1< 487
                b< CANCEL
                b> 487
                b< ACK
                +60s
                """,
                bobs());
    }

    @TestFactory
    Stream<DynamicTest> aTransferGoesToTheOtherPhoneOfTheTarget() {
        return TransferPlaying.everyWay(
                """
                a1> REFER Refer-To:carol
                a1< 202
                a1< NOTIFY 100
                a1> 200
                cc< INVITE offer=b
                cc> 486
                cc< ACK
                c< INVITE offer=b
                """
                        + CAROL_AND_BOB_ARE_JOINED
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL,
                allowed().phone("cc", "carol").preferred("c", 0.3));
    }
}
