package io.referee.server.ladders;

import static io.referee.server.ladders.TransferPlaying.ALICE_CALLED;
import static io.referee.server.ladders.TransferPlaying.ALICE_LEAVES;
import static io.referee.server.ladders.TransferPlaying.BOB_CALLED;
import static io.referee.server.ladders.TransferPlaying.CAROL_AND_BOB_ARE_JOINED;
import static io.referee.server.ladders.TransferPlaying.CAROL_IS_CALLED;
import static io.referee.server.ladders.TransferPlaying.allowed;

import io.referee.server.account.TransferMode;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.time.Duration;
import java.util.stream.Stream;

/// Nobody who left pays for ever, however the call goes on (`transfers.md` F.6).
class TimeLimitLaddersTest {
    private static final Duration LIMIT = Duration.ofSeconds(599);

    private static final String ALICE_CALLS_CAROL =
            """
            a2> INVITE to:carol
            c< INVITE offer=a2
            c> 200
            c< ACK
            a2< 200 answer=c
            a2> ACK
            +1s
            """;

    private static World limited(World world) {
        return world.settings(
                s -> s.transfer(s.transfer().limits(s.transfer().limits().alone(LIMIT))));
    }

    /// The end of those who are left, one second before and at the limit.
    private static String ends(String one, String other) {
        return "+598s\n+1s\n"
                + Stream.of(one, other)
                        .map(
                                leg ->
                                        leg
                                                + "<* BYE Reason:\"SIP;cause=480;text=\\\"Time"
                                                + " limit\\\"\"\n"
                                                + leg
                                                + "> 200\n")
                        .reduce("", String::concat);
    }

    @TestFactory
    @DisplayName("an attended transfer: what the transferor goes on paying for ends")
    Stream<DynamicTest> anAttendedTransferIsLimited() {
        return Stream.of(ALICE_CALLED, BOB_CALLED)
                .flatMap(
                        begun ->
                                Playing.inOrder(
                                        begun
                                                + ALICE_CALLS_CAROL
                                                + """
                                                a1> REFER Refer-To:carol?Replaces=[a2]
                                                a1< 202
                                                a1< NOTIFY 100 active
                                                a1> 200
                                                """
                                                + AttendedPlaying.JOINED
                                                + AttendedPlaying.ALICE_LEAVES
                                                + ends("c", "b"),
                                        limited(AttendedPlaying.allowed())));
    }

    @TestFactory
    @DisplayName("two calls that are joined over HTTP: the same")
    Stream<DynamicTest> aDualTransferIsLimited() {
        return Playing.inOrder(
                ALICE_CALLED
                        + ALICE_CALLS_CAROL
                        + "api> join leg=a1 other=a2\napi< 202\n"
                        + AttendedPlaying.JOINED
                        + "a2<* BYE\na2> 200\na1<* BYE\na1> 200\n"
                        + ends("c", "b"),
                limited(World.usual()));
    }

    @TestFactory
    @DisplayName("a later transfer that moves the leg to another call does not end the limit")
    Stream<DynamicTest> theLimitGoesWithTheLeg() {
        return Playing.inOrder(
                ALICE_CALLED
                        + CAROL_IS_CALLED
                        + CAROL_AND_BOB_ARE_JOINED
                        + ALICE_LEAVES
                        + """
                        d> INVITE to:bob
                        b2< INVITE offer=d
                        b2> 200
                        b2< ACK
                        d< 200 answer=b2
                        d> ACK
                        b2> REFER Refer-To:carol?Replaces=[b]
                        b2< 202
                        b2< NOTIFY 100 active
                        b2> 200
                        d< re-INVITE offer=none
                        d> 200
                        c< re-INVITE offer=d
                        c> 200
                        c< ACK
                        d< ACK answer=c
                        b<* BYE
                        b> 200
                        b2<* NOTIFY 200 terminated
                        b2> 200
                        b2> BYE
                        b2< 200
                        """
                        + ends("c", "d"),
                limited(allowed().transfer("bob", TransferMode.ATTENDED)));
    }
}
