package io.referee.server.ladders;

import static io.referee.server.ladders.TransferPlaying.ALICE_LEAVES;
import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_ALICE;
import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_CAROL;
import static io.referee.server.ladders.TransferPlaying.CAROL_AND_BOB_ARE_JOINED;
import static io.referee.server.ladders.TransferPlaying.CAROL_IS_CALLED;
import static io.referee.server.ladders.TransferPlaying.allowed;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.event.CallFact;
import io.referee.server.event.Event;
import io.referee.server.transfer.TransferSettings.MediaRules;
import io.referee.server.transfer.TransferSettings.Strategy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Phones that hold and resume by a re-INVITE without an offer: what they want stands in their ACK
/// (`transfers.md` A8.1, rules 4 and 8).
class OfferlessHoldLaddersTest {
    private static final String BOB_HOLDS =
            """
            b> re-INVITE dir=sendonly
            a1< re-INVITE dir=sendonly
            a1> 200
            a1< ACK
            b< 200
            b> ACK
            +1s
            """;

    private static final String BOB_ASKS_FOR_AN_OFFER =
            """
            b> re-INVITE offer=none
            a1< re-INVITE offer=none
            a1> 200
            b< 200 offer=a1
            """;

    private static final String BOB_RESUMES =
            BOB_ASKS_FOR_AN_OFFER
                    + """
                    b> ACK answer=b
                    a1< ACK answer=b
                    +1s
                    """;

    private static World withMusic() {
        return allowed()
                .phone("m", "moh")
                .media(
                        new MediaRules(
                                Strategy.AUTO, false, Optional.of("sip:moh@example.org"), false));
    }

    @TestFactory
    @DisplayName("who resumed by an offerless re-INVITE is held no more: the target may talk to it")
    Stream<DynamicTest> whoResumedWithoutAnOfferIsTransferredFreely() {
        return TransferPlaying.everyWay(
                BOB_HOLDS
                        + BOB_RESUMES
                        + CAROL_IS_CALLED
                        + CAROL_AND_BOB_ARE_JOINED
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL,
                allowed());
    }

    @TestFactory
    @DisplayName("the resume is told: the call is held once, and resumed once")
    Stream<DynamicTest> theResumeIsTold() {
        return TransferPlaying.everyWay(
                BOB_HOLDS + BOB_RESUMES + BOB_ENDS_IT_WITH_ALICE,
                allowed().events(OfferlessHoldLaddersTest::heldAndResumedOnce));
    }

    private static void heldAndResumedOnce(List<Event> events) {
        assertThat(events.stream().map(Event::fact))
                .filteredOn(
                        fact -> fact instanceof CallFact.Held || fact instanceof CallFact.Resumed)
                .extracting(fact -> fact instanceof CallFact.Held)
                .containsExactly(true, false);
    }

    @TestFactory
    @DisplayName("who holds in its ACK is called as it wants: the target is told so")
    Stream<DynamicTest> aHoldInTheAckCounts() {
        return TransferPlaying.everyWay(
                BOB_ASKS_FOR_AN_OFFER
                        + """
                        b> ACK answer=b dir=sendonly
                        a1< ACK answer=b dir=sendonly
                        +1s
                        a1> REFER Refer-To:carol
                        a1< 202
                        a1< NOTIFY 100 active
                        a1> 200
                        c< INVITE offer=b dir=sendonly
                        c> 200
                        c< ACK
                        b< re-INVITE offer=c dir=sendrecv
                        b> 200 dir=sendonly
                        b< ACK
                        """
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL,
                allowed());
    }

    @TestFactory
    @DisplayName("hold music ends when the holder resumes by an offerless re-INVITE")
    Stream<DynamicTest> theMusicEnds() {
        return TransferPlaying.everyWay(
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
                a1> re-INVITE offer=none
                b< re-INVITE offer=none
                b> 200
                a1< 200 offer=b
                a1> ACK answer=a1
                b< ACK answer=a1
                m< BYE
                m> 200
                """
                        + BOB_ENDS_IT_WITH_ALICE,
                withMusic());
    }

    @TestFactory
    @DisplayName("who holds in its ACK is replaced by hold music, and again after it said so again")
    Stream<DynamicTest> theMusicBegins() {
        String holds =
                """
                a1> re-INVITE offer=none
                b< re-INVITE offer=none
                b> 200
                a1< 200 offer=b
                a1> ACK answer=a1 dir=sendonly
                b< ACK answer=a1 dir=sendonly
                """;
        String music =
                """
                b< re-INVITE offer=none
                b> 200
                %1$s< INVITE offer=b dir=recvonly
                %1$s> 200
                %1$s< ACK
                b< ACK answer=%1$s dir=sendonly
                +1s
                """;
        return TransferPlaying.inOrder(
                holds
                        + music.formatted("m")
                        + holds
                        + "m< BYE\nm> 200\n"
                        + music.formatted("m2")
                        + """
                        b> BYE
                        b< 200
                        m2< BYE
                        m2> 200
                        a1< BYE
                        a1> 200
                        """,
                withMusic());
    }
}
