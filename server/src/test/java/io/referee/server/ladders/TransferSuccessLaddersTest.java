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

/// Blind transfers by REFER that succeed.
class TransferSuccessLaddersTest {
    @TestFactory
    @DisplayName(
            "cases 1, 2, 35: a blind transfer joins transferee and target, the transferor is told"
                    + " how it goes, and the o= line of each leg only rises")
    Stream<DynamicTest> aBlindTransferJoinsTransfereeAndTarget() {
        return TransferPlaying.everyWay(
                """
                a1> REFER Refer-To:carol
                a1< 202 Contact:* Refer-Sub:none
                a1< NOTIFY 100 active Event:refer Subscription-State:"active;expires=120" body="SIP/2.0 100 Trying\\r\\n"
                a1> 200
                c< INVITE offer=b dir=sendrecv from:bob Referred-By:none uri="sip:carol@*"
                c> 200
                c< ACK
                b< re-INVITE offer=c
                b> 200
                b< ACK
                a1< NOTIFY 200 terminated Event:refer Subscription-State:"terminated;reason=noresource" body="SIP/2.0 200 OK\\r\\n"
                a1> 200
                a1> BYE
                a1< 200
                +10s
                b> BYE
                b< 200
                c< BYE Reason:none
                c> 200
                """,
                allowed());
    }

    @TestFactory
    @DisplayName(
            "case 1: the target's ringing is told once a second at most, with the standard phrase")
    Stream<DynamicTest> ringingIsToldToTheTransferorWithTheStandardPhrase() {
        return TransferPlaying.inOrder(
                CAROL_IS_CALLED
                        + """
                        +2s
                        c> 180 reason="Bing bong"
                        a1< NOTIFY 180 active body="SIP/2.0 180 Ringing\\r\\n"
                        a1> 200
                        c> 183
                        c> 180
                        c> 183 reason="Session Queued"
                        +900ms
                        a1< NOTIFY 183 active body="SIP/2.0 183 Session Progress\\r\\n"
                        a1> 200
                        +2s
                        """
                        + CAROL_AND_BOB_ARE_JOINED
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL,
                allowed());
    }

    @TestFactory
    @DisplayName("the transferor that stays is hung up after five seconds, and not before")
    Stream<DynamicTest> aTransferorThatStaysIsHungUpAfterTheGrace() {
        return TransferPlaying.inOrder(
                CAROL_IS_CALLED
                        + CAROL_AND_BOB_ARE_JOINED
                        + """
                        a1< NOTIFY 200 terminated
                        a1> 200
                        +4900ms
                        a1> re-INVITE
                        a1< 200 dir=inactive
                        a1> ACK
                        a1< BYE Reason:"SIP;cause=200;text=\\"Blind transfer\\""
                        a1> 200
                        """
                        + BOB_ENDS_IT_WITH_CAROL,
                allowed());
    }

    @TestFactory
    @DisplayName(
            "case 20: a final NOTIFY without an answer holds our BYE back for two seconds and the"
                    + " grace only")
    Stream<DynamicTest> aFinalNotifyWithoutAnAnswerHoldsTheByeForSevenSeconds() {
        return TransferPlaying.everyWay(
                CAROL_IS_CALLED
                        + CAROL_AND_BOB_ARE_JOINED
                        + """
                        a1< NOTIFY 200 terminated
                        +6900ms
                        a1< BYE
                        a1> 200 BYE
                        +30s
                        """
                        + BOB_ENDS_IT_WITH_CAROL,
                allowed());
    }

    @TestFactory
    @DisplayName("case 19: a NOTIFY answered 481 ends the subscription, not the transfer")
    Stream<DynamicTest> aNotifyAnswered481EndsOnlyTheSubscription() {
        return TransferPlaying.everyWay(
                """
                a1> REFER Refer-To:carol
                a1< 202
                a1< NOTIFY 100
                a1> 481
                c< INVITE offer=b
                +8s
                """
                        + CAROL_AND_BOB_ARE_JOINED
                        + """
                        a1> BYE
                        a1< 200
                        """
                        + BOB_ENDS_IT_WITH_CAROL,
                allowed());
    }

    @TestFactory
    @DisplayName("a transferor that was told nothing more is hung up after the grace all the same")
    Stream<DynamicTest> aTransferorWithoutSubscriptionIsHungUpAfterTheGrace() {
        return TransferPlaying.inOrder(
                """
                a1> REFER Refer-To:carol
                a1< 202
                a1< NOTIFY 100
                a1> 481
                c< INVITE offer=b
                """
                        + CAROL_AND_BOB_ARE_JOINED
                        + """
                        +4800ms
                        a1< BYE
                        a1> 200
                        """
                        + BOB_ENDS_IT_WITH_CAROL,
                allowed());
    }

    @TestFactory
    @DisplayName("case 94: two transfers one behind the other name only their own referrer")
    Stream<DynamicTest> aTransferOfATransferredCallNamesOnlyItsOwnReferrer() {
        return TransferPlaying.everyWay(
                """
                a1> REFER Refer-To:carol Referred-By:alice
                a1< 202
                a1< NOTIFY 100
                a1> 200
                c< INVITE offer=b Referred-By:alice Max-Forwards:69
                """
                        + CAROL_AND_BOB_ARE_JOINED
                        + ALICE_LEAVES
                        + """
                        +2s
                        == The target transfers on
                        c> REFER Refer-To:dave
                        c< 202
                        c< NOTIFY 100
                        c> 200
                        d< INVITE offer=b from:bob Referred-By:none Max-Forwards:64
                        d> 200
                        d< ACK
                        b< re-INVITE offer=d
                        b> 200
                        b< ACK
                        c< NOTIFY 200 terminated Event:refer
                        c> 200
                        c> BYE
                        c< 200
                        +1s
                        d> BYE
                        d< 200
                        b< BYE
                        b> 200
                        """,
                allowed().transfer("carol", io.referee.server.account.TransferMode.CONSUME));
    }
}
