package io.referee.server.ladders;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/// Calls that somebody asks for who is not in them: one phone is rung, then the other.
class PlacedCallLaddersTest {
    private static final String ALICE_ANSWERS =
            """
            api> call from=alice to=bob
            api< 202
            a< INVITE offer=none from:bob to:alice
            a> 180
            +2s
            a> 200
            a< ACK dir=inactive
            """;

    private static Stream<DynamicTest> everyWay(String ladder) {
        return Playing.everyWay(ladder, World.usual());
    }

    private static Stream<DynamicTest> inOrder(String ladder) {
        return Playing.inOrder(ladder, World.usual());
    }

    @TestFactory
    @DisplayName("the first is rung, then the second, then they talk (RFC 3725 flow IV)")
    Stream<DynamicTest> firstTheOneThenTheOther() {
        return everyWay(
                ALICE_ANSWERS
                        + """
                        b< INVITE offer=a from:alice
                        b> 180
                        +20s
                        b> 200
                        b< ACK
                        a< re-INVITE offer=b
                        a> 200
                        a< ACK
                        +5s
                        b> re-INVITE dir=sendonly
                        a< re-INVITE dir=sendonly
                        a> 200
                        a< ACK
                        b< 200 dir=recvonly
                        b> ACK
                        +5s
                        b> BYE
                        b< 200
                        a< BYE Reason:none
                        a> 200
                        """);
    }

    @TestFactory
    @DisplayName("RFC 3725 §6: when the second refuses, the first is hung up with the reason")
    Stream<DynamicTest> theFirstIsToldWhy() {
        return everyWay(
                ALICE_ANSWERS
                        + """
                        b< INVITE
                        b> 486
                        b< ACK
                        a< BYE Reason:"SIP;cause=486*"
                        a> 200
                        """);
    }

    @TestFactory
    @DisplayName("when the first does not want, nobody else is called")
    Stream<DynamicTest> theFirstMayRefuse() {
        return everyWay(
                """
                api> call from=alice to=bob
                api< 202
                a< INVITE
                a> 603
                a< ACK
                """);
    }

    @TestFactory
    @DisplayName("a first that hangs up while the second rings cancels it")
    Stream<DynamicTest> theFirstMayHangUp() {
        return inOrder(
                ALICE_ANSWERS
                        + """
                        b< INVITE
                        b> 180
                        +1s
                        a> BYE
                        a< 200
                        b< CANCEL
                        b> 487
                        b< ACK
                        """);
    }

    @TestFactory
    @DisplayName("a second that does not answer is cancelled after the ring time")
    Stream<DynamicTest> theSecondMayNotAnswer() {
        return inOrder(
                ALICE_ANSWERS
                        + """
                        b< INVITE
                        b> 180
                        +59900ms
                        b< CANCEL
                        b> 487
                        b< ACK
                        a< BYE Reason:"SIP;cause=408*"
                        a> 200
                        """);
    }

    @TestFactory
    @DisplayName("media that do not fit: both are hung up with 488")
    Stream<DynamicTest> mediaThatDoNotFit() {
        return inOrder(
                ALICE_ANSWERS
                        + """
                        b< INVITE
                        b> 200
                        b< ACK
                        a< re-INVITE
                        a> 488
                        a< ACK
                        a< re-INVITE offer=none
                        a> 488
                        a< ACK
                        a< BYE Reason:"SIP;cause=488*"
                        a> 200
                        b< BYE Reason:"SIP;cause=488*"
                        b> 200
                        """);
    }

    @TestFactory
    @DisplayName("B46: a re-INVITE during the set-up gets an answer of its own, and harms nothing")
    Stream<DynamicTest> aReinviteDuringTheSetUp() {
        return inOrder(
                ALICE_ANSWERS
                        + """
                        b< INVITE
                        b> 180
                        a> re-INVITE
                        a< 200 INVITE
                        a> ACK
                        b> 200 INVITE
                        b< ACK
                        a< re-INVITE offer=b
                        a> 200
                        a< ACK
                        +1s
                        a> BYE
                        a< 200
                        b< BYE
                        b> 200
                        """);
    }

    @TestFactory
    @DisplayName("only one's own accounts are rung, and a target has to be readable")
    Stream<DynamicTest> whatCannotBeIsRefused() {
        return inOrder(
                """
                api> call from=nobody to=bob
                api< 404
                api> call from=alice to=" "
                api< 400
                """);
    }
}
