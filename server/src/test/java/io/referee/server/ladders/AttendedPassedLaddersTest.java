package io.referee.server.ladders;

import io.referee.server.account.TransferMode;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/// REFERs with Replaces that are passed on: the other party takes the transferor's place in the
/// consultation.
class AttendedPassedLaddersTest {
    private static final String PASSED =
            """
            a1> REFER Refer-To:carol?Replaces=[a2]
            b< REFER Refer-To:*Replaces=*
            b> 202
            a1< 202
            b2> INVITE to:carol Replaces:[a2]
            c< re-INVITE offer=b2
            c> 200
            c< ACK
            b2< 200 answer=c
            b2> ACK
            a2< BYE Reason:"SIP;cause=200;text=\\"Replaced\\""
            a2> 200
            b> NOTIFY Event:refer Subscription-State:"terminated;reason=noresource" body="SIP/2.0 200 OK" type=message/sipfrag
            b< 200 NOTIFY
            a1< NOTIFY 200 terminated
            a1> 200
            a1> BYE
            a1< 200
            b< BYE
            b> 200
            +3s
            b2> BYE
            b2< 200
            c< BYE
            c> 200
            """;

    /// A caller without an account, who could not take over anything else.
    private static final String GINA_AND_CAROL =
            """
            g> INVITE to:alice
            a1< INVITE offer=g
            a1> 200
            a1< ACK
            g< 200
            g> ACK
            a2> INVITE to:carol
            c< INVITE offer=a2
            c> 200
            c< ACK
            a2< 200
            a2> ACK
            +1s
            """;

    private static World passing() {
        return World.usual().transfer("alice", TransferMode.PASS);
    }

    @TestFactory
    @DisplayName("case 51: the transferee's INVITE with Replaces comes to us and takes the place")
    Stream<DynamicTest> theTransfereeTakesThePlaceOfTheTransferor() {
        return AttendedPlaying.everyWay(PASSED, passing());
    }

    @TestFactory
    @DisplayName("case 51: a transferee without an account may, because the REFER was passed to it")
    Stream<DynamicTest> aGuestMayWhenTheReferWasPassedToIt() {
        String guest =
                PASSED.replace("b2", "g2").replace("\nb", "\ng").replace("offer=b", "offer=g");
        return Playing.everyWay(GINA_AND_CAROL + guest, passing());
    }

    @TestFactory
    @DisplayName("case 51: it may once, and nothing else")
    Stream<DynamicTest> aGuestMayOnce() {
        return Playing.everyWay(
                GINA_AND_CAROL
                        + """
                        a1> REFER Refer-To:carol?Replaces=[a2]
                        g< REFER
                        g> 202
                        a1< 202
                        g2> INVITE to:carol Replaces:[a1]
                        g2< 403
                        g2> INVITE to:carol Replaces:[a2]
                        c< re-INVITE offer=g2
                        c> 488
                        c< ACK
                        g2< 488
                        g2> INVITE to:carol Replaces:[a2]
                        g2< 403
                        c> BYE
                        c< 200
                        a2< BYE
                        a2> 200
                        g> BYE
                        g< 200
                        a1<~ NOTIFY
                        a1< BYE
                        a1> 200 BYE
                        """,
                passing());
    }
}
