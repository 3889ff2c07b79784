package io.referee.server.ladders;

import static io.referee.server.ladders.Playing.everyWay;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.Map;
import java.util.stream.Stream;

/// A body within a call that nobody here reads: 415 tells which would do (RFC 3261 §8.2.3).
class UnreadableBodyTest {
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
                {one}> %s body=x type=text/odd
                {one}< 415 Accept:application/sdp Accept-Encoding:identity Accept-Language:en
                """
                                .formatted(request)
                        + END,
                World.usual(),
                Map.of("one", "b", "other", "a1"));
    }

    @TestFactory
    Stream<DynamicTest> inAReinvite() {
        return refused("re-INVITE");
    }

    @TestFactory
    Stream<DynamicTest> inAnUpdate() {
        return refused("UPDATE");
    }

    @TestFactory
    Stream<DynamicTest> inAnUpdateWhileItRings() {
        return everyWay(
                """
                a1> INVITE to:bob Supported:100rel
                b< INVITE
                b> 183 answer=b Require:100rel RSeq:77
                b< PRACK
                b> 200 PRACK
                a1< 183 answer=b
                a1> PRACK
                a1< 200 PRACK
                +1s
                a1> UPDATE body=x type=text/odd
                a1< 415 UPDATE Accept:application/sdp
                b> UPDATE body=x type=text/odd
                b< 415 UPDATE Accept:application/sdp
                +1s
                b> 200 INVITE answer=none
                b< ACK
                a1< 200 INVITE answer=none
                a1> ACK
                """
                        + END,
                World.usual());
    }
}
