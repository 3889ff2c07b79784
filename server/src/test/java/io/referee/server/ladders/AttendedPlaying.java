package io.referee.server.ladders;

import io.referee.server.account.TransferMode;
import io.referee.server.transfer.TransferSettings;

import org.junit.jupiter.api.DynamicTest;

import java.util.function.Function;
import java.util.stream.Stream;

/// Ladders of attended transfers: alice talks with bob (legs `a1` and `b`), has put him on hold,
/// and talks with carol (legs `a2` and `c`) when they begin.
final class AttendedPlaying {
    private static final String BOB_IS_HELD =
            """
            a1> re-INVITE dir=sendonly
            b< re-INVITE dir=sendonly
            b> 200
            b< ACK
            a1< 200
            a1> ACK
            +1s
            """;

    static final String CAROL_IS_CALLED =
            """
            a2> INVITE to:carol
            c< INVITE offer=a2
            c> 200
            c< ACK
            a2< 200 answer=c
            a2> ACK
            +1s
            """;

    static final String CAROL_CALLED =
            """
            c> INVITE to:alice
            a2< INVITE offer=c
            a2> 200
            a2< ACK
            c< 200 answer=a2
            c> ACK
            +1s
            """;

    /// The transferor asks; the two that stay are asked for their media and connected.
    static final String ASKED =
            """
            a1> REFER Refer-To:carol?Replaces=[a2]
            a1< 202
            a1< NOTIFY 100 active
            a1> 200
            """;

    /// Bob offers, carol answers.
    static final String JOINED =
            """
            b< re-INVITE offer=none
            b> 200
            c< re-INVITE offer=b dir=sendrecv
            c> 200
            c< ACK
            b< ACK answer=c dir=sendrecv
            """;

    /// The consultation is ended by us, the transferor hears of the success and leaves.
    static final String ALICE_LEAVES =
            """
            a2< BYE Reason:"SIP;cause=200;text=\\"Attended transfer\\""
            a2> 200
            a1< NOTIFY 200 terminated
            a1> 200
            a1> BYE
            a1< 200
            """;

    /// Carol and bob talk, then bob hangs up.
    static final String BOB_ENDS_IT = TransferPlaying.BOB_ENDS_IT_WITH_CAROL;

    /// Both old calls live, and end.
    static final String BOTH_CALLS_LIVE =
            """
            +8s
            a1> re-INVITE
            b< re-INVITE offer=a1
            b> 200
            b< ACK
            a1< 200 answer=b
            a1> ACK
            c> BYE
            c< 200
            a2< BYE
            a2> 200
            b> BYE
            b< 200
            a1< BYE
            a1> 200
            """;

    private AttendedPlaying() {}

    /// The usual world, in which alice may join those whom she talks with.
    static World allowed() {
        return World.usual().transfer("alice", TransferMode.ATTENDED);
    }

    /// The same with other rules for Replaces.
    static World allowed(TransferSettings.ReplacesRules rules) {
        return allowed().settings(s -> s.transfer(s.transfer().replaces(rules)));
    }

    /// Every way, in all four combinations of who called whom.
    static Stream<DynamicTest> everyWay(String ladder, World world) {
        return combined(begun -> Playing.everyWay(begun + ladder, world));
    }

    /// On networks that keep the order, in all four combinations.
    static Stream<DynamicTest> inOrder(String ladder, World world) {
        return combined(begun -> Playing.inOrder(begun + ladder, world));
    }

    private static Stream<DynamicTest> combined(Function<String, Stream<DynamicTest>> plays) {
        return Stream.of(true, false)
                .flatMap(
                        first ->
                                Stream.of(true, false)
                                        .flatMap(
                                                second ->
                                                        plays.apply(begun(first, second))
                                                                .map(
                                                                        t ->
                                                                                named(
                                                                                        t, first,
                                                                                        second))));
    }

    private static String begun(boolean firstCalled, boolean secondCalled) {
        return (firstCalled ? TransferPlaying.ALICE_CALLED : TransferPlaying.BOB_CALLED)
                + BOB_IS_HELD
                + (secondCalled ? CAROL_IS_CALLED : CAROL_CALLED);
    }

    private static DynamicTest named(DynamicTest test, boolean first, boolean second) {
        String roles = (first ? "caller" : "callee") + " and " + (second ? "caller" : "callee");
        return DynamicTest.dynamicTest(
                "transferor is " + roles + ", " + test.getDisplayName(), test.getExecutable());
    }
}
