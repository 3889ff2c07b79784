package io.referee.server.ladders;

import io.referee.server.account.TransferMode;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/// Requests that come before what was sent earlier.
class OvertakingLaddersTest {
    private static final String TALKING =
            """
            a1> INVITE to:bob
            b< INVITE
            b> 200
            b< ACK
            a1< 200
            a1> ACK
            +1s
            """;

    @TestFactory
    @DisplayName("a REFER behind a 200 that was lost: the dialog that the 200 made lives on")
    Stream<DynamicTest> aReferInFrontOfThe200() {
        return Playing.plainly(
                """
                a1> INVITE to:bob
                b< INVITE
                api> lose phone=b
                api< 200
                b> 200
                b> REFER Refer-To:carol
                b< 500 REFER Retry-After:*
                +500ms
                b< ACK
                a1< 200
                a1> ACK
                +1s
                b> REFER Refer-To:carol
                b< 603 REFER
                b> BYE
                b< 200
                a1< BYE
                a1> 200
                """,
                World.usual());
    }

    @TestFactory
    @DisplayName("a BYE behind a 200 that was lost belongs to no dialog yet")
    Stream<DynamicTest> aByeInFrontOfThe200() {
        return Playing.plainly(
                """
                a1> INVITE to:bob
                b< INVITE
                api> lose phone=b
                api< 200
                b> 200
                b> BYE
                b< 481
                +500ms
                b< ACK
                a1< 200
                a1> ACK
                +1s
                a1> BYE
                a1< 200
                b< BYE
                b> 481
                """,
                World.usual());
    }

    @TestFactory
    @DisplayName("a BYE of ours that was overtaken is answered 500 and sent again, once")
    Stream<DynamicTest> anOvertakenByeIsSentAgain() {
        return Playing.inOrder(
                TALKING
                        + """
                        a1> BYE
                        a1< 200
                        b< BYE
                        b> 500
                        b< BYE
                        b> 500
                        """,
                World.usual());
    }

    @TestFactory
    @DisplayName("a BYE of ours that our own NOTIFY has overtaken is sent again")
    Stream<DynamicTest> aByeThatANotifyHasOvertaken() {
        return Playing.inOrder(
                TALKING
                        + """
                        a1> REFER Refer-To:carol
                        b< REFER Refer-To:carol
                        b> 202
                        a1< 202
                        b> BYE
                        b< 200
                        a1< BYE
                        b> NOTIFY Event:refer Subscription-State:"terminated;reason=noresource" body="SIP/2.0 200 OK" type=message/sipfrag
                        b< 200 NOTIFY
                        a1< NOTIFY 200 terminated
                        a1> 200 NOTIFY
                        a1> 500 BYE
                        a1< BYE
                        a1> 200 BYE
                        """,
                World.usual().transfer("alice", TransferMode.PASS));
    }
}
