package io.referee.server.ladders;

import static io.referee.server.ladders.TransferPlaying.ALICE_LEAVES;
import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_ALICE;
import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_CAROL;
import static io.referee.server.ladders.TransferPlaying.CAROL_IS_CALLED;
import static io.referee.server.ladders.TransferPlaying.allowed;

import io.referee.server.transfer.TransferSettings.MediaRules;
import io.referee.server.transfer.TransferSettings.Strategy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.Optional;
import java.util.stream.Stream;

/// In what order transferee and target are asked for their media (`transfers.md` 0.8).
class TransferStrategyLaddersTest {
    private static final String ALICE_REFERS =
            """
            a1> REFER Refer-To:carol
            a1< 202
            a1< NOTIFY 100 active
            a1> 200
            """;

    /// The transferee makes an offer, which waits for its answer.
    private static final String BOB_OFFERS =
            """
            b< re-INVITE offer=none
            b> 200 port=4444
            """;

    private static World with(Strategy strategy) {
        MediaRules rules = new MediaRules(strategy, false, Optional.empty(), false);
        return allowed().media(rules);
    }

    // ---- FRESH-FIX

    @TestFactory
    @DisplayName(
            "case 31: a transferee with keys: early offer to the target, then a fresh offer of the"
                    + " transferee, then the target gets its new keys")
    Stream<DynamicTest> keysAreAskedForAnew() {
        String called =
                """
                a1> INVITE to:bob keys=A1
                b< INVITE offer=a1 body="*sha-256 A1*setup:actpass*"
                b> 200 keys=B1 setup=active
                b< ACK
                a1< 200 answer=b body="*sha-256 B1*setup:active*"
                a1> ACK
                +1s
                """;
        String wasCalled =
                """
                b> INVITE to:alice keys=B1
                a1< INVITE offer=b body="*sha-256 B1*setup:actpass*"
                a1> 200 keys=A1 setup=active
                a1< ACK
                b< 200 answer=a1 body="*sha-256 A1*setup:active*"
                b> ACK
                +1s
                """;
        String referred = ALICE_REFERS + keysAnew() + ALICE_LEAVES + BOB_ENDS_IT_WITH_CAROL;
        return Playing.bothRoles(called + referred, wasCalled + referred, allowed());
    }

    private static String keysAnew() {
        return """
        c< INVITE offer=b body="*sha-256 B1*setup:actpass*"
        c> 200 keys=C1 setup=active
        c< ACK
        b< re-INVITE offer=none
        b> 200 keys=B2
        c< re-INVITE offer=b body="*sha-256 B2*setup:actpass*"
        c> 200 keys=C2 setup=active
        c< ACK
        b< ACK answer=c body="*sha-256 C2*setup:active*"
        """;
    }

    @TestFactory
    @DisplayName("a target that re-INVITEs right after its answer: 491, and the transferee waits")
    Stream<DynamicTest> theTargetsGlareIsWaitedFor() {
        return TransferPlaying.inOrder(
                CAROL_IS_CALLED
                        + """
                        c> 200
                        c< ACK
                        b< re-INVITE offer=none
                        b> 200
                        c< re-INVITE offer=b
                        c> 491
                        c< ACK
                        +4s
                        c< re-INVITE offer=b
                        c> 200
                        c< ACK
                        b< ACK answer=c
                        """
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL,
                with(Strategy.FRESH_FIX));
    }

    // ---- LATE-X

    @TestFactory
    @DisplayName("LATE-X: the target is called with an offer that the transferee makes for it")
    Stream<DynamicTest> theTransfereesOwnOfferGoesToTheTarget() {
        return TransferPlaying.everyWay(
                ALICE_REFERS
                        + BOB_OFFERS
                        + """
                        c< INVITE offer=b port=4444
                        c> 200
                        c< ACK
                        b< ACK answer=c
                        """
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL,
                with(Strategy.LATE_X));
    }

    @TestFactory
    @DisplayName("LATE-X: a busy target: the transferee's offer is answered with what it had")
    Stream<DynamicTest> aBusyTargetLeavesTheMediaWhereTheyWere() {
        return TransferPlaying.everyWay(
                ALICE_REFERS
                        + """
                        b< re-INVITE offer=none
                        b> 200
                        c< INVITE offer=b
                        c> 486
                        c< ACK
                        b< ACK answer=a1
                        a1< NOTIFY 486 terminated
                        a1> 200
                        """
                        + BOB_ENDS_IT_WITH_ALICE,
                with(Strategy.LATE_X));
    }

    @TestFactory
    @DisplayName("LATE-X: a busy target, and the transferee has moved: the transferor is told")
    Stream<DynamicTest> whereTheTransfereeMovedIsTold() {
        return TransferPlaying.inOrder(
                ALICE_REFERS
                        + BOB_OFFERS
                        + """
                        c< INVITE offer=b
                        c> 486
                        c< ACK
                        b< ACK answer=a1
                        a1< NOTIFY 486 terminated
                        a1> 200
                        b< re-INVITE offer=a1
                        b> 200 port=4444
                        b< ACK
                        a1< re-INVITE port=4444
                        a1> 200
                        a1< ACK
                        """
                        + BOB_ENDS_IT_WITH_ALICE,
                with(Strategy.LATE_X));
    }

    @TestFactory
    @DisplayName("LATE-X: a transferee that makes no offer: what is known goes to the target")
    Stream<DynamicTest> aTransfereeThatMakesNoOfferIsKnown() {
        return TransferPlaying.inOrder(
                ALICE_REFERS
                        + """
                        b< re-INVITE offer=none
                        b> 488
                        b< ACK
                        c< INVITE offer=b
                        c> 200
                        c< ACK
                        b< re-INVITE offer=c
                        b> 200
                        b< ACK
                        """
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL,
                with(Strategy.LATE_X));
    }

    @TestFactory
    @DisplayName("LATE-X: the transferor hangs up while the offer waits: nobody is lost")
    Stream<DynamicTest> theTransferorMayLeaveWhileTheOfferWaits() {
        return TransferPlaying.inOrder(
                ALICE_REFERS
                        + BOB_OFFERS
                        + """
                        c< INVITE offer=b
                        a1> BYE
                        a1< 200
                        +2s
                        c> 200
                        c< ACK
                        b< ACK answer=c
                        a1< NOTIFY 200 terminated
                        a1> 200
                        """
                        + BOB_ENDS_IT_WITH_CAROL,
                with(Strategy.LATE_X));
    }

    @TestFactory
    @DisplayName("case 98: LATE-X: call ended while the transferee's 2xx waits: ACK before BYE")
    Stream<DynamicTest> theAckGoesBeforeTheBye() {
        return TransferPlaying.inOrder(
                ALICE_REFERS
                        + BOB_OFFERS
                        + """
                        c< INVITE offer=b
                        c> 180
                        +1s
                        a1< NOTIFY 180
                        a1> 200
                        a1> BYE
                        a1< 200
                        c> 486
                        c< ACK
                        b< ACK
                        b< BYE
                        b> 200
                        a1< NOTIFY 486 terminated
                        a1> 200
                        """,
                with(Strategy.LATE_X));
    }

    @TestFactory
    @DisplayName("LATE-X: a transferee that does not answer for ten seconds: what is known is used")
    Stream<DynamicTest> aTransfereeThatDoesNotAnswerIsKnown() {
        return TransferPlaying.inOrder(
                ALICE_REFERS
                        + """
                        b< re-INVITE offer=none
                        +9900ms
                        b< CANCEL
                        b> 487 INVITE
                        b< ACK
                        c< INVITE offer=b
                        c> 200
                        c< ACK
                        b< re-INVITE offer=c
                        b> 200
                        b< ACK
                        """
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL,
                with(Strategy.LATE_X));
    }

    @TestFactory
    @DisplayName("LATE-X: 491 of the transferee is waited for")
    Stream<DynamicTest> theTransfereesGlareIsWaitedFor() {
        return TransferPlaying.inOrder(
                ALICE_REFERS
                        + """
                        b< re-INVITE offer=none
                        b> 491
                        b< ACK
                        +4s
                        b< re-INVITE offer=none
                        b> 200
                        c< INVITE offer=b
                        c> 200
                        c< ACK
                        b< ACK answer=c
                        """
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL,
                with(Strategy.LATE_X));
    }

    @TestFactory
    @DisplayName("PARK-FIRST: given up by request: the transferee gets its media back")
    Stream<DynamicTest> theParkedTransfereeIsGivenBackOnRequest() {
        return TransferPlaying.inOrder(
                """
                api> transfer leg=a1 to=carol
                api< 202
                b< re-INVITE offer=none
                b> 200
                b< ACK dir=inactive
                c< INVITE offer=b
                c> 180
                a1> re-INVITE port=6000
                a1< 200 dir=inactive
                a1> ACK
                api> abort
                api< 200
                c< CANCEL
                c> 487
                c< ACK
                b< re-INVITE port=6000 dir=sendrecv
                b> 200
                b< ACK
                a1< re-INVITE offer=b dir=sendrecv
                a1> 200 port=6000
                a1< ACK
                """
                        + BOB_ENDS_IT_WITH_ALICE,
                with(Strategy.PARK_FIRST));
    }

    // ---- LATE-Y

    @TestFactory
    @DisplayName("LATE-Y: the target makes the offer, the transferee answers it")
    Stream<DynamicTest> theTargetMakesTheOffer() {
        return TransferPlaying.everyWay(
                ALICE_REFERS
                        + """
                        c< INVITE offer=none
                        c> 200
                        b< re-INVITE offer=c
                        b> 200
                        b< ACK
                        c< ACK answer=b
                        """
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL,
                with(Strategy.LATE_Y));
    }

    @TestFactory
    @DisplayName("case 32: a target that refuses to make an offer gets what is known")
    Stream<DynamicTest> aTargetThatMakesNoOfferGetsOne() {
        return Stream.of("400", "415", "488", "500", "606")
                .flatMap(
                        status ->
                                TransferPlaying.everyWay(
                                        ALICE_REFERS
                                                + """
                                                c< INVITE offer=none
                                                c> %s
                                                c< ACK
                                                c< INVITE offer=b
                                                c> 200
                                                c< ACK
                                                b< re-INVITE offer=c
                                                b> 200
                                                b< ACK
                                                """
                                                        .formatted(status)
                                                + ALICE_LEAVES
                                                + BOB_ENDS_IT_WITH_CAROL,
                                        with(Strategy.LATE_Y)));
    }

    @TestFactory
    @DisplayName("LATE-Y: a transferee that refuses the target's offer makes its own")
    Stream<DynamicTest> theTransfereeRefusesTheTargetsOffer() {
        return TransferPlaying.inOrder(
                ALICE_REFERS
                        + """
                        c< INVITE offer=none
                        c> 200
                        b< re-INVITE offer=c
                        b> 488
                        b< ACK
                        c< ACK answer=b dir=sendrecv
                        b< re-INVITE offer=none
                        b> 200
                        c< re-INVITE offer=b
                        c> 200
                        c< ACK
                        b< ACK answer=c
                        """
                                .replace("c< ACK answer=b dir=sendrecv", "c< ACK dir=sendrecv")
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL,
                with(Strategy.LATE_Y));
    }

    // ---- PARK-FIRST

    @TestFactory
    @DisplayName("PARK-FIRST: the transferee waits in silence while the target rings")
    Stream<DynamicTest> theTransfereeWaitsInSilence() {
        return TransferPlaying.everyWay(
                ALICE_REFERS
                        + BOB_OFFERS
                        + """
                        b< ACK dir=inactive
                        c< INVITE offer=b port=4444 dir=sendrecv
                        c> 200
                        c< ACK
                        b< re-INVITE offer=c dir=sendrecv
                        b> 200 port=4444
                        b< ACK
                        """
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL,
                with(Strategy.PARK_FIRST));
    }

    @TestFactory
    @DisplayName("PARK-FIRST: F1, a busy target: the transferee gets its media back")
    Stream<DynamicTest> theParkedTransfereeIsGivenBack() {
        return TransferPlaying.everyWay(
                ALICE_REFERS
                        + """
                        b< re-INVITE offer=none
                        b> 200
                        b< ACK dir=inactive
                        c< INVITE offer=b
                        c> 486
                        c< ACK
                        a1< NOTIFY 486 terminated
                        a1> 200
                        +2s
                        b<* re-INVITE offer=a1 dir=sendrecv
                        b> 200
                        b< ACK
                        """
                        + BOB_ENDS_IT_WITH_ALICE,
                with(Strategy.PARK_FIRST));
    }

    // ---- a target that refuses what it is offered

    @TestFactory
    @DisplayName(
            "case 32: a target that refuses what is known gets what the transferee offers anew,"
                    + " never an INVITE without an offer")
    Stream<DynamicTest> aTargetThatRefusesGetsAFreshOffer() {
        return Stream.of("488", "606", "415")
                .flatMap(
                        status ->
                                TransferPlaying.everyWay(
                                        CAROL_IS_CALLED
                                                + """
                                                c> %s
                                                c< ACK
                                                b< re-INVITE offer=none
                                                b> 200 formats=8,101
                                                b< ACK answer=a1 formats=8,101
                                                c< INVITE formats=8,101
                                                c> 200
                                                c< ACK
                                                b< re-INVITE offer=c
                                                b> 200
                                                b< ACK
                                                """
                                                        .replace(
                                                                "b< ACK answer=a1 formats=8,101",
                                                                "b< ACK dir=sendrecv")
                                                        .formatted(status)
                                                + ALICE_LEAVES
                                                + BOB_ENDS_IT_WITH_CAROL,
                                        allowed()));
    }

    @TestFactory
    @DisplayName("KNOWN: a target that refuses, and the transferee has nothing else to offer")
    Stream<DynamicTest> aTargetThatRefusesAllIsToldAs488() {
        return TransferPlaying.inOrder(
                CAROL_IS_CALLED
                        + """
                        c> 488
                        c< ACK
                        b< re-INVITE offer=none
                        b> 200
                        b< ACK answer=a1
                        a1< NOTIFY 488 terminated
                        a1> 200
                        """
                        + BOB_ENDS_IT_WITH_ALICE,
                allowed());
    }
}
