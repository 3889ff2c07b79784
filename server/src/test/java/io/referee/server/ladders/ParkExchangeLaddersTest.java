package io.referee.server.ladders;

import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_ALICE;

import io.referee.server.account.TransferMode;
import io.referee.server.transfer.TransferSettings.ParkRules;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.time.Duration;
import java.util.stream.Stream;

/// A REFER whose Replaces names a call that is parked (`transfers.md` A5.2 rule 5): alice talks
/// with bob on `a1`, and dave has parked her on `a2`.
class ParkExchangeLaddersTest {
    private static final String ALICE_IS_PARKED =
            """
            a2> INVITE to:dave
            d< INVITE offer=a2
            d> 200
            d< ACK
            a2< 200
            a2> ACK
            +1s
            d> REFER Refer-To:park
            d< 202
            d<* NOTIFY 100 active
            d> 200
            a2< re-INVITE dir=inactive
            a2> 200
            a2< ACK
            d<* NOTIFY 200 terminated
            d> 200
            d> BYE
            d< 200
            +1s
            """;

    private static final String ASKED =
            """
            a1> REFER Refer-To:dave?Replaces=[a2]
            a1< 202
            a1<* NOTIFY 100 active
            a1> 200
            b< re-INVITE dir=inactive
            """;

    private static final String CAROL_GETS_BOB =
            """
            +5s
            c> INVITE to:700
            b< re-INVITE offer=c dir=sendrecv
            b> 200
            b< ACK
            c< 200 answer=b
            c> ACK
            +1s
            b> BYE
            b< 200
            c< BYE
            c> 200
            """;

    private static World slots() {
        ParkRules rules = new ParkRules(700, 701, Duration.ofSeconds(120));
        return TransferPlaying.allowed()
                .transfer("dave", TransferMode.CONSUME)
                .settings(s -> s.transfer(s.transfer().park(rules)));
    }

    @TestFactory
    @DisplayName("A5.2: the transferee takes the slot of the transferor, who is let go")
    Stream<DynamicTest> theTransfereeTakesTheSlot() {
        return TransferPlaying.everyWay(
                ALICE_IS_PARKED
                        + ASKED
                        + """
                        b> 200
                        b< ACK
                        a2<* BYE
                        a2> 200 BYE
                        a1<* NOTIFY 200 terminated
                        a1> 200
                        a1> BYE
                        a1< 200
                        """
                        + CAROL_GETS_BOB,
                slots());
    }

    @TestFactory
    @DisplayName("A5.2, F6: a transferee that hangs up meanwhile: the transferor stays parked")
    Stream<DynamicTest> aTransfereeThatHangsUp() {
        return TransferPlaying.inOrder(
                ALICE_IS_PARKED
                        + ASKED
                        + """
                        b> BYE
                        b< 200
                        b<~ CANCEL
                        a1<* NOTIFY 487 terminated
                        a1> 200 NOTIFY
                        a1<* BYE
                        a1> 200 BYE
                        +1s
                        c> INVITE to:700
                        a2< re-INVITE offer=c dir=sendrecv
                        a2> 200
                        a2< ACK
                        c< 200 answer=a2
                        c> ACK
                        +1s
                        c> BYE
                        c< 200
                        a2< BYE
                        a2> 200
                        """,
                slots());
    }

    @TestFactory
    @DisplayName("A5.2: whoever dials the slot meanwhile does not get the one who leaves it")
    Stream<DynamicTest> theSlotIsNotEmptiedMeanwhile() {
        return TransferPlaying.inOrder(
                ALICE_IS_PARKED
                        + ASKED
                        + """
                        c> INVITE to:700
                        c< 491
                        b> 200
                        b< ACK
                        a2<* BYE
                        a2> 200 BYE
                        a1<* NOTIFY 200 terminated
                        a1> 200 NOTIFY
                        a1> BYE
                        a1< 200
                        """
                        + CAROL_GETS_BOB
                                .replace("c>", "cc>")
                                .replace("c<", "cc<")
                                .replace("=c ", "=cc "),
                slots().phone("cc", "carol"));
    }

    @TestFactory
    @DisplayName("A5.2: a Replaces whose tags do not fit empties no slot")
    Stream<DynamicTest> aReplacesThatDoesNotFit() {
        return TransferPlaying.inOrder(
                ALICE_IS_PARKED
                        + """
                        a1> REFER Refer-To:dave?Replaces=[a2~]
                        a1< 603
                        a2> BYE
                        a2< 200
                        """
                        + BOB_ENDS_IT_WITH_ALICE,
                slots());
    }

    @TestFactory
    @DisplayName("A5.2: a slot that is about to change hands goes to nobody else")
    Stream<DynamicTest> theSlotIsKept() {
        return TransferPlaying.inOrder(
                ALICE_IS_PARKED
                        + ASKED
                        + """
                        a2> BYE
                        a2< 200
                        c> INVITE to:dave
                        d2< INVITE offer=c
                        d2> 200
                        d2< ACK
                        c< 200
                        c> ACK
                        d2> REFER Refer-To:park
                        d2< 202
                        d2<* NOTIFY 100 active
                        d2> 200
                        c< re-INVITE dir=inactive
                        c> 200
                        c< ACK
                        d2<* NOTIFY 200 terminated
                        d2> 200
                        d2> BYE
                        d2< 200
                        b> 200 INVITE
                        b< ACK
                        a1<* NOTIFY 200 terminated
                        a1> 200 NOTIFY
                        a1> BYE
                        a1< 200
                        +1s
                        a3> INVITE to:701
                        c< re-INVITE offer=a3 dir=sendrecv
                        c> 200
                        c< ACK
                        a3< 200 answer=c
                        a3> ACK
                        +1s
                        c> BYE
                        c< 200
                        a3< BYE
                        a3> 200
                        b> BYE
                        b< 200
                        """,
                slots());
    }

    private static final String NOBODY_CAME_FOR_ALICE = "+117s\n" + ASKED + "b> 180\n+3s\n";

    @TestFactory
    @DisplayName("A5.2, F11: a wait that ends while the slot changes hands calls nobody back")
    Stream<DynamicTest> theWaitEndsMeanwhile() {
        return TransferPlaying.inOrder(
                ALICE_IS_PARKED
                        + NOBODY_CAME_FOR_ALICE
                        + """
                        b> 200 INVITE
                        b< ACK
                        a2<* BYE
                        a2> 200 BYE
                        a1<* NOTIFY 200 terminated
                        a1> 200
                        a1> BYE
                        a1< 200
                        """
                        + CAROL_GETS_BOB,
                slots());
    }

    @TestFactory
    @DisplayName("A5.2, F11: the same, and the slot keeps whom it had, who is called back for now")
    Stream<DynamicTest> theWaitEndsAndNobodyTakesTheSlot() {
        return TransferPlaying.inOrder(
                ALICE_IS_PARKED
                        + NOBODY_CAME_FOR_ALICE
                        + """
                        b> BYE
                        b< 200 BYE
                        b<~ CANCEL
                        a1<* NOTIFY 487 terminated
                        a1> 200 NOTIFY
                        a1<* BYE
                        a1> 200 BYE
                        +1s
                        d2< INVITE offer=a2 dir=sendrecv Alert-Info:"*recall*"
                        d2> 486
                        d2< ACK
                        a2< BYE
                        a2> 200
                        """,
                slots());
    }
}
