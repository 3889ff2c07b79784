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

/// An account that may not transfer any more does not go on paying for what it has left behind
/// (`transfers.md` G.3).
class CutGraceLaddersTest {
    private static final String TRANSFERRED =
            CAROL_IS_CALLED + CAROL_AND_BOB_ARE_JOINED + ALICE_LEAVES;

    private static final String DENIED = "api> deny account=alice\napi< 200\n";

    @TestFactory
    @DisplayName("the permission is taken away: the leg it pays for ends after the grace")
    Stream<DynamicTest> whatIsLeftBehindEnds() {
        return TransferPlaying.inOrder(
                TRANSFERRED
                        + DENIED
                        + """
                        +58s
                        +2s
                        c<* BYE Reason:"SIP;cause=403*"
                        c> 200
                        b<* BYE Reason:"SIP;cause=403*"
                        b> 200
                        """,
                allowed());
    }

    @TestFactory
    @DisplayName("somebody else's permission is taken away: the two talk on")
    Stream<DynamicTest> othersTalkOn() {
        return TransferPlaying.inOrder(
                TRANSFERRED + DENIED.replace("alice", "dave") + "+70s\n" + BOB_ENDS_IT_WITH_CAROL,
                allowed());
    }
}
