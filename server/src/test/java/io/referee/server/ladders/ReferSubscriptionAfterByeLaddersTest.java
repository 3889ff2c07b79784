package io.referee.server.ladders;

import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_CAROL;
import static io.referee.server.ladders.TransferPlaying.CAROL_AND_BOB_ARE_JOINED;
import static io.referee.server.ladders.TransferPlaying.CAROL_IS_CALLED;
import static io.referee.server.ladders.TransferPlaying.allowed;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/// The subscription of a REFER keeps its dialog alive when the transferor has hung up (RFC 5057
/// §5.5, `transfers.md` 0.7).
class ReferSubscriptionAfterByeLaddersTest {
    private static final String ALICE_HANGS_UP =
            """
            a1> BYE
            a1< 200
            """;

    private static final String ALICE_ASKS_AGAIN =
            """
            a1> SUBSCRIBE Event:refer Expires:300
            a1< 200 SUBSCRIBE Expires:120 Contact:*
            a1< NOTIFY 100 active Subscription-State:"active;expires=120"
            a1> 200
            """;

    @TestFactory
    @DisplayName("0.7: a refresh after the BYE is answered 200, and the NOTIFYs go on")
    Stream<DynamicTest> aRefreshAfterTheByeIsServed() {
        return TransferPlaying.everyWay(
                CAROL_IS_CALLED
                        + ALICE_HANGS_UP
                        + """
                        a1> SUBSCRIBE Event:refer Expires:300
                        a1< 200 SUBSCRIBE Expires:120
                        a1<* NOTIFY 100 active
                        a1> 200 NOTIFY
                        """
                        + CAROL_AND_BOB_ARE_JOINED
                        + """
                        a1< NOTIFY 200 terminated
                        a1> 200
                        """
                        + BOB_ENDS_IT_WITH_CAROL,
                allowed());
    }

    @TestFactory
    @DisplayName("0.7: who has refreshed after the BYE is told how the target rings, too")
    Stream<DynamicTest> progressIsToldToWhoStillListens() {
        return TransferPlaying.inOrder(
                CAROL_IS_CALLED
                        + ALICE_HANGS_UP
                        + ALICE_ASKS_AGAIN
                        + """
                        c> 180
                        +1s
                        a1< NOTIFY 180 active
                        a1> 200
                        """
                        + CAROL_AND_BOB_ARE_JOINED
                        + """
                        a1< NOTIFY 200 terminated
                        a1> 200
                        """
                        + BOB_ENDS_IT_WITH_CAROL,
                allowed());
    }

    @TestFactory
    @DisplayName("0.7: the subscription can be ended after the BYE; the transfer goes on")
    Stream<DynamicTest> itCanBeEndedAfterTheBye() {
        return TransferPlaying.inOrder(
                CAROL_IS_CALLED
                        + ALICE_HANGS_UP
                        + """
                        a1> SUBSCRIBE Event:refer Expires:0
                        a1< 200 SUBSCRIBE Expires:0
                        a1< NOTIFY 100 terminated
                        a1> 200
                        a1> SUBSCRIBE Event:refer Expires:300
                        a1< 481
                        """
                        + CAROL_AND_BOB_ARE_JOINED
                        + BOB_ENDS_IT_WITH_CAROL,
                allowed());
    }

    @TestFactory
    @DisplayName("0.7: forty seconds after the BYE the subscription is still known")
    Stream<DynamicTest> itOutlivesTheMemoryOfTheDialog() {
        return TransferPlaying.inOrder(
                CAROL_IS_CALLED
                        + """
                        c> 180
                        +2s
                        a1< NOTIFY 180 active
                        a1> 200
                        """
                        + ALICE_HANGS_UP
                        + "+40s\n"
                        + ALICE_ASKS_AGAIN.replace("NOTIFY 100", "NOTIFY 180")
                        + """
                        c> 200 INVITE
                        c< ACK
                        b< re-INVITE offer=c
                        b> 200
                        b< ACK
                        a1< NOTIFY 200 terminated
                        a1> 200
                        """
                        + BOB_ENDS_IT_WITH_CAROL,
                allowed());
    }

    @TestFactory
    @DisplayName("0.7: after the last NOTIFY, and in a dialog without a REFER, SUBSCRIBE gets 481")
    Stream<DynamicTest> whatIsOverIsNotRefreshed() {
        return TransferPlaying.inOrder(
                CAROL_IS_CALLED
                        + CAROL_AND_BOB_ARE_JOINED
                        + """
                        a1< NOTIFY 200 terminated
                        a1> 200
                        a1> BYE
                        a1< 200
                        a1> SUBSCRIBE Event:refer Expires:300
                        a1< 481
                        +8s
                        b> BYE
                        b< 200
                        c< BYE
                        c> 200
                        b> SUBSCRIBE Event:refer
                        b< 481
                        """,
                allowed());
    }
}
