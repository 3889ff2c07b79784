package io.referee.server.ladders;

import static io.referee.server.ladders.Playing.inOrder;
import static io.referee.server.ladders.Playing.plainly;

import io.referee.server.account.TransferMode;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/// A phone that never acknowledges. What it began ends within 32 seconds, the others are told, and
/// nothing is left over.
class NoAckLaddersTest {
    private static final String CALL =
            """
            a1> INVITE to:bob
            b< INVITE
            b> 200
            b< ACK
            a1< 200
            a1> ACK
            +1s
            """;

    @TestFactory
    Stream<DynamicTest> aCallThatItPlacedIsHungUpAndTheOtherIsToldWhy() {
        return inOrder(
                """
                a1> INVITE to:bob
                b< INVITE
                b> 200
                b< ACK
                a1< 200
                +33s
                a1< BYE
                a1> 200
                b< BYE Reason:*408*
                b> 200
                """,
                World.usual());
    }

    @TestFactory
    Stream<DynamicTest> aCallThatItPlacedWithoutAnOfferIsHungUp() {
        return plainly(
                """
                a1> INVITE to:bob offer=none
                b< INVITE
                b> 200
                a1< 200
                +33s
                a1<* BYE
                a1> 200
                b<* ACK
                b<* BYE
                b> 200
                """,
                World.usual());
    }

    @TestFactory
    Stream<DynamicTest> aHoldThatItDoesNotAcknowledgeEndsTheCall() {
        return inOrder(
                CALL
                        + """
                        a1> re-INVITE dir=sendonly
                        b< re-INVITE
                        b> 200
                        b< ACK
                        a1< 200
                        +33s
                        a1< BYE
                        a1> 200
                        b< BYE
                        b> 200
                        """,
                World.usual());
    }

    /// Its call ends meanwhile; the transferee keeps ringing the target, and talks to it.
    @TestFactory
    Stream<DynamicTest> aTransferThatItAskedForComesToItsEnd() {
        return plainly(
                """
                a1> INVITE to:bob
                b< INVITE
                b> 200
                b< ACK
                a1< 200
                a1> REFER Refer-To:carol
                a1< 202
                a1< NOTIFY 100 active
                a1> 200
                c< INVITE
                +33s
                a1< BYE
                a1> 200
                c> 200
                c< ACK
                b< re-INVITE
                b> 200
                b< ACK
                a1< NOTIFY 200 terminated
                a1> 200
                +5s
                b> BYE
                b< 200
                c< BYE
                c> 200
                """,
                World.usual().transfer("alice", TransferMode.CONSUME));
    }
}
