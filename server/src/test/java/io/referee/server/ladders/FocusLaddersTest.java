package io.referee.server.ladders;

import static io.referee.server.ladders.TransferPlaying.ALICE_LEAVES;
import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_ALICE;
import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_CAROL;
import static io.referee.server.ladders.TransferPlaying.CAROL_AND_BOB_ARE_JOINED;
import static io.referee.server.ladders.TransferPlaying.CAROL_IS_CALLED;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/// Whoever is connected with a conference learns it from our Contact (RFC 5589 §9, `transfers.md`
/// A15, B21).
class FocusLaddersTest {
    private static final String CALLED =
            """
            a1> INVITE to:bob
            b< INVITE offer=a1 Contact:!"*isfocus*"
            b> 200 Contact:"<sip:bob@198.51.100.2:5060>;isfocus"
            b< ACK
            a1< 200 answer=b Contact:"<*>;isfocus"
            a1> ACK
            +1s
            """;

    @TestFactory
    @DisplayName("B21: a conference that answers")
    Stream<DynamicTest> aConferenceThatAnswers() {
        return Playing.everyWay(CALLED + BOB_ENDS_IT_WITH_ALICE, World.usual());
    }

    @TestFactory
    @DisplayName("B21: a conference that calls")
    Stream<DynamicTest> aConferenceThatCalls() {
        return Playing.everyWay(
                """
                a1> INVITE to:bob Contact:"<sip:alice@198.51.100.1:5060>;isfocus"
                b< INVITE offer=a1 Contact:"<*>;isfocus"
                b> 200
                b< ACK
                a1< 200 answer=b Contact:!"*isfocus*"
                a1> ACK
                """
                        + BOB_ENDS_IT_WITH_ALICE,
                World.usual());
    }

    @TestFactory
    @DisplayName("B21: a phone that becomes a conference, and is none any more")
    Stream<DynamicTest> aPhoneThatBecomesAConference() {
        return TransferPlaying.everyWay(
                """
                a1> re-INVITE dir=sendonly Contact:"<sip:alice@198.51.100.1:5060>;isfocus"
                b< re-INVITE dir=sendonly Contact:"<*>;isfocus"
                b> 200
                b< ACK
                a1< 200 Contact:!"*isfocus*"
                a1> ACK
                +1s
                a1> re-INVITE dir=sendrecv
                b< re-INVITE dir=sendrecv Contact:!"*isfocus*"
                b> 200
                b< ACK
                a1< 200
                a1> ACK
                """
                        + BOB_ENDS_IT_WITH_ALICE,
                World.usual());
    }

    @TestFactory
    @DisplayName("A15: a call that is transferred to a conference")
    Stream<DynamicTest> aTransferToAConference() {
        return TransferPlaying.everyWay(
                CAROL_IS_CALLED
                        + CAROL_AND_BOB_ARE_JOINED
                                .replace(
                                        "c> 200",
                                        "c> 200 Contact:\"<sip:carol@198.51.100.3:5060>;isfocus\"")
                                .replace("offer=c", "offer=c Contact:\"<*>;isfocus\"")
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL,
                TransferPlaying.allowed());
    }

    @TestFactory
    @DisplayName("A15: a conference that is transferred: the target learns it at once")
    Stream<DynamicTest> aConferenceThatIsTransferred() {
        return Playing.everyWay(
                CALLED
                        + CAROL_IS_CALLED.replace("offer=b", "offer=b Contact:\"<*>;isfocus\"")
                        + CAROL_AND_BOB_ARE_JOINED.replace(
                                "offer=c", "offer=c Contact:!\"*isfocus*\"")
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL,
                TransferPlaying.allowed());
    }

    @TestFactory
    @DisplayName("A15: a conference that could not be joined is forgotten")
    Stream<DynamicTest> aConferenceThatCouldNotBeJoined() {
        return TransferPlaying.inOrder(
                CAROL_IS_CALLED
                        + """
                        c> 200 Contact:"<sip:carol@198.51.100.3:5060>;isfocus"
                        c< ACK
                        b< re-INVITE offer=c Contact:"<*>;isfocus"
                        b> 603
                        b< ACK
                        c< BYE
                        c> 200
                        a1< NOTIFY 488 terminated
                        a1> 200
                        b< re-INVITE offer=a1 Contact:!"*isfocus*"
                        b> 200
                        b< ACK
                        """
                        + BOB_ENDS_IT_WITH_ALICE,
                TransferPlaying.allowed());
    }
}
