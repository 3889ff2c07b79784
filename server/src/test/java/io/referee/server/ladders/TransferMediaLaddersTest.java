package io.referee.server.ladders;

import static io.referee.server.ladders.TransferPlaying.ALICE_CALLED;
import static io.referee.server.ladders.TransferPlaying.ALICE_LEAVES;
import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_ALICE;
import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_CAROL;
import static io.referee.server.ladders.TransferPlaying.CAROL_IS_CALLED;
import static io.referee.server.ladders.TransferPlaying.allowed;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/// What is said in SDP during a transfer. That `o=` keeps its session id and its version rises
/// (case 35) is checked of every leg in every ladder.
class TransferMediaLaddersTest {
    private static final String ALICE_HOLDS =
            """
            a1> re-INVITE dir=sendonly
            b< re-INVITE offer=a1 dir=sendonly
            b> 200
            b< ACK
            a1< 200 dir=recvonly
            a1> ACK
            +1s
            """;

    private static final String BOB_HOLDS =
            """
            b> re-INVITE dir=%1$s
            a1< re-INVITE offer=b dir=%1$s
            a1> 200
            a1< ACK
            b< 200
            b> ACK
            +1s
            """;

    @TestFactory
    @DisplayName(
            "case 33: a transferee that the transferor holds is offered to the target, and ends,"
                    + " with sendrecv")
    Stream<DynamicTest> aHeldTransfereeIsResumedByTheTransfer() {
        return TransferPlaying.everyWay(
                ALICE_HOLDS
                        + """
                        a1> REFER Refer-To:carol
                        a1< 202
                        a1< NOTIFY 100
                        a1> 200
                        c< INVITE offer=b dir=sendrecv
                        c> 200
                        c< ACK
                        b< re-INVITE offer=c dir=sendrecv
                        b> 200
                        b< ACK
                        """
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL,
                allowed());
    }

    @TestFactory
    @DisplayName("case 33: a transferee held with inactive too")
    Stream<DynamicTest> aTransfereeHeldWithInactiveIsResumedByTheTransfer() {
        return TransferPlaying.everyWay(
                ALICE_HOLDS.replace("sendonly", "inactive").replace("recvonly", "inactive")
                        + """
                        a1> REFER Refer-To:carol
                        a1< 202
                        a1< NOTIFY 100
                        a1> 200
                        c< INVITE offer=b dir=sendrecv
                        c> 200
                        c< ACK
                        b< re-INVITE offer=c dir=sendrecv
                        b> 200
                        b< ACK
                        """
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL,
                allowed());
    }

    @TestFactory
    @DisplayName(
            "case 33: a transferee that is still silent in its answer is told once more that it may"
                    + " speak")
    Stream<DynamicTest> aTransfereeThatStaysSilentIsRepaired() {
        return TransferPlaying.inOrder(
                ALICE_HOLDS
                        + CAROL_IS_CALLED
                        + """
                        c> 200
                        c< ACK
                        b< re-INVITE offer=none
                        """
                                .replace("offer=none", "offer=c dir=sendrecv")
                        + """
                        b> 488
                        b< ACK
                        b< re-INVITE offer=none
                        b> 200 dir=recvonly port=4444
                        c< re-INVITE offer=b dir=sendrecv
                        c> 200
                        c< ACK
                        b< ACK dir=sendonly
                        b< re-INVITE offer=c dir=sendrecv
                        b> 200 port=4444
                        b< ACK
                        """
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL,
                allowed());
    }

    @TestFactory
    @DisplayName(
            "case 34: a transferee that holds keeps its direction, and can resume towards the"
                    + " target")
    Stream<DynamicTest> aTransfereeThatHoldsKeepsItsDirection() {
        return Stream.of("sendonly", "inactive").flatMap(TransferMediaLaddersTest::selfHeld);
    }

    private static Stream<DynamicTest> selfHeld(String direction) {
        return TransferPlaying.everyWay(
                        BOB_HOLDS.formatted(direction)
                                + """
                                a1> REFER Refer-To:carol
                                a1< 202
                                a1< NOTIFY 100
                                a1> 200
                                c< INVITE offer=b dir=%1$s
                                c> 200
                                c< ACK
                                b< re-INVITE offer=c
                                b> 200 dir=%1$s
                                b< ACK
                                """
                                        .formatted(direction)
                                        .replace(
                                                "b< re-INVITE offer=c",
                                                "b< re-INVITE offer=c dir=" + fromCarol(direction))
                                + ALICE_LEAVES
                                + """
                                +1s
                                b> re-INVITE
                                c< re-INVITE offer=b dir=sendrecv
                                c> 200
                                c< ACK
                                b< 200 answer=c
                                b> ACK
                                """
                                + BOB_ENDS_IT_WITH_CAROL,
                        allowed())
                .map(
                        test ->
                                DynamicTest.dynamicTest(
                                        direction + ", " + test.getDisplayName(),
                                        test.getExecutable()));
    }

    @TestFactory
    @DisplayName(
            "case 34: a transferee that held at first and resumes while the target rings is heard"
                    + " by the target")
    Stream<DynamicTest> aTransfereeThatResumesWhileTheTargetRingsIsHeard() {
        return TransferPlaying.everyWay(
                BOB_HOLDS.formatted("sendonly")
                        + """
                        a1> REFER Refer-To:carol
                        a1< 202
                        a1< NOTIFY 100
                        a1> 200
                        c< INVITE offer=b dir=sendonly
                        +1s
                        b> re-INVITE dir=sendrecv
                        a1< re-INVITE offer=b dir=sendrecv
                        a1> 200
                        a1< ACK
                        b< 200 answer=a1
                        b> ACK
                        +1s
                        c> 200 dir=recvonly
                        c< ACK
                        b< re-INVITE offer=c dir=sendrecv
                        b> 200
                        b< ACK
                        c< re-INVITE offer=b dir=sendrecv
                        c> 200
                        c< ACK
                        """
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL,
                allowed());
    }

    /// The newcomer itself holds nobody: it offers everything, and the transferee takes what it
    /// wants.
    private static String fromCarol(String direction) {
        return "sendrecv";
    }

    @TestFactory
    @DisplayName("case 6: a transferor that resumes after the failure resumes the transferee")
    Stream<DynamicTest> aHoldSurvivesAFailedTransfer() {
        return TransferPlaying.everyWay(
                ALICE_HOLDS
                        + CAROL_IS_CALLED
                        + """
                        c> 480
                        c< ACK
                        a1< NOTIFY 480 terminated
                        a1> 200
                        +1s
                        a1> re-INVITE
                        b< re-INVITE offer=a1 dir=sendrecv
                        b> 200
                        b< ACK
                        a1< 200 answer=b dir=sendrecv
                        a1> ACK
                        """
                        + BOB_ENDS_IT_WITH_ALICE,
                allowed());
    }

    @TestFactory
    @DisplayName("a hold of the transferor is in force again when the transferee is given back")
    Stream<DynamicTest> aTransfereeThatIsGivenBackIsHeldAsBefore() {
        return TransferPlaying.inOrder(
                ALICE_HOLDS
                        + CAROL_IS_CALLED
                        + """
                        c> 200
                        c< ACK
                        b< re-INVITE offer=c
                        b> 488
                        b< ACK
                        b< re-INVITE offer=none
                        b> 488
                        b< ACK
                        c< BYE
                        c> 200
                        a1< NOTIFY 488 terminated
                        a1> 200
                        b< re-INVITE offer=a1 dir=sendonly
                        b> 200
                        b< ACK
                        """
                        + BOB_ENDS_IT_WITH_ALICE,
                allowed());
    }

    @TestFactory
    @DisplayName("fewer formats in the target's answer need no correction")
    Stream<DynamicTest> fewerFormatsNeedNoCorrection() {
        return TransferPlaying.everyWay(
                CAROL_IS_CALLED
                        + """
                        c> 200 formats=8,101
                        c< ACK
                        b< re-INVITE offer=c formats=8,101
                        b> 200
                        b< ACK
                        """
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL,
                allowed());
    }

    @TestFactory
    @DisplayName("a transferee that takes still fewer formats: the target is told")
    Stream<DynamicTest> stillFewerFormatsAreTold() {
        return TransferPlaying.inOrder(
                CAROL_IS_CALLED
                        + """
                        c> 200 formats=0,8
                        c< ACK
                        b< re-INVITE offer=c formats=0,8
                        b> 200 formats=8
                        b< ACK
                        c< re-INVITE offer=b formats=8
                        c> 200
                        c< ACK
                        """
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL,
                allowed());
    }

    @TestFactory
    @DisplayName("case 36: audio and video stay two streams when the target takes audio only")
    Stream<DynamicTest> aStreamOnceAgreedStaysInItsPlace() {
        String both = twoStreams();
        String first = both.formatted("a", "1", 1, 5002);
        String second = both.formatted("b", "2", 1, 5002);
        String called =
                """
                a1> INVITE to:bob type=application/sdp body=%s
                b< INVITE streams=2
                b> 200 answer=none type=application/sdp body=%s
                b< ACK
                a1< 200 streams=2
                a1> ACK
                +1s
                """
                        .formatted(first, second);
        String wasCalled =
                """
                b> INVITE to:alice type=application/sdp body=%s
                a1< INVITE streams=2
                a1> 200 answer=none type=application/sdp body=%s
                a1< ACK
                b< 200 streams=2
                b> ACK
                +1s
                """
                        .formatted(second, first);
        String referred =
                """
                a1> REFER Refer-To:carol
                a1< 202
                a1< NOTIFY 100
                a1> 200
                c< INVITE streams=2 address=203.0.113.2
                c> 200 answer=none type=application/sdp body=%s
                c< ACK
                b< re-INVITE streams=2 address=203.0.113.3 body="*m=audio 5000 *m=video 0 *"
                b> 200 answer=none type=application/sdp body=%s
                b< ACK
                """
                                .formatted(
                                        both.formatted("c", "3", 1, 0),
                                        both.formatted("b", "2", 2, 0))
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL;
        return Playing.bothRoles(called + referred, wasCalled + referred, allowed());
    }

    /// The SDP of a party with audio and video: name, number, version, port of the video.
    private static String twoStreams() {
        return "\"v=0\\r"
                + "\\n"
                + "o=%1$s %2$s %3$d IN IP4 203.0.113.%2$s\\r"
                + "\\n"
                + "s=-\\r"
                + "\\n"
                + "c=IN IP4 203.0.113.%2$s\\r"
                + "\\n"
                + "t=0 0\\r"
                + "\\n"
                + "m=audio 5000 RTP/AVP 0\\r"
                + "\\n"
                + "m=video %4$d RTP/AVP 96\\r"
                + "\\n"
                + "a=rtpmap:96 VP8/90000\\r"
                + "\\n"
                + "\"";
    }

    @TestFactory
    @DisplayName("a call that began without an offer can be transferred")
    Stream<DynamicTest> aCallThatBeganWithoutAnOfferCanBeTransferred() {
        return Playing.everyWay(
                """
                a1> INVITE to:bob offer=none
                b< INVITE offer=none
                b> 200
                a1< 200
                a1> ACK
                b< ACK answer=a1
                +1s
                """
                        + CAROL_IS_CALLED
                        + """
                        c> 200
                        c< ACK
                        b< re-INVITE offer=c
                        b> 200
                        b< ACK
                        """
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL,
                allowed());
    }

    @TestFactory
    @DisplayName("after the transfer the two hold and resume as in any call")
    Stream<DynamicTest> afterTheTransferTheTwoHoldAndResume() {
        return Playing.everyWay(
                ALICE_CALLED
                        + CAROL_IS_CALLED
                        + TransferPlaying.CAROL_AND_BOB_ARE_JOINED
                        + ALICE_LEAVES
                        + """
                        +1s
                        c> re-INVITE dir=sendonly
                        b< re-INVITE offer=c dir=sendonly
                        b> 200
                        b< ACK
                        c< 200 answer=b dir=recvonly
                        c> ACK
                        +1s
                        c> re-INVITE
                        b< re-INVITE offer=c dir=sendrecv
                        b> 200
                        b< ACK
                        c< 200 answer=b
                        c> ACK
                        """
                        + BOB_ENDS_IT_WITH_CAROL,
                allowed());
    }
}
