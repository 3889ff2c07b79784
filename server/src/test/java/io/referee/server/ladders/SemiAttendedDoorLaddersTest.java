package io.referee.server.ladders;

import static io.referee.server.ladders.AttendedPlaying.BOB_ENDS_IT;
import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_ALICE;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/// Attended transfers over HTTP whose second call still rings (`transfers.md` A5.4): alice talks
/// with bob and rings carol.
class SemiAttendedDoorLaddersTest {
    private static final String CAROL_IS_RUNG =
            """
            a2> INVITE to:carol
            c< INVITE offer=a2
            +1s
            """;

    private static final String ASKED =
            """
            api> join leg=a1 other=a2
            api< 202
            """;

    private static final String JOINED =
            """
            c> 200
            c< ACK
            b< re-INVITE offer=none
            b> 200
            c< re-INVITE offer=b dir=sendrecv
            c> 200
            c< ACK
            b< ACK answer=c
            """;

    private static final String ALICE_IS_HUNG_UP =
            """
            a1<* BYE
            a1> 200
            """;

    @TestFactory
    @DisplayName("A5.4: what rings goes on ringing for the party that stays, and is joined with it")
    Stream<DynamicTest> whatRingsIsJoined() {
        return TransferPlaying.everyWay(
                CAROL_IS_RUNG
                        + ASKED
                        + "+3s\n"
                        + JOINED
                        + "a2<* 487\n"
                        + ALICE_IS_HUNG_UP
                        + "api> outcome completed code=200\napi< 200\n"
                        + BOB_ENDS_IT,
                World.usual());
    }

    @TestFactory
    @DisplayName("case 47: a caller that gives up stops nothing")
    Stream<DynamicTest> aCallerThatGivesUpStopsNothing() {
        return TransferPlaying.everyWay(
                CAROL_IS_RUNG
                        + ASKED
                        + "+1s\na2> CANCEL\na2< 487\n+1s\n"
                        + JOINED
                        + ALICE_IS_HUNG_UP
                        + BOB_ENDS_IT,
                World.usual());
    }

    @TestFactory
    @DisplayName("case 48: a target that refuses: the old call goes on, the other one ends")
    Stream<DynamicTest> aTargetThatRefuses() {
        return TransferPlaying.everyWay(
                CAROL_IS_RUNG
                        + ASKED
                        + """
                        c> 486
                        c< ACK
                        a2< 487
                        api> outcome failed code=486
                        api< 200
                        """
                        + BOB_ENDS_IT_WITH_ALICE,
                World.usual());
    }

    @TestFactory
    @DisplayName("an abort stops what rings")
    Stream<DynamicTest> anAbort() {
        return TransferPlaying.inOrder(
                CAROL_IS_RUNG
                        + ASKED
                        + """
                        +1s
                        api> abort
                        api< 200
                        c<* CANCEL
                        a2<* 487
                        c> 487
                        c< ACK
                        """
                        + BOB_ENDS_IT_WITH_ALICE,
                World.usual());
    }

    @TestFactory
    @DisplayName("the first call has to be answered, and no transfer may run on it")
    Stream<DynamicTest> theFirstCallHasToBeAnswered() {
        return TransferPlaying.inOrder(
                CAROL_IS_RUNG
                        + """
                        api> join leg=a2 other=a1
                        api< 480
                        """
                        + ASKED
                        + """
                        api> join leg=a1 other=a2
                        api< 480
                        """
                        + "+1s\n"
                        + JOINED
                        + "a2<* 487\n"
                        + ALICE_IS_HUNG_UP
                        + BOB_ENDS_IT,
                World.usual());
    }

    @TestFactory
    @DisplayName("A17, A5.4: a call that went elsewhere while it rang is transferred all the same")
    Stream<DynamicTest> aRedirectedCallIsTransferred() {
        return TransferPlaying.inOrder(
                """
                a2> INVITE to:dave
                d< INVITE offer=a2
                d> 180
                a2<? 180
                api> redirect leg=a2 to=carol
                api< 202
                d<* CANCEL
                c<* INVITE offer=a2
                d> 487
                d< ACK
                +1s
                """
                        + ASKED
                        + "+1s\n"
                        + JOINED
                        + "a2<* 487\n"
                        + ALICE_IS_HUNG_UP
                        + BOB_ENDS_IT,
                World.usual());
    }
}
