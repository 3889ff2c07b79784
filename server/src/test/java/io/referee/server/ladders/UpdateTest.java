package io.referee.server.ladders;

import static io.referee.server.ladders.Playing.everyWay;
import static io.referee.server.ladders.Playing.inOrder;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.Map;
import java.util.stream.Stream;

/// UPDATE within a call.
class UpdateTest {
    @TestFactory
    Stream<DynamicTest> anUpdateWithAnOffer() {
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
                {one}> UPDATE dir=sendonly
                {other}< UPDATE offer={one}
                {other}> 200
                {one}< 200 answer={other} dir=recvonly
                +1s
                {one}> UPDATE offer={one}
                {other}< UPDATE offer={one}
                {other}> 200
                {one}< 200 answer={other} dir=sendrecv
                +1s
                a1> BYE
                a1< 200 BYE
                b< BYE
                b> 200
                """,
                World.usual(),
                Map.of("one", "b", "other", "a1"));
    }

    /// It refreshes one leg alone (RFC 3311 §5.2, RFC 4028 §9).
    @TestFactory
    Stream<DynamicTest> anUpdateWithoutABodyIsAnsweredByTheServer() {
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
                {one}> UPDATE
                {one}< 200 offer=none
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
    Stream<DynamicTest> aRefusedUpdateKeepsTheCall() {
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
                {one}> UPDATE dir=sendonly
                {other}< UPDATE
                {other}> 488
                {one}< 488
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
    Stream<DynamicTest> updatesThatCrossAreBothRefused() {
        return inOrder(
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
                {one}> UPDATE dir=sendonly
                {other}> UPDATE dir=sendonly
                {other}< UPDATE
                {other}< 491
                {other}> 491
                {one}< 491
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
