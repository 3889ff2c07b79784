package io.referee.server.ladders;

import static io.referee.server.ladders.Playing.everyWay;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.Map;
import java.util.stream.Stream;

/// Extensions that a request within a call requires and nobody here knows (RFC 3261 §8.2.2.3).
class ExtensionTest {
    private static final String CALLED =
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
            """;

    private static final String END =
            """
            +1s
            a1> BYE
            a1< 200 BYE
            b< BYE
            b> 200
            """;

    private static Stream<DynamicTest> refused(String request) {
        return everyWay(
                CALLED
                        + "{one}> "
                        + request
                        + " Require:timer,teleport\n{one}< 420 Unsupported:teleport\n"
                        + END,
                World.usual(),
                Map.of("one", "b", "other", "a1"));
    }

    @TestFactory
    Stream<DynamicTest> aReinviteIsNotCarriedOut() {
        return refused("re-INVITE dir=sendonly");
    }

    @TestFactory
    Stream<DynamicTest> anUpdateIsNotCarriedOut() {
        return refused("UPDATE dir=sendonly");
    }

    @TestFactory
    Stream<DynamicTest> noMediaNoSessionTimerAndNoTargetChangeEither() {
        return everyWay(
                CALLED
                        + """
                        {one}> UPDATE Require:teleport Contact:"<sip:x@203.0.113.99>"
                        {one}< 420 UPDATE Unsupported:teleport Session-Expires:none
                        +1s
                        {other}> INFO body=x
                        {one}< INFO uri="sip:*@198.51.100.*"
                        {one}> 200
                        {other}< 200 INFO
                        """
                        + END,
                World.usual(),
                Map.of("one", "b", "other", "a1"));
    }

    @TestFactory
    Stream<DynamicTest> anInfoDoesNotCross() {
        return refused("INFO body=x");
    }

    @TestFactory
    Stream<DynamicTest> aMessageDoesNotCross() {
        return refused("MESSAGE body=x");
    }

    @TestFactory
    Stream<DynamicTest> optionsAreRefused() {
        return refused("OPTIONS");
    }

    @TestFactory
    Stream<DynamicTest> aPrackIsRefusedAndMayComeAgain() {
        return everyWay(
                """
                a1> INVITE to:bob Supported:100rel
                b< INVITE
                b> 183 answer=b Require:100rel RSeq:77
                b< PRACK
                b> 200 PRACK
                a1< 183 answer=b RSeq:*
                a1> PRACK Require:teleport
                a1< 420 PRACK Unsupported:teleport
                a1> PRACK
                a1< 200 PRACK
                +1s
                b> 200 INVITE answer=none
                b< ACK
                a1< 200 INVITE answer=none
                a1> ACK
                """
                        + END,
                World.usual());
    }

    /// Who sends BYE has hung up, whatever it is answered (RFC 3261 §15.1.1).
    @TestFactory
    Stream<DynamicTest> aByeEndsTheCallWhateverItRequires() {
        return everyWay(
                CALLED
                        + """
                        {one}> BYE Require:teleport
                        {one}< 200 BYE
                        {other}< BYE
                        {other}> 200
                        """,
                World.usual(),
                Map.of("one", "b", "other", "a1"));
    }
}
