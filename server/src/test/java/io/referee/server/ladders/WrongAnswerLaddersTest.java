package io.referee.server.ladders;

import static io.referee.server.ladders.TransferPlaying.ALICE_CALLED;
import static io.referee.server.ladders.TransferPlaying.ALICE_LEAVES;
import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_CAROL;
import static io.referee.server.ladders.TransferPlaying.allowed;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.Map;
import java.util.stream.Stream;

/// Phones that answer `sendrecv` whatever they were offered. Some carriers hang up when a
/// `sendonly` offer is answered so, and none has to take more than it offered (RFC 3264 §6.1).
class WrongAnswerLaddersTest {
    private static final String THE_CALL_ENDS =
            """
            a1> BYE
            a1< 200 BYE
            b< BYE
            b> 200
            """;

    /// Bob does not know what hold is; the answer that alice sees does.
    private static final String ALICE_HOLDS =
            """
            a1> re-INVITE dir=sendonly
            b< re-INVITE offer=a1 dir=sendonly
            b> 200 dir=sendrecv
            b< ACK
            a1< 200 answer=b dir=recvonly
            a1> ACK
            +1s
            """;

    private static Stream<DynamicTest> held(String offered, String allowed) {
        return Playing.everyWay(
                        ("""
                        {one} = a1
                        {other} = b
                        """
                                        + ALICE_CALLED
                                        + """
                                        {one}> re-INVITE dir=OFFERED
                                        {other}< re-INVITE offer={one} dir=OFFERED
                                        {other}> 200 dir=sendrecv
                                        {other}< ACK
                                        {one}< 200 answer={other} dir=ALLOWED
                                        {one}> ACK
                                        +1s
                                        {one}> re-INVITE
                                        {other}< re-INVITE offer={one} dir=sendrecv
                                        {other}> 200
                                        {other}< ACK
                                        {one}< 200 answer={other} dir=sendrecv
                                        {one}> ACK
                                        +1s
                                        """
                                        + THE_CALL_ENDS)
                                .replace("OFFERED", offered)
                                .replace("ALLOWED", allowed),
                        World.usual(),
                        Map.of("one", "b", "other", "a1"))
                .map(
                        test ->
                                DynamicTest.dynamicTest(
                                        offered + ", " + test.getDisplayName(),
                                        test.getExecutable()));
    }

    @TestFactory
    @DisplayName("whoever holds sees no more direction in the answer than it offered, and resumes")
    Stream<DynamicTest> aHoldIsAnsweredAsItWasOffered() {
        return Stream.of(
                        held("sendonly", "recvonly"),
                        held("recvonly", "sendonly"),
                        held("inactive", "inactive"))
                .flatMap(tests -> tests);
    }

    @TestFactory
    @DisplayName("so with an UPDATE, and in the first answer, early or not")
    Stream<DynamicTest> anUpdateAndTheFirstAnswer() {
        return Playing.everyWay(
                """
                a1> INVITE to:bob dir=sendonly
                b< INVITE offer=a1
                b> 183 answer=b dir=sendrecv
                a1<? 183 answer=b dir=recvonly
                b> 200 dir=sendrecv
                b< ACK
                a1< 200 answer=b dir=recvonly
                a1> ACK
                +1s
                a1> UPDATE offer=a1
                b< UPDATE offer=a1 dir=sendrecv
                b> 200
                a1< 200 answer=b dir=sendrecv
                +1s
                a1> UPDATE dir=inactive
                b< UPDATE dir=inactive
                b> 200 dir=sendonly
                a1< 200 answer=b dir=inactive
                +1s
                """
                        + THE_CALL_ENDS,
                World.usual());
    }

    @TestFactory
    @DisplayName("so in the ACK that answers an offer which was asked for")
    Stream<DynamicTest> theAnswerInAnAck() {
        return Playing.everyWay(
                ALICE_CALLED
                        + """
                        a1> re-INVITE offer=none
                        b< re-INVITE offer=none
                        b> 200 dir=sendonly
                        a1< 200 offer=b dir=sendonly
                        a1> ACK dir=sendrecv
                        b< ACK dir=recvonly
                        +1s
                        """
                        + THE_CALL_ENDS,
                World.usual());
    }

    @TestFactory
    @DisplayName("two that hold each other: each is still known to hold, whatever both answered")
    Stream<DynamicTest> bothHoldAndResume() {
        return Playing.everyWay(
                ALICE_CALLED
                        + ALICE_HOLDS
                        + """
                        api> held of=a1 legs=b
                        api< 200
                        b> re-INVITE dir=sendonly
                        a1< re-INVITE offer=b dir=sendonly
                        a1> 200 dir=sendrecv
                        a1< ACK
                        b< 200 answer=a1 dir=recvonly
                        b> ACK
                        +1s
                        api> held of=a1 legs=a1,b
                        api< 200
                        a1> re-INVITE
                        b< re-INVITE offer=a1 dir=sendrecv
                        b> 200 dir=sendonly
                        b< ACK
                        a1< 200 answer=b dir=sendonly
                        a1> ACK
                        +1s
                        api> held of=a1 legs=a1
                        api< 200
                        b> re-INVITE
                        a1< re-INVITE offer=b dir=sendrecv
                        a1> 200
                        a1< ACK
                        b< 200 answer=a1 dir=sendrecv
                        b> ACK
                        +1s
                        """
                        + THE_CALL_ENDS,
                World.usual());
    }

    @TestFactory
    @DisplayName(
            "case 33: a transferee that denies that it is held is transferred as if it did not")
    Stream<DynamicTest> aHeldTransfereeThatAnswersWrongly() {
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
    @DisplayName("case 34: a transferee that holds goes on holding a target that answers wrongly")
    Stream<DynamicTest> aTransfereeThatHoldsATargetThatAnswersWrongly() {
        return TransferPlaying.everyWay(
                """
                b> re-INVITE dir=sendonly
                a1< re-INVITE offer=b dir=sendonly
                a1> 200 dir=sendrecv
                a1< ACK
                b< 200 answer=a1 dir=recvonly
                b> ACK
                +1s
                a1> REFER Refer-To:carol
                a1< 202
                a1< NOTIFY 100
                a1> 200
                c< INVITE offer=b dir=sendonly
                c> 200 dir=sendrecv
                c< ACK
                b< re-INVITE offer=c dir=sendrecv
                b> 200 dir=sendonly
                b< ACK
                """
                        + ALICE_LEAVES
                        + """
                        +1s
                        api> held of=b legs=c
                        api< 200
                        b> re-INVITE
                        c< re-INVITE offer=b dir=sendrecv
                        c> 200
                        c< ACK
                        b< 200 answer=c dir=sendrecv
                        b> ACK
                        """
                        + BOB_ENDS_IT_WITH_CAROL,
                allowed());
    }
}
