package io.referee.server.ladders;

import static io.referee.server.ladders.TransferPlaying.allowed;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/// Bob, whom the server holds with music, is asked for his media because carol has answered, and
/// carol hangs up before he says them (`transfers.md` F7, A8.1): he was not moved, so he is still
/// held.
class HoldOutlastsJoinLaddersTest {
    private static final String BOB_IS_HELD =
            """
            api> hold of=a1 leg=%s
            api< 202
            %s%sb< re-INVITE offer=none
            b> 200
            m1< INVITE offer=b dir=recvonly
            m1> 200
            m1< ACK
            b< ACK answer=m1 dir=sendonly
            +1s
            """;

    private static final String ALICE =
            """
            a1< re-INVITE dir=inactive
            a1> 200
            a1< ACK
            """;

    private static final String BOB =
            """
            b< re-INVITE dir=sendonly
            b> 200
            b< ACK
            """;

    private static final String CAROL_GOES =
            """
            a1> REFER Refer-To:carol
            a1< 202
            a1< NOTIFY 100 active
            a1> 200
            c< INVITE offer=b dir=sendrecv
            c> 200
            c< ACK
            b< re-INVITE offer=none
            c> BYE
            c< 200
            a1< NOTIFY 480 terminated
            a1> 200
            b> 200
            b< ACK answer=m1 dir=sendonly
            +1s
            api> held of=a1 legs=b
            api< 200
            """;

    private static final String THEY_ARE_RELEASED =
            """
            api> unhold of=a1 leg=%s
            api< 202
            %s%sm1< BYE
            m1> 200
            """;

    private static Stream<DynamicTest> played(String begun, String side, String one, String two) {
        return Playing.inOrder(
                begun
                        + BOB_IS_HELD.formatted(side, one, two)
                        + CAROL_GOES
                        + THEY_ARE_RELEASED.formatted(side, free(one), free(two))
                        + TransferPlaying.BOB_ENDS_IT_WITH_ALICE,
                ParkLaddersTest.withMusic(allowed()));
    }

    private static String free(String held) {
        return held.replaceFirst("dir=[a-z]+", "dir=sendrecv");
    }

    @TestFactory
    @DisplayName("F7: who is asked for his media when the target goes is still held: alice called")
    Stream<DynamicTest> aliceCalled() {
        return played(TransferPlaying.ALICE_CALLED, "callee", ALICE, BOB);
    }

    @TestFactory
    @DisplayName("F7: who is asked for his media when the target goes is still held: bob called")
    Stream<DynamicTest> bobCalled() {
        return played(TransferPlaying.BOB_CALLED, "caller", BOB, ALICE);
    }
}
