package io.referee.server.ladders;

import static io.referee.server.ladders.TransferPlaying.ALICE_LEAVES;
import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_ALICE;
import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_CAROL;
import static io.referee.server.ladders.TransferPlaying.allowed;

import io.referee.server.transfer.TransferSettings.MediaRules;
import io.referee.server.transfer.TransferSettings.Strategy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.Optional;
import java.util.stream.Stream;

/// Parties that take other keys without moving elsewhere: their partner is told (`transfers.md`
/// 0.8, F2, F3). Without the right keys nobody hears anything.
class FreshKeysLaddersTest {
    private static final String TALKING =
            """
            a1> INVITE to:bob keys=A1
            b< INVITE offer=a1
            b> 200 keys=B1 setup=active
            b< ACK
            a1< 200 answer=b
            a1> ACK
            +1s
            """;

    private static final String CAROL_IS_CALLED =
            """
            a1> REFER Refer-To:carol
            a1< 202
            a1< NOTIFY 100 active
            a1> 200
            c< INVITE offer=b body="*sha-256 B1*"
            """;

    private static final String CAROL_ANSWERS =
            CAROL_IS_CALLED
                    + """
                    c> 200 keys=C1 setup=active
                    c< ACK
                    """;

    private static final String CAROL_IS_TOLD =
            """
            c< re-INVITE offer=b body="*sha-256 B2*"
            c> 200 keys=C1 setup=active
            c< ACK
            """;

    private static final String ALICE_IS_TOLD =
            """
            b< re-INVITE offer=a1 body="*sha-256 A1*"
            b> 200 keys=B2 setup=active
            b< ACK
            a1<* re-INVITE offer=b body="*sha-256 B2*"
            a1> 200 INVITE keys=A1 setup=passive
            a1<* ACK
            """;

    private static World world(Strategy strategy, boolean earlyMedia) {
        return allowed().media(new MediaRules(strategy, earlyMedia, Optional.empty(), false));
    }

    @TestFactory
    @DisplayName(
            "other keys in the answer to the early media: the target gets them when it answers")
    Stream<DynamicTest> otherKeysInTheAnswerToEarlyMedia() {
        return Playing.inOrder(
                TALKING
                        + CAROL_IS_CALLED
                        + """
                        c> 183 answer=c keys=C1 setup=active Require:100rel RSeq:1
                        c< PRACK
                        c> 200 PRACK
                        b< re-INVITE offer=c
                        b> 200 keys=B2
                        b< ACK
                        +1s
                        a1< NOTIFY 183
                        a1> 200
                        c> 200 INVITE answer=none
                        c< ACK
                        """
                        + CAROL_IS_TOLD
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL,
                world(Strategy.AUTO, true));
    }

    @TestFactory
    @DisplayName("other keys in the transferee's own re-INVITE after its 491: the target gets them")
    Stream<DynamicTest> otherKeysInTheOwnOffer() {
        return Playing.inOrder(
                TALKING
                        + CAROL_ANSWERS
                        + """
                        b< re-INVITE offer=none
                        b> 491
                        b< ACK
                        +500ms
                        b> re-INVITE keys=B2
                        b< 200
                        b> ACK
                        """
                        + CAROL_IS_TOLD
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL,
                allowed());
    }

    @TestFactory
    @DisplayName("a transferee that makes no offer answers with other keys: the target gets them")
    Stream<DynamicTest> otherKeysInTheAnswer() {
        return Playing.everyWay(
                TALKING
                        + CAROL_ANSWERS
                        + """
                        b< re-INVITE offer=none
                        b> 488
                        b< ACK
                        b< re-INVITE offer=c
                        b> 200 keys=B2
                        b< ACK
                        """
                        + CAROL_IS_TOLD
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL,
                allowed());
    }

    @TestFactory
    @DisplayName("the same keys in another DTLS role: nobody is told anything")
    Stream<DynamicTest> theSameKeysNeedNoCorrection() {
        return Playing.everyWay(
                TALKING
                        + CAROL_ANSWERS
                        + """
                        b< re-INVITE offer=none
                        b> 488
                        b< ACK
                        b< re-INVITE offer=c
                        b> 200 keys=B1 setup=passive
                        b< ACK
                        """
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL,
                allowed());
    }

    @TestFactory
    @DisplayName("the target refuses the transferee's new keys: the transferor gets them")
    Stream<DynamicTest> theTargetRefusesTheKeys() {
        return Playing.inOrder(
                TALKING
                        + CAROL_ANSWERS
                        + """
                        b< re-INVITE offer=none
                        b> 200 keys=B2
                        c< re-INVITE offer=b
                        c> 488
                        c< ACK
                        b< ACK
                        a1<* NOTIFY 488 terminated
                        a1> 200 NOTIFY
                        c<* BYE
                        c> 200
                        """
                        + ALICE_IS_TOLD
                        + BOB_ENDS_IT_WITH_ALICE,
                allowed());
    }

    @TestFactory
    @DisplayName("so it is with an attended transfer")
    Stream<DynamicTest> thePartyOfTheConsultationRefusesTheKeys() {
        return Playing.inOrder(
                TALKING
                        + """
                        a2> INVITE to:carol keys=A2
                        c< INVITE offer=a2
                        c> 200 keys=C1 setup=active
                        c< ACK
                        a2< 200 answer=c
                        a2> ACK
                        +1s
                        """
                        + AttendedPlaying.ASKED
                        + """
                        b< re-INVITE offer=none
                        b> 200 keys=B2
                        c< re-INVITE offer=b
                        c> 488
                        c< ACK
                        b< ACK
                        a1<* NOTIFY 488 terminated
                        a1> 200 NOTIFY
                        """
                        + ALICE_IS_TOLD
                        + BOB_ENDS_IT_WITH_ALICE
                        + """
                        a2> BYE
                        a2< 200
                        c< BYE
                        c> 200
                        """,
                AttendedPlaying.allowed());
    }

    @TestFactory
    @DisplayName("a busy target was called with fresh keys: the transferor gets them")
    Stream<DynamicTest> aBusyTargetWasCalledWithFreshKeys() {
        return Playing.inOrder(
                TALKING
                        + """
                        a1> REFER Refer-To:carol
                        a1< 202
                        a1< NOTIFY 100 active
                        a1> 200
                        b< re-INVITE offer=none
                        b> 200 keys=B2
                        c< INVITE offer=b
                        c> 486
                        c< ACK
                        b< ACK
                        a1<* NOTIFY 486 terminated
                        a1> 200 NOTIFY
                        """
                        + ALICE_IS_TOLD
                        + BOB_ENDS_IT_WITH_ALICE,
                world(Strategy.LATE_X, false));
    }

    @TestFactory
    @DisplayName("hold by the server: the party that was asked first gets the other's new keys")
    Stream<DynamicTest> holdByTheServer() {
        return Playing.everyWay(
                TALKING
                        + """
                        api> hold of=a1 leg=callee
                        api< 202
                        a1< re-INVITE dir=recvonly
                        a1> 200 keys=A2
                        a1< ACK
                        b< re-INVITE body="*sha-256 A2*"
                        b> 200 keys=B2
                        b< ACK
                        a1< re-INVITE body="*sha-256 B2*"
                        a1> 200 keys=A2
                        a1< ACK
                        +1s
                        api> unhold of=a1 leg=callee
                        api< 202
                        a1< re-INVITE body="*sha-256 B2*"
                        a1> 200 keys=A2
                        a1< ACK
                        b< re-INVITE body="*sha-256 A2*"
                        b> 200 keys=B2
                        b< ACK
                        """
                        + BOB_ENDS_IT_WITH_ALICE,
                World.usual());
    }
}
