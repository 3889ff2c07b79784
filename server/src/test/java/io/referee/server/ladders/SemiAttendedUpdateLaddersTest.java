package io.referee.server.ladders;

import static io.referee.server.ladders.AttendedPlaying.BOB_ENDS_IT;
import static io.referee.server.ladders.AttendedPlaying.allowed;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/// Attended transfers to a target that rings, and has agreed on media with the transferor in a
/// reliable 18x (`transfers.md` A5.4, RFC 3311): it is offered the transferee's by UPDATE.
class SemiAttendedUpdateLaddersTest {
    private static final String CAROL_RINGS_RELIABLY =
            """
            a2> INVITE to:carol
            c< INVITE offer=a2
            c> 183 answer=c Require:100rel RSeq:7
            c< PRACK RAck:"7 1 INVITE"
            c> 200 PRACK
            a2<? 183
            +1s
            """;

    private static final String ASKED =
            """
            a1> REFER Refer-To:carol?Replaces=[a2]
            a1< 202
            a1< NOTIFY 100 active
            a1> 200
            """;

    /// The transferor is told behind the first NOTIFY; the target meanwhile.
    private static final String CAROL_IS_OFFERED_BOBS_MEDIA =
            """
            c< UPDATE offer=b dir=sendrecv P-Asserted-Identity:*bob*
            c> 200 UPDATE
            +1s
            a1<* NOTIFY 180 active
            a1> 200
            """;

    private static final String BOB_IS_ALL_THAT_IS_MISSING =
            """
            +2s
            c> 200 INVITE answer=none
            c< ACK
            b< re-INVITE offer=c dir=sendrecv
            b> 200
            b< ACK
            """;

    private static final String ALICE_LEAVES =
            """
            a1< NOTIFY 200 terminated
            a1> 200
            a2< 487
            a1> BYE
            a1< 200
            """;

    @TestFactory
    @DisplayName("case 47, A5.4: a target that rings reliably is offered the transferee's media")
    Stream<DynamicTest> theTargetIsOfferedTheTransfereesMediaByUpdate() {
        return TransferPlaying.everyWay(
                CAROL_RINGS_RELIABLY
                        + ASKED
                        + CAROL_IS_OFFERED_BOBS_MEDIA
                        + BOB_IS_ALL_THAT_IS_MISSING
                        + ALICE_LEAVES
                        + BOB_ENDS_IT,
                allowed());
    }

    @TestFactory
    @DisplayName("case 47, A5.4: so is one that rings reliably only after the REFER")
    Stream<DynamicTest> itRingsReliablyLater() {
        return TransferPlaying.inOrder(
                """
                a2> INVITE to:carol
                c< INVITE offer=a2
                +1s
                """
                        + ASKED
                        + """
                        +1s
                        c> 183 answer=c Require:100rel RSeq:7
                        c< PRACK RAck:"7 1 INVITE"
                        c> 200 PRACK
                        a1< NOTIFY 183 active
                        a1> 200
                        c< UPDATE offer=b dir=sendrecv
                        c> 200 UPDATE
                        """
                        + BOB_IS_ALL_THAT_IS_MISSING
                        + ALICE_LEAVES
                        + BOB_ENDS_IT,
                allowed());
    }

    @TestFactory
    @DisplayName("A5.4: a target that refuses the UPDATE is asked when it has answered")
    Stream<DynamicTest> theTargetRefusesTheUpdate() {
        return TransferPlaying.inOrder(
                CAROL_RINGS_RELIABLY
                        + ASKED
                        + """
                        c< UPDATE offer=b
                        c> 488 UPDATE
                        +1s
                        a1< NOTIFY 180 active
                        a1> 200
                        """
                        + ASKED_WHEN_IT_HAS_ANSWERED
                        + ALICE_LEAVES
                        + BOB_ENDS_IT,
                allowed());
    }

    private static final String ASKED_WHEN_IT_HAS_ANSWERED =
            """
            c> 200 INVITE answer=none
            c< ACK
            b< re-INVITE offer=none
            b> 200
            c< re-INVITE offer=b dir=sendrecv
            c> 200
            c< ACK
            b< ACK answer=c
            """;

    @TestFactory
    @DisplayName("A5.4: a target that does not list UPDATE, or rings unreliably, gets none")
    Stream<DynamicTest> theTargetKnowsNoUpdate() {
        return Stream.of(
                        CAROL_RINGS_RELIABLY.replace(
                                "RSeq:7\n", "RSeq:7 Allow:\"INVITE, ACK, BYE, CANCEL, PRACK\"\n"),
                        """
                        a2> INVITE to:carol
                        c< INVITE offer=a2
                        c> 183 answer=c
                        a2< 183
                        +1s
                        """)
                .flatMap(
                        rings ->
                                TransferPlaying.inOrder(
                                        rings
                                                + ASKED
                                                + """
                                                +1s
                                                a1< NOTIFY 180 active
                                                a1> 200
                                                """
                                                + (rings.contains("RSeq")
                                                        ? ASKED_WHEN_IT_HAS_ANSWERED
                                                        : ASKED_WHEN_IT_HAS_ANSWERED.replace(
                                                                " answer=none\nc< ACK", "\nc< ACK"))
                                                + ALICE_LEAVES
                                                + BOB_ENDS_IT,
                                        allowed()));
    }

    @TestFactory
    @DisplayName("A5.4: a target that answers while the UPDATE is open: its answer is waited for")
    Stream<DynamicTest> theTargetAnswersInBetween() {
        return TransferPlaying.inOrder(
                CAROL_RINGS_RELIABLY
                        + ASKED
                        + """
                        c< UPDATE offer=b
                        c> 200 INVITE answer=none
                        c< ACK
                        +1s
                        a1< NOTIFY 180 active
                        a1> 200
                        c> 200 UPDATE
                        b< re-INVITE offer=c dir=sendrecv
                        b> 200
                        b< ACK
                        """
                        + ALICE_LEAVES
                        + BOB_ENDS_IT,
                allowed());
    }

    @TestFactory
    @DisplayName("A5.4: a transferee that says something else by then: the target is corrected")
    Stream<DynamicTest> theTransfereeSaysSomethingElse() {
        return TransferPlaying.inOrder(
                CAROL_RINGS_RELIABLY
                        + ASKED
                        + CAROL_IS_OFFERED_BOBS_MEDIA
                        + """
                        +2s
                        c> 200 INVITE answer=none
                        c< ACK
                        b< re-INVITE offer=c dir=sendrecv
                        b> 200 port=4600
                        b< ACK
                        c< re-INVITE offer=b
                        c> 200
                        c< ACK
                        """
                        + ALICE_LEAVES
                        + BOB_ENDS_IT,
                allowed());
    }

    @TestFactory
    @DisplayName(
            "A5.4: a transferee with keys is asked for fresh ones when the target has answered")
    Stream<DynamicTest> aTransfereeWithKeysIsNotShownEarly() {
        return Playing.inOrder(
                """
                a1> INVITE to:bob
                b< INVITE offer=a1
                b> 200 keys=AA setup=active
                b< ACK
                a1< 200
                a1> ACK
                +1s
                """
                        + CAROL_RINGS_RELIABLY
                        + ASKED
                        + """
                        +1s
                        a1< NOTIFY 180 active
                        a1> 200
                        """
                        + ASKED_WHEN_IT_HAS_ANSWERED
                        + ALICE_LEAVES
                        + BOB_ENDS_IT,
                allowed());
    }

    @TestFactory
    @DisplayName("A5.4: the target refuses after the UPDATE: the two who talked talk on")
    Stream<DynamicTest> theTargetRefusesAfterTheUpdate() {
        return TransferPlaying.inOrder(
                CAROL_RINGS_RELIABLY
                        + ASKED
                        + CAROL_IS_OFFERED_BOBS_MEDIA
                        + """
                        c> 486 INVITE
                        c< ACK
                        a1< NOTIFY 486 terminated
                        a1> 200
                        a2< 487
                        """
                        + TransferPlaying.BOB_ENDS_IT_WITH_ALICE,
                allowed());
    }
}
