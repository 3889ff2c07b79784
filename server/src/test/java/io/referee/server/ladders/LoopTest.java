package io.referee.server.ladders;

import static io.referee.server.ladders.Playing.everyWay;
import static io.referee.server.ladders.Playing.inOrder;
import static io.referee.server.ladders.Playing.plainly;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.List;
import java.util.stream.Stream;

/// Bindings that lead back to the server itself, and forks of forks (RFC 3261 §16.3, RFC 5393). The
/// stage fails a ladder in which the server sends itself more than a thousand messages.
class LoopTest {
    @TestFactory
    Stream<DynamicTest> twoAccountsThatPointAtEachOtherEndIn482() {
        return everyWay(
                """
                g> INVITE to:alice
                g< 482
                """,
                World.usual()
                        .offline("a")
                        .offline("b")
                        .looping("alice", "bob")
                        .looping("bob", "alice"));
    }

    @TestFactory
    Stream<DynamicTest> anAccountThatPointsAtItselfEndsIn482() {
        return everyWay(
                """
                g> INVITE to:alice
                g< 482
                """,
                World.usual().offline("a").looping("alice", "alice"));
    }

    @TestFactory
    Stream<DynamicTest> anAccountThatCallsIntoALoopHears482() {
        return everyWay(
                """
                a> INVITE to:carol
                a< 482
                """,
                World.usual()
                        .offline("c")
                        .offline("d")
                        .looping("carol", "dave")
                        .looping("dave", "carol"));
    }

    @TestFactory
    Stream<DynamicTest> aSpiralToAnotherAccountIsNoLoop() {
        return inOrder(
                """
                g> INVITE to:alice
                b< INVITE offer=g Max-Forwards:68
                b> 200
                b< ACK
                g< 200 answer=b
                g> ACK
                +1s
                g> BYE
                g< 200 BYE
                b< BYE
                b> 200
                """,
                World.usual().offline("a").looping("alice", "bob"));
    }

    @TestFactory
    Stream<DynamicTest> whoHasNoHopsLeftHears483() {
        return everyWay(
                """
                g> INVITE to:alice Max-Forwards:1
                g< 483
                """,
                World.usual().offline("a").looping("alice", "bob"));
    }

    @TestFactory
    Stream<DynamicTest> aForkDividesItsBreadth() {
        return inOrder(
                """
                g> INVITE to:bob Max-Breadth:5
                b< INVITE Max-Breadth:2
                bb< INVITE Max-Breadth:2
                b> 486
                b< ACK
                bb> 486
                bb< ACK
                g< 486
                """,
                World.usual().phone("bb", "bob"));
    }

    @TestFactory
    Stream<DynamicTest> whoMayNotForkThatFarHears440() {
        return everyWay(
                """
                g> INVITE to:bob Max-Breadth:1
                g< 440
                """,
                World.usual().phone("bb", "bob"));
    }

    /// Six accounts, each with bindings that lead to all the others: without a bound that is
    /// hundreds of ways to go round.
    @TestFactory
    Stream<DynamicTest> aWebOfLoopsIsNoStorm() {
        List<String> web = List.of("alice", "bob", "carol", "dave", "erin", "frank");
        World world = World.usual().phone("e", "erin").phone("f", "frank");
        List.of("a", "b", "c", "d", "e", "f").forEach(world::offline);
        for (String from : web) {
            for (String to : web) {
                if (!from.equals(to)) {
                    world.looping(from, to);
                }
            }
        }
        return plainly(
                """
                g> INVITE to:alice
                +40s
                g<* 440
                """,
                world);
    }
}
