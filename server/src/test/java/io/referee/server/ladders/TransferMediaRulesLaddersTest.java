package io.referee.server.ladders;

import static io.referee.server.ladders.TransferPlaying.ALICE_CALLED;
import static io.referee.server.ladders.TransferPlaying.ALICE_LEAVES;
import static io.referee.server.ladders.TransferPlaying.BOB_CALLED;
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

/// What the settings of the media change besides the strategy, and directions that are repaired.
class TransferMediaRulesLaddersTest {
    private static World media(MediaRules rules) {
        return allowed().media(rules);
    }

    // ---- directions

    @TestFactory
    @DisplayName("whoever answers as if it were on hold is told once that it may speak")
    Stream<DynamicTest> silentAnswersAreRepairedOnce() {
        return TransferPlaying.everyWay(
                CAROL_IS_CALLED
                        + """
                        c> 200 dir=recvonly
                        c< ACK
                        b< re-INVITE offer=c dir=sendrecv
                        b> 200 dir=recvonly
                        b< ACK
                        b< re-INVITE offer=c dir=sendrecv
                        b> 200 dir=recvonly
                        b< ACK
                        c< re-INVITE offer=b dir=sendrecv
                        c> 200 dir=recvonly
                        c< ACK
                        """
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL,
                allowed());
    }

    // ---- success at the answer

    @TestFactory
    @DisplayName("successPoint=answered: the transferor is told when the target answers")
    Stream<DynamicTest> successIsToldAtTheAnswer() {
        return TransferPlaying.everyWay(
                CAROL_IS_CALLED
                        + """
                        c> 200
                        c< ACK
                        a1< NOTIFY 200 terminated
                        a1> 200
                        b< re-INVITE offer=c
                        b> 200
                        b< ACK
                        a1> BYE
                        a1< 200
                        """
                        + BOB_ENDS_IT_WITH_CAROL,
                media(new MediaRules(Strategy.AUTO, false, Optional.empty(), true)));
    }

    @TestFactory
    @DisplayName("successPoint=answered: told too early, the transferor is still not hung up")
    Stream<DynamicTest> successToldTooEarlyKeepsTheTransferor() {
        return TransferPlaying.inOrder(
                CAROL_IS_CALLED
                        + """
                        c> 200
                        c< ACK
                        a1< NOTIFY 200 terminated
                        a1> 200
                        b< re-INVITE offer=c
                        b> 405
                        b< ACK
                        c< BYE
                        c> 200
                        b< re-INVITE offer=a1
                        b> 200
                        b< ACK
                        """
                        + BOB_ENDS_IT_WITH_ALICE,
                media(new MediaRules(Strategy.AUTO, false, Optional.empty(), true)));
    }

    // ---- early media

    @TestFactory
    @DisplayName(
            "case 92: what a target says reliably while it rings is heard by the transferee, once")
    Stream<DynamicTest> earlyMediaAreHeardOnce() {
        return TransferPlaying.everyWay(
                CAROL_IS_CALLED
                        + """
                        c> 183 answer=c Require:100rel RSeq:1
                        c< PRACK
                        c> 200 PRACK
                        b< re-INVITE offer=c
                        b> 200
                        b< ACK
                        +1s
                        a1< NOTIFY 183
                        a1> 200
                        +2s
                        c> 200 INVITE
                        c< ACK
                        """
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL,
                media(new MediaRules(Strategy.AUTO, true, Optional.empty(), false)));
    }

    @TestFactory
    @DisplayName("PARK-FIRST: what the target plays while it rings takes the place of the music")
    Stream<DynamicTest> earlyMediaEndTheMusic() {
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
                c> 183 answer=c Require:100rel RSeq:1
                c< PRACK
                c> 200 PRACK
                b< re-INVITE offer=c
                b> 200
                b< ACK
                m< BYE
                m> 200
                +1s
                a1< NOTIFY 183
                a1> 200
                +2s
                c> 200 INVITE
                c< ACK
                """
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL,
                media(
                                new MediaRules(
                                        Strategy.PARK_FIRST,
                                        true,
                                        Optional.of("sip:moh@example.org"),
                                        false))
                        .phone("m", "moh"));
    }

    private static final String BOTH_ARE_HELD =
            """
            api> hold of=a1 leg=both
            api< 202
            {x}< re-INVITE dir=inactive
            {x}> 200
            {x}< ACK
            {y}< re-INVITE dir=inactive
            {y}> 200
            {y}< ACK
            +1s
            """;

    @TestFactory
    @DisplayName(
            "case 92: a transferee that the server holds, and that moves while it hears the target,"
                    + " may speak when that answers")
    Stream<DynamicTest> earlyMediaOfAHeldTransferee() {
        String transfer =
                CAROL_IS_CALLED
                        + """
                        c> 183 answer=c Require:100rel RSeq:1
                        c< PRACK
                        c> 200 PRACK
                        b< re-INVITE offer=c dir=inactive
                        b> 200
                        b< ACK
                        +1s
                        a1< NOTIFY 183
                        a1> 200
                        b> re-INVITE port=4444
                        b< 200 answer=c dir=inactive
                        b> ACK
                        +1s
                        c> 200 INVITE answer=none
                        c< ACK
                        c< re-INVITE offer=b dir=sendrecv
                        c> 200
                        c< ACK
                        b< re-INVITE offer=c dir=sendrecv
                        b> 200 port=4444
                        b< ACK
                        """
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL;
        World world = media(new MediaRules(Strategy.AUTO, true, Optional.empty(), false));
        String byAlice = BOTH_ARE_HELD.replace("{x}", "a1").replace("{y}", "b");
        String byBob = BOTH_ARE_HELD.replace("{x}", "b").replace("{y}", "a1");
        return Stream.concat(
                Playing.everyWay(ALICE_CALLED + byAlice + transfer, world),
                Playing.everyWay(BOB_CALLED + byBob + transfer, world));
    }

    @TestFactory
    @DisplayName(
            "case 92: without the setting the transferee is left alone; the first answer counts")
    Stream<DynamicTest> earlyMediaAreKeptForTheJoin() {
        return TransferPlaying.inOrder(
                CAROL_IS_CALLED
                        + """
                        c> 183 answer=c Require:100rel RSeq:1
                        c< PRACK
                        c> 200 PRACK
                        +1s
                        a1< NOTIFY 183
                        a1> 200
                        +2s
                        c> 200 INVITE answer=none
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
    @DisplayName("case 92: a target that then gives up: the transferee hears the transferor again")
    Stream<DynamicTest> earlyMediaEndWithTheTarget() {
        return TransferPlaying.inOrder(
                CAROL_IS_CALLED
                        + """
                        c> 183 answer=c Require:100rel RSeq:1
                        c< PRACK
                        c> 200 PRACK
                        b< re-INVITE offer=c
                        b> 200
                        b< ACK
                        +1s
                        a1< NOTIFY 183
                        a1> 200
                        +2s
                        c> 486 INVITE
                        c< ACK
                        a1< NOTIFY 486 terminated
                        a1> 200
                        b< re-INVITE offer=a1
                        b> 200
                        b< ACK
                        """
                        + BOB_ENDS_IT_WITH_ALICE,
                media(new MediaRules(Strategy.AUTO, true, Optional.empty(), false)));
    }
}
