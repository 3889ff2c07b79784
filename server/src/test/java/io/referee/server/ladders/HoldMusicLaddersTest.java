package io.referee.server.ladders;

import static io.referee.server.ladders.TransferPlaying.ALICE_CALLED;
import static io.referee.server.ladders.TransferPlaying.ALICE_LEAVES;
import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_ALICE;
import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_CAROL;
import static io.referee.server.ladders.TransferPlaying.allowed;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.cdr.Facts;
import io.referee.server.cdr.LegRecord;
import io.referee.server.cdr.SegmentRecord;
import io.referee.server.transfer.TransferSettings.MediaRules;
import io.referee.server.transfer.TransferSettings.Strategy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/// Music on hold from a URI (`transfers.md` A8.2). The source is the phone `m`.
class HoldMusicLaddersTest {
    /// Bob hears the source; alice hears at once that he is on hold.
    private static final String ALICE_HOLDS =
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

    private static final String ALICE_RESUMES =
            """
            a1> re-INVITE
            b< re-INVITE offer=a1 dir=sendrecv
            b> 200
            b< ACK
            a1< 200 answer=b dir=sendrecv
            a1> ACK
            m< BYE
            m> 200
            +1s
            """;

    private static World world(Strategy strategy, String music) {
        return allowed()
                .phone("m", "moh")
                .media(new MediaRules(strategy, false, Optional.of(music), false));
    }

    private static World world() {
        return world(Strategy.AUTO, "sip:moh@example.org");
    }

    @TestFactory
    @DisplayName(
            "case 74: the held party gets the source's media after an offerless re-INVITE, and its"
                    + " partner's when it is resumed")
    Stream<DynamicTest> theHeldPartyHearsTheSource() {
        return TransferPlaying.everyWay(
                ALICE_HOLDS + ALICE_RESUMES + BOB_ENDS_IT_WITH_ALICE,
                world().records(
                                book ->
                                        assertThat(book.segments())
                                                .extracting(SegmentRecord::kind)
                                                .contains(SegmentRecord.Kind.MOH)));
    }

    @TestFactory
    @DisplayName("case 74: a source that does not answer for four seconds: silence, the call lives")
    Stream<DynamicTest> aSilentSourceMeansSilence() {
        return TransferPlaying.inOrder(
                """
                a1> re-INVITE dir=sendonly
                a1< 200 dir=recvonly
                a1> ACK
                b< re-INVITE offer=none
                b> 200
                m< INVITE offer=b dir=recvonly
                m> 180
                +3900ms
                m< CANCEL
                m> 487
                m< ACK
                b< ACK dir=inactive
                +1s
                a1> re-INVITE
                b< re-INVITE offer=a1 dir=sendrecv
                b> 200
                b< ACK
                a1< 200 answer=b dir=sendrecv
                a1> ACK
                """
                        + BOB_ENDS_IT_WITH_ALICE,
                world());
    }

    @TestFactory
    @DisplayName("case 74: a source that is not there, or is none of our accounts: silence")
    Stream<DynamicTest> aSourceThatIsNotThereMeansSilence() {
        String ladder =
                """
                a1> re-INVITE dir=sendonly
                a1< 200 dir=recvonly
                a1> ACK
                b< re-INVITE offer=none
                b> 200
                b< ACK dir=inactive
                +1s
                a1> re-INVITE
                b< re-INVITE offer=a1 dir=sendrecv
                b> 200
                b< ACK
                a1< 200 answer=b dir=sendrecv
                a1> ACK
                """
                        + BOB_ENDS_IT_WITH_ALICE;
        return Stream.concat(
                TransferPlaying.everyWay(ladder, world().offline("m")),
                TransferPlaying.inOrder(ladder, world(Strategy.AUTO, "sip:moh@elsewhere.example")));
    }

    @TestFactory
    @DisplayName("a party that makes no offer is told to be silent")
    Stream<DynamicTest> aPartyThatMakesNoOfferIsSilent() {
        return TransferPlaying.inOrder(
                """
                a1> re-INVITE dir=sendonly
                a1< 200 dir=recvonly
                a1> ACK
                b< re-INVITE offer=none
                b> 488
                b< ACK
                b< re-INVITE dir=inactive
                b> 200
                b< ACK
                +1s
                """
                        + BOB_ENDS_IT_WITH_ALICE,
                world());
    }

    @TestFactory
    @DisplayName("a source that hangs up is called once more, then there is silence")
    Stream<DynamicTest> aSourceThatHangsUpIsCalledOnceMore() {
        return TransferPlaying.inOrder(
                ALICE_HOLDS
                        + """
                        m> BYE
                        m< 200
                        b< re-INVITE offer=none
                        b> 200
                        m< INVITE offer=b dir=recvonly
                        m> 200
                        m< ACK
                        b< ACK answer=m dir=sendonly
                        +1s
                        m> BYE
                        m< 200
                        b< re-INVITE dir=inactive
                        b> 200
                        b< ACK
                        +1s
                        a1> re-INVITE
                        b< re-INVITE offer=a1 dir=sendrecv
                        b> 200
                        b< ACK
                        a1< 200 answer=b dir=sendrecv
                        a1> ACK
                        """
                        + BOB_ENDS_IT_WITH_ALICE,
                world());
    }

    @TestFactory
    @DisplayName("a party that holds too hears no music")
    Stream<DynamicTest> whoHoldsTooHearsNoMusic() {
        return TransferPlaying.inOrder(
                """
                b> re-INVITE dir=sendonly
                b< 200 dir=recvonly
                b> ACK
                a1< re-INVITE offer=none
                a1> 200
                m< INVITE offer=a1 dir=recvonly
                m> 200
                m< ACK
                a1< ACK answer=m dir=sendonly
                +1s
                a1> re-INVITE dir=inactive
                b< re-INVITE dir=inactive
                b> 200
                b< ACK
                m< BYE
                m> 200
                a1< 200 dir=inactive
                a1> ACK
                """
                        + BOB_ENDS_IT_WITH_ALICE,
                world());
    }

    @TestFactory
    @DisplayName("a party that holds too, which its partner refuses, goes on hearing music")
    Stream<DynamicTest> aHoldThatIsRefusedLeavesTheMusic() {
        return TransferPlaying.everyWay(
                ALICE_HOLDS
                        + """
                        b> re-INVITE dir=sendonly
                        a1< re-INVITE offer=b
                        a1> 488
                        a1< ACK
                        b< 488
                        +1s
                        """
                        + ALICE_RESUMES
                        + BOB_ENDS_IT_WITH_ALICE,
                world());
    }

    @TestFactory
    @DisplayName("a party that moves its media while it hears music takes the music along")
    Stream<DynamicTest> musicFollowsTheParty() {
        return TransferPlaying.inOrder(
                ALICE_HOLDS
                        + """
                        b> re-INVITE port=6000
                        b< 200 dir=sendonly
                        b> ACK
                        m< re-INVITE port=6000 dir=recvonly
                        m> 200
                        m< ACK
                        +1s
                        """
                        + ALICE_RESUMES.replace("b> 200", "b> 200 port=6000")
                        + BOB_ENDS_IT_WITH_ALICE,
                world());
    }

    @TestFactory
    @DisplayName("whoever hangs up, the source is hung up too")
    Stream<DynamicTest> theSourceLeavesWithTheCall() {
        return TransferPlaying.everyWay(
                ALICE_HOLDS
                        + """
                        a1> BYE
                        a1< 200
                        m< BYE
                        m> 200
                        b< BYE
                        b> 200
                        """,
                world());
    }

    @TestFactory
    @DisplayName("hold by the server: the held party hears music")
    Stream<DynamicTest> whoTheServerHoldsHearsMusic() {
        return Playing.everyWay(
                ALICE_CALLED
                        + """
                        api> hold of=b leg=both
                        api< 202
                        a1<* re-INVITE dir=inactive
                        a1> 200
                        a1< ACK
                        b<* re-INVITE dir=inactive
                        b> 200
                        b< ACK
                        +1s
                        a1< re-INVITE offer=none
                        a1> 200
                        m< INVITE offer=a1 dir=recvonly
                        b< re-INVITE offer=none
                        b> 200
                        m2< INVITE offer=b dir=recvonly
                        m> 200
                        m< ACK
                        a1< ACK answer=m dir=sendonly
                        m2> 200
                        m2< ACK
                        b< ACK answer=m2 dir=sendonly
                        +1s
                        """
                        + BOB_ENDS_IT_WITH_ALICE
                        + """
                        m< BYE
                        m> 200
                        m2< BYE
                        m2> 200
                        """,
                world());
    }

    @TestFactory
    @DisplayName(
            "both hear music and one is released: it is on hold, because the other hears music yet")
    Stream<DynamicTest> whoIsReleasedWaitsOnHold() {
        return Playing.inOrder(
                ALICE_CALLED
                        + """
                        api> hold of=b leg=both
                        api< 202
                        a1<* re-INVITE dir=inactive
                        a1> 200
                        a1< ACK
                        b<* re-INVITE dir=inactive
                        b> 200
                        b< ACK
                        a1< re-INVITE offer=none
                        a1> 200
                        m< INVITE offer=a1 dir=recvonly
                        b< re-INVITE offer=none
                        b> 200
                        m2< INVITE offer=b dir=recvonly
                        m> 200
                        m< ACK
                        a1< ACK answer=m dir=sendonly
                        m2> 200
                        m2< ACK
                        b< ACK answer=m2 dir=sendonly
                        +2s
                        api> unhold of=a1 leg=caller
                        api< 202
                        a1< re-INVITE dir=inactive
                        a1> 200
                        a1< ACK
                        m< BYE
                        m> 200
                        """
                        + BOB_ENDS_IT_WITH_ALICE
                        + """
                        m2< BYE
                        m2> 200
                        """,
                world().records(HoldMusicLaddersTest::aliceIsOnHold));
    }

    private static void aliceIsOnHold(Facts.Book book) {
        LegRecord alice =
                book.records.values().stream()
                        .filter(LegRecord.class::isInstance)
                        .map(LegRecord.class::cast)
                        .filter(leg -> leg.account().startsWith("alice"))
                        .findFirst()
                        .orElseThrow();
        SegmentRecord last =
                book.segments().stream()
                        .filter(segment -> segment.of(alice.legId()))
                        .max(Comparator.comparing(SegmentRecord::startAt))
                        .orElseThrow();
        assertThat(last.kind()).isEqualTo(SegmentRecord.Kind.HOLD);
        assertThat(Duration.between(last.startAt(), last.endAt()))
                .isGreaterThan(Duration.ofSeconds(7));
    }

    @TestFactory
    @DisplayName("a transferee that hears music: the target is joined with a fresh offer of it")
    Stream<DynamicTest> aTransfereeWithMusicIsTransferred() {
        return TransferPlaying.everyWay(
                ALICE_HOLDS
                        + """
                        a1> REFER Refer-To:carol
                        a1< 202
                        a1< NOTIFY 100 active
                        a1> 200
                        c< INVITE offer=b dir=sendrecv
                        c> 200
                        c< ACK
                        b< re-INVITE offer=none
                        b> 200
                        c< re-INVITE offer=b
                        c> 200
                        c< ACK
                        b< ACK answer=c dir=sendrecv
                        m< BYE
                        m> 200
                        """
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL,
                world());
    }

    @TestFactory
    @DisplayName("a failed transfer: the transferee goes on hearing music until it is resumed")
    Stream<DynamicTest> aFailedTransferLeavesTheMusic() {
        return TransferPlaying.everyWay(
                ALICE_HOLDS
                        + """
                        a1> REFER Refer-To:carol
                        a1< 202
                        a1< NOTIFY 100 active
                        a1> 200
                        c< INVITE offer=b dir=sendrecv
                        c> 486
                        c< ACK
                        a1< NOTIFY 486 terminated
                        a1> 200
                        +1s
                        """
                        + ALICE_RESUMES
                        + BOB_ENDS_IT_WITH_ALICE,
                world());
    }

    @TestFactory
    @DisplayName("PARK-FIRST: the transferee hears music while the target rings")
    Stream<DynamicTest> aParkedTransfereeHearsMusic() {
        return TransferPlaying.everyWay(
                """
                a1> REFER Refer-To:carol
                a1< 202
                a1< NOTIFY 100 active
                a1> 200
                b< re-INVITE offer=none
                b> 200
                m< INVITE offer=b dir=recvonly
                m> 200
                m< ACK
                b< ACK answer=m dir=sendonly
                c< INVITE offer=b dir=sendrecv
                c> 200
                c< ACK
                b< re-INVITE offer=none
                b> 200
                c< re-INVITE offer=b
                c> 200
                c< ACK
                b< ACK answer=c dir=sendrecv
                m< BYE
                m> 200
                """
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL,
                world(Strategy.PARK_FIRST, "sip:moh@example.org"));
    }

    @TestFactory
    @DisplayName("PARK-FIRST: a busy target: the music ends and the transferee hears its partner")
    Stream<DynamicTest> aParkedTransfereeIsGivenBack() {
        return TransferPlaying.everyWay(
                """
                a1> REFER Refer-To:carol
                a1< 202
                a1< NOTIFY 100 active
                a1> 200
                b< re-INVITE offer=none
                b> 200
                m< INVITE offer=b dir=recvonly
                m> 200
                m< ACK
                b< ACK answer=m dir=sendonly
                c< INVITE offer=b dir=sendrecv
                c> 486
                c< ACK
                m< BYE
                m> 200
                a1< NOTIFY 486 terminated
                a1> 200
                b< re-INVITE offer=a1 dir=sendrecv
                b> 200
                b< ACK
                """
                        + BOB_ENDS_IT_WITH_ALICE,
                world(Strategy.PARK_FIRST, "sip:moh@example.org"));
    }
}
