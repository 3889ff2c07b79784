package io.referee.server.ladders;

import static io.referee.server.ladders.Playing.everyWay;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Hold, in all its ways, and media that move.
class HoldTest {
    @TestFactory
    Stream<DynamicTest> holdByInactive() {
        return everyWay(
                """
                {one} = a1
                {other} = b
                a1> INVITE to:bob
                b< INVITE
                b> 200
                b< ACK
                a1< 200
                a1> ACK
                +1s
                {one}> re-INVITE dir=inactive
                {other}< re-INVITE offer={one}
                {other}> 200
                {other}< ACK
                {one}< 200 answer={other} dir=inactive
                {one}> ACK
                +1s
                a1> BYE
                a1< 200 BYE
                b< BYE
                b> 200
                """,
                World.usual(),
                Map.of("one", "b", "other", "a1"));
    }

    @TestFactory
    Stream<DynamicTest> holdTheOldWayIsSaidInTodaysWords() {
        return everyWay(
                """
                {one} = a1
                {other} = b
                {address} = 203.0.113.1
                a1> INVITE to:bob
                b< INVITE
                b> 200
                b< ACK
                a1< 200
                a1> ACK
                +1s
                {one}> re-INVITE address=0.0.0.0 dir=none
                {other}< re-INVITE address={address} dir=inactive
                {other}> 200
                {other}< ACK
                {one}< 200 answer={other}
                {one}> ACK
                +1s
                a1> BYE
                a1< 200 BYE
                b< BYE
                b> 200
                """,
                World.usual(),
                Map.of("one", "b", "other", "a1", "address", "203.0.113.2"));
    }

    @TestFactory
    @DisplayName("case 75: hold by c=0.0.0.0 is inactive for the other, and resuming restores")
    Stream<DynamicTest> holdTheOldWayIsResumed() {
        return everyWay(
                """
                {one} = a1
                {other} = b
                {address} = 203.0.113.1
                a1> INVITE to:bob
                b< INVITE
                b> 200
                b< ACK
                a1< 200
                a1> ACK
                +1s
                {one}> re-INVITE address=0.0.0.0 dir=none
                {other}< re-INVITE address={address} dir=inactive
                {other}> 200
                {other}< ACK
                {one}< 200 answer={other}
                {one}> ACK
                +1s
                {one}> re-INVITE
                {other}< re-INVITE offer={one} dir=sendrecv
                {other}> 200
                {other}< ACK
                {one}< 200 answer={other} dir=sendrecv
                {one}> ACK
                +1s
                a1> BYE
                a1< 200 BYE
                b< BYE
                b> 200
                """,
                World.usual(),
                Map.of("one", "b", "other", "a1", "address", "203.0.113.2"));
    }

    @TestFactory
    @DisplayName("case 73: two that hold each other resume in either order and end with sendrecv")
    Stream<DynamicTest> doubleHoldIsResumedInEitherOrder() {
        return Stream.of(List.of("a1", "b"), List.of("b", "a1"))
                .flatMap(order -> doubleHold(order.getFirst(), order.getLast()));
    }

    private static Stream<DynamicTest> doubleHold(String first, String second) {
        String ladder =
                """
                {caller}> INVITE to:%s
                {callee}< INVITE
                {callee}> 200
                {callee}< ACK
                {caller}< 200
                {caller}> ACK
                +1s
                {caller}> re-INVITE dir=sendonly
                {callee}< re-INVITE dir=sendonly
                {callee}> 200
                {callee}< ACK
                {caller}< 200 dir=recvonly
                {caller}> ACK
                +1s
                {callee}> re-INVITE dir=inactive
                {caller}< re-INVITE dir=inactive
                {caller}> 200
                {caller}< ACK
                {callee}< 200 dir=inactive
                {callee}> ACK
                +1s
                {first}> re-INVITE
                {second}< re-INVITE dir=sendrecv
                {second}> 200 dir=sendonly
                {second}< ACK
                {first}< 200 dir=sendonly
                {first}> ACK
                +1s
                {second}> re-INVITE
                {first}< re-INVITE dir=sendrecv
                {first}> 200
                {first}< ACK
                {second}< 200 dir=sendrecv
                {second}> ACK
                +1s
                {caller}> BYE
                {caller}< 200 BYE
                {callee}< BYE
                {callee}> 200
                """;
        String begun = "{first} = " + first + "\n{second} = " + second + '\n';
        return Playing.bothRoles(
                begun + "{caller} = a1\n{callee} = b\n" + ladder.formatted("bob"),
                begun + "{caller} = b\n{callee} = a1\n" + ladder.formatted("alice"),
                World.usual());
    }

    @TestFactory
    Stream<DynamicTest> bothHoldAndResume() {
        return everyWay(
                """
                a1> INVITE to:bob
                b< INVITE
                b> 200
                b< ACK
                a1< 200
                a1> ACK
                +1s
                a1> re-INVITE dir=sendonly
                b< re-INVITE dir=sendonly
                b> 200
                b< ACK
                a1< 200 dir=recvonly
                a1> ACK
                +1s
                b> re-INVITE dir=inactive
                a1< re-INVITE offer=b
                a1> 200
                a1< ACK
                b< 200 answer=a1
                b> ACK
                +1s
                a1> re-INVITE
                b< re-INVITE offer=a1
                b> 200 dir=recvonly
                b< ACK
                a1< 200 answer=b
                a1> ACK
                +1s
                a1> BYE
                a1< 200 BYE
                b< BYE
                b> 200
                """,
                World.usual());
    }

    @TestFactory
    Stream<DynamicTest> mediaMayMove() {
        return everyWay(
                """
                {one} = a1
                {other} = b
                a1> INVITE to:bob
                b< INVITE
                b> 200
                b< ACK
                a1< 200
                a1> ACK
                +1s
                {one}> re-INVITE port=6000 formats=8
                {other}< re-INVITE offer={one} port=6000 formats=8
                {other}> 200
                {other}< ACK
                {one}< 200 answer={other} formats=8
                {one}> ACK
                +1s
                a1> BYE
                a1< 200 BYE
                b< BYE
                b> 200
                """,
                World.usual(),
                Map.of("one", "b", "other", "a1"));
    }
}
