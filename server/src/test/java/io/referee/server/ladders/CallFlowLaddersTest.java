package io.referee.server.ladders;

import static io.referee.server.ladders.TransferPlaying.ALICE_LEAVES;
import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_CAROL;
import static io.referee.server.ladders.TransferPlaying.CAROL_AND_BOB_ARE_JOINED;
import static io.referee.server.ladders.TransferPlaying.CAROL_IS_CALLED;
import static io.referee.server.ladders.TransferPlaying.allowed;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/// Flows of RFC 5589 that a phone makes of a consultation and a blind transfer, in the order of its
/// sections: what the phone does is its own affair, and none of it may lose anybody.
class CallFlowLaddersTest {
    private static final String CAROL_ANSWERS_A_CONSULTATION =
            """
            c< INVITE offer=a2
            c> 200
            c< ACK
            a2< 200 answer=c
            a2> ACK
            +1s
            """;

    private static final String JOINED =
            """
            a1> REFER Refer-To:carol?Replaces=[a2]
            a1< 202
            a1< NOTIFY 100 active
            a1> 200
            b< re-INVITE offer=none
            b> 200
            c< re-INVITE offer=b dir=sendrecv
            c> 200
            c< ACK
            b< ACK answer=c dir=sendrecv
            a2< BYE
            a2> 200
            """;

    /// Carol's phone has hung up one call before: it is another one that she gets.
    private static final String CAROL_IS_CALLED_ANEW =
            CAROL_IS_CALLED.replace("c< ", "c2< ")
                    + CAROL_AND_BOB_ARE_JOINED
                            .replace("c> ", "c2> ")
                            .replace("c< ", "c2< ")
                            .replace("offer=c", "offer=c2");

    private static final String BOB_ENDS_THE_NEW_CALL =
            BOB_ENDS_IT_WITH_CAROL.replace("c<", "c2<").replace("c>", "c2>");

    @TestFactory
    @DisplayName("B7: the consultation is over before the REFER: the target gets a call of its own")
    Stream<DynamicTest> aConsultationThatIsOver() {
        return TransferPlaying.everyWay(
                "a2> INVITE to:carol\n"
                        + CAROL_ANSWERS_A_CONSULTATION
                        + """
                        a2> BYE
                        a2< 200
                        c< BYE
                        c> 200
                        +1s
                        """
                        + CAROL_IS_CALLED_ANEW
                        + ALICE_LEAVES
                        + BOB_ENDS_THE_NEW_CALL,
                allowed());
    }

    @TestFactory
    @DisplayName("B11, B18: a consultation that requires Replaces needs no target that knows it")
    Stream<DynamicTest> aConsultationThatRequiresReplaces() {
        return TransferPlaying.everyWay(
                "a2> INVITE to:carol Require:replaces\n"
                        + CAROL_ANSWERS_A_CONSULTATION.replace(
                                "INVITE offer=a2", "INVITE offer=a2 Require:none")
                        + JOINED
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL,
                allowed());
    }

    @TestFactory
    @DisplayName(
            "B16: a consultation that is given up while it rings, then a REFER without Replaces")
    Stream<DynamicTest> aConsultationThatIsGivenUp() {
        return TransferPlaying.inOrder(
                """
                a2> INVITE to:carol
                c< INVITE offer=a2
                c> 180
                a2< 180
                a2> CANCEL
                a2< 487
                c< CANCEL
                c> 487
                c< ACK
                +3s
                """
                        + CAROL_IS_CALLED_ANEW
                        + ALICE_LEAVES
                        + BOB_ENDS_THE_NEW_CALL,
                allowed());
    }

    @TestFactory
    @DisplayName(
            "B17: an answer that crosses the CANCEL: the call is there, and can be transferred")
    Stream<DynamicTest> anAnswerThatCrossesTheCancel() {
        return TransferPlaying.inOrder(
                """
                a2> INVITE to:carol
                c< INVITE offer=a2
                c> 180
                a2< 180
                c> 200
                a2> CANCEL
                c< ACK
                a2< 200 answer=c
                a2> ACK
                +1s
                """
                        + JOINED
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL,
                allowed());
    }

    @TestFactory
    @DisplayName("B19, B26: OPTIONS in a call says what may be done there, to who may")
    Stream<DynamicTest> optionsTellsWhatMayBeDone() {
        return TransferPlaying.inOrder(
                """
                a1> OPTIONS
                a1< 200 OPTIONS Allow:"*REFER*" Supported:"*replaces*"
                """
                        + CAROL_IS_CALLED
                        + CAROL_AND_BOB_ARE_JOINED
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL,
                allowed());
    }

    @TestFactory
    @DisplayName("B22: two transfers of two calls run at once, each is told its own end")
    Stream<DynamicTest> twoTransfersAtOnce() {
        return TransferPlaying.inOrder(
                """
                a2> INVITE to:dave
                d< INVITE offer=a2
                d> 200
                d< ACK
                a2< 200 answer=d
                a2> ACK
                +1s
                a1> REFER Refer-To:carol
                a1< 202
                a1< NOTIFY 100 active
                a1> 200
                c< INVITE offer=b
                a2> REFER Refer-To:carol
                a2< 202
                a2< NOTIFY 100 active
                a2> 200
                c2< INVITE offer=d
                c2> 486
                c2< ACK
                a2< NOTIFY 486 terminated
                a2> 200
                """
                        + CAROL_AND_BOB_ARE_JOINED
                        + ALICE_LEAVES
                        + """
                        d> BYE
                        d< 200
                        a2< BYE
                        a2> 200
                        """
                        + BOB_ENDS_IT_WITH_CAROL,
                allowed());
    }
}
