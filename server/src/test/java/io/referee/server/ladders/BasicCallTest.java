package io.referee.server.ladders;

import static io.referee.server.ladders.Playing.everyWay;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.Map;
import java.util.stream.Stream;

/// Calls as they should go.
class BasicCallTest {
    @TestFactory
    Stream<DynamicTest> aCallIsAnsweredAndHungUpByTheCaller() {
        return everyWay(
                """
                a1> INVITE to:bob
                b< INVITE offer=a1 from:alice
                b> 180
                a1<? 180
                b> 200
                b< ACK
                a1< 200 answer=b
                a1> ACK
                +1s
                a1> BYE
                a1< 200
                b< BYE
                b> 200
                """,
                World.usual());
    }

    @TestFactory
    Stream<DynamicTest> aCallThatTheCalleeRefusesIsRefusedToTheCaller() {
        return everyWay(
                """
                a1> INVITE to:bob
                b< INVITE offer=a1
                b> 486
                b< ACK
                a1< 486
                """,
                World.usual());
    }

    @TestFactory
    Stream<DynamicTest> theCallerHoldsAndResumes() {
        return everyWay(
                """
                {holder} = a1
                {held} = b
                a1> INVITE to:bob
                b< INVITE
                b> 200
                b< ACK
                a1< 200 answer=b
                a1> ACK
                +1s
                == Hold
                {holder}> re-INVITE dir=sendonly
                {held}< re-INVITE offer={holder}
                {held}> 200
                {held}< ACK
                {holder}< 200 answer={held} dir=recvonly
                {holder}> ACK
                +1s
                == Back
                {holder}> re-INVITE
                {held}< re-INVITE offer={holder} dir=sendrecv
                {held}> 200
                {held}< ACK
                {holder}< 200 answer={held} dir=sendrecv
                {holder}> ACK
                +1s
                {held}> BYE
                {held}< 200
                {holder}< BYE Reason:none
                {holder}> 200
                """,
                World.usual(),
                Map.of("holder", "b", "held", "a1"));
    }
}
