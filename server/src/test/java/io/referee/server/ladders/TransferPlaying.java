package io.referee.server.ladders;

import io.referee.server.account.TransferMode;

import org.junit.jupiter.api.DynamicTest;

import java.util.stream.Stream;

/// Ladders of transfers: alice on leg `a1`, who may transfer, and bob on leg `b` are talking when
/// they begin.
final class TransferPlaying {
    /// The transferor has called.
    static final String ALICE_CALLED =
            """
            a1> INVITE to:bob
            b< INVITE offer=a1
            b> 200
            b< ACK
            a1< 200 answer=b
            a1> ACK
            +1s
            """;

    /// The transferor was called.
    static final String BOB_CALLED =
            """
            b> INVITE to:alice
            a1< INVITE offer=b
            a1> 200
            a1< ACK
            b< 200 answer=a1
            b> ACK
            +1s
            """;

    /// A REFER is accepted and carol is called.
    static final String CAROL_IS_CALLED =
            """
            a1> REFER Refer-To:carol
            a1< 202
            a1< NOTIFY 100 active
            a1> 200
            c< INVITE offer=b dir=sendrecv
            """;

    /// Carol answers and is joined with bob.
    static final String CAROL_AND_BOB_ARE_JOINED =
            """
            c> 200
            c< ACK
            b< re-INVITE offer=c
            b> 200
            b< ACK
            """;

    /// The transferor hears of the success and leaves.
    static final String ALICE_LEAVES =
            """
            a1< NOTIFY 200 terminated
            a1> 200
            a1> BYE
            a1< 200
            """;

    /// Carol and bob talk, then bob hangs up.
    static final String BOB_ENDS_IT_WITH_CAROL =
            """
            +8s
            b> BYE
            b< 200
            c< BYE Reason:none
            c> 200
            """;

    /// Alice and bob talk, then bob hangs up.
    static final String BOB_ENDS_IT_WITH_ALICE =
            """
            +8s
            b> BYE
            b< 200
            a1< BYE Reason:none
            a1> 200
            """;

    private TransferPlaying() {}

    /// The usual world, in which alice may transfer.
    static World allowed() {
        return World.usual().transfer("alice", TransferMode.CONSUME);
    }

    /// Every way, with the transferor as caller and as callee.
    static Stream<DynamicTest> everyWay(String ladder, World world) {
        return Playing.bothRoles(ALICE_CALLED + ladder, BOB_CALLED + ladder, world);
    }

    /// On networks that keep the order, with the transferor as caller and as callee.
    static Stream<DynamicTest> inOrder(String ladder, World world) {
        return Stream.concat(
                Playing.inOrder(ALICE_CALLED + ladder, world),
                asCallee(Playing.inOrder(BOB_CALLED + ladder, world)));
    }

    private static Stream<DynamicTest> asCallee(Stream<DynamicTest> tests) {
        return tests.map(
                test ->
                        DynamicTest.dynamicTest(
                                "transferor was called, " + test.getDisplayName(),
                                test.getExecutable()));
    }
}
