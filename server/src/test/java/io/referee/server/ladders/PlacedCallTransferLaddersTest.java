package io.referee.server.ladders;

import static io.referee.server.ladders.TransferPlaying.allowed;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/// A transfer to whom a placed call rings (`transfers.md` A5.4): alice talks with bob, the server
/// called her second line `a2` and rings carol for it. That line is up, so it ends with a BYE.
class PlacedCallTransferLaddersTest {
    private static final String CAROL_IS_RUNG_FOR_ALICE =
            """
            api> call from=alice to=carol
            api< 202
            a2< INVITE offer=none
            a2> 200
            a2< ACK
            c< INVITE offer=a2
            +1s
            """;

    private static final String ASKED =
            """
            a1> REFER Refer-To:carol?Replaces=[a2]
            a1< 202
            a1< NOTIFY 100 active
            a1> 200
            """;

    private static final String ALICE_LEAVES =
            """
            a1< NOTIFY 200 terminated
            a1> 200
            a1> BYE
            a1< 200
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

    @TestFactory
    @DisplayName("the line that is still up when the two are joined is hung up")
    Stream<DynamicTest> theLineIsHungUpAfterTheJoin() {
        return TransferPlaying.inOrder(
                CAROL_IS_RUNG_FOR_ALICE
                        + ASKED
                        + JOINED
                        + """
                        a2< BYE Reason:"SIP;cause=200;text=\\"Transferred\\""
                        a2> 200
                        """
                        + ALICE_LEAVES
                        + TransferPlaying.BOB_ENDS_IT_WITH_CAROL,
                allowed());
    }

    @TestFactory
    @DisplayName(
            "the transferor may hang that line up while the target rings; nothing of it is left")
    Stream<DynamicTest> theLineMayEndBefore() {
        return TransferPlaying.inOrder(
                CAROL_IS_RUNG_FOR_ALICE
                        + ASKED
                        + """
                        a2> BYE
                        a2< 200
                        """
                        + JOINED
                        + ALICE_LEAVES
                        + TransferPlaying.BOB_ENDS_IT_WITH_CAROL,
                allowed());
    }

    @TestFactory
    @DisplayName("a target that refuses ends that line, too; the old call goes on")
    Stream<DynamicTest> aTargetThatRefusesEndsTheLine() {
        return TransferPlaying.inOrder(
                CAROL_IS_RUNG_FOR_ALICE
                        + ASKED
                        + """
                        c> 486
                        c< ACK
                        a2< BYE Reason:"SIP;cause=486*"
                        a2> 200
                        a1< NOTIFY 486 terminated
                        a1> 200
                        """
                        + TransferPlaying.BOB_ENDS_IT_WITH_ALICE,
                allowed());
    }
}
