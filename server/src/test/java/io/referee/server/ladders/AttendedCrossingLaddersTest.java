package io.referee.server.ladders;

import static io.referee.server.ladders.AttendedPlaying.ALICE_LEAVES;
import static io.referee.server.ladders.AttendedPlaying.ASKED;
import static io.referee.server.ladders.AttendedPlaying.BOB_ENDS_IT;
import static io.referee.server.ladders.AttendedPlaying.CAROL_IS_CALLED;
import static io.referee.server.ladders.AttendedPlaying.JOINED;
import static io.referee.server.ladders.AttendedPlaying.allowed;

import io.referee.server.transfer.TransferSettings.MediaRules;
import io.referee.server.transfer.TransferSettings.Strategy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.Optional;
import java.util.stream.Stream;

/// Alice, who asked that bob and carol be joined, or carol makes an offer of her own while the
/// server waits for bob's (`transfers.md` F3): alice leaves, so hers is not one that the join can
/// go on with, and carol's has to be undone when it fails.
class AttendedCrossingLaddersTest {
    /// The server asks again after four seconds at most.
    private static final String PATIENCE = "+2010ms\n+2s\n";

    private static final String BOB_HEARS_MUSIC =
            """
            a1> re-INVITE dir=sendonly
            a1< 200 dir=recvonly
            a1> ACK
            b< re-INVITE offer=none
            b> 200
            m< INVITE offer=b dir=recvonly
            m> 200
            m< ACK
            b< ACK answer=m dir=sendonly
            +1s
            """;

    private static final String BOB_IS_BUSY_WITH_AN_OFFER =
            """
            b< re-INVITE offer=none
            b> 491
            b< ACK
            """;

    private static final String ALICE_ASKS_ON_BOTH_LEGS =
            """
            a1> re-INVITE port=4444
            a1< 491
            a2> re-INVITE port=5555
            a2< 491
            """;

    @TestFactory
    @DisplayName("F3: an offer on a leg that leaves is refused, and the join goes on")
    Stream<DynamicTest> anOfferOfWhoeverLeavesIsRefused() {
        return AttendedPlaying.inOrder(
                ASKED
                        + BOB_IS_BUSY_WITH_AN_OFFER
                        + ALICE_ASKS_ON_BOTH_LEGS
                        + PATIENCE
                        + JOINED.replaceFirst("b<", "b<*")
                        + ALICE_LEAVES
                        + BOB_ENDS_IT,
                allowed());
    }

    @TestFactory
    @DisplayName(
            "F3: who resumes while its transfer fails is refused: the music plays on until it asks"
                    + " again")
    Stream<DynamicTest> theMusicPlaysOnUntilTheHolderAsksAgain() {
        return TransferPlaying.inOrder(
                BOB_HEARS_MUSIC
                        + CAROL_IS_CALLED
                        + ASKED
                        + BOB_IS_BUSY_WITH_AN_OFFER
                        + """
                        a1> re-INVITE
                        a1< 491
                        """
                        + PATIENCE
                        + """
                        b<* re-INVITE offer=none
                        b> 200
                        c< re-INVITE offer=b
                        c> 488
                        c< ACK
                        b< ACK answer=m dir=sendonly
                        a1< NOTIFY 488 terminated
                        a1> 200
                        +1s
                        a1> re-INVITE
                        b< re-INVITE offer=a1 dir=sendrecv
                        b> 200
                        b< ACK
                        a1< 200 answer=b dir=sendrecv
                        a1> ACK
                        m< BYE
                        m> 200
                        c> BYE
                        c< 200
                        a2< BYE
                        a2> 200
                        b> BYE
                        b< 200
                        a1< BYE
                        a1> 200
                        """,
                withMusic());
    }

    @TestFactory
    @DisplayName(
            "F3: the target holds during the patience and refuses what comes next: it has the"
                    + " transferor again")
    Stream<DynamicTest> theTargetThatWasMovedMeanwhileIsGivenBack() {
        return AttendedPlaying.inOrder(
                ASKED
                        + BOB_IS_BUSY_WITH_AN_OFFER
                        + """
                        c> re-INVITE dir=sendonly
                        c< 200 answer=b dir=recvonly
                        c> ACK
                        """
                        + PATIENCE
                        + """
                        b<* re-INVITE offer=none
                        b> 200
                        c< re-INVITE offer=b dir=sendrecv
                        c> 488
                        c< ACK
                        b< ACK answer=a1
                        a1< NOTIFY 488 terminated
                        a1> 200
                        c< re-INVITE offer=a2 dir=sendrecv
                        c> 200 dir=sendonly
                        c< ACK
                        a2< re-INVITE offer=c dir=sendonly
                        a2> 200
                        a2< ACK
                        """
                        + AttendedPlaying.BOTH_CALLS_LIVE,
                allowed());
    }

    private static World withMusic() {
        return allowed()
                .phone("m", "moh")
                .media(
                        new MediaRules(
                                Strategy.AUTO, false, Optional.of("sip:moh@example.org"), false));
    }
}
