package io.referee.server.ladders;

import static io.referee.server.ladders.Playing.everyWay;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

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
                a1> INVITE to:bob
                b< INVITE
                b> 200
                b< ACK
                a1< 200
                a1> ACK
                +1s
                {one}> re-INVITE address=0.0.0.0 dir=none
                {other}< re-INVITE address=0.0.0.0 dir=inactive
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
                Map.of("one", "b", "other", "a1"));
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
