package io.referee.server.ladders;

import static io.referee.server.ladders.Playing.everyWay;
import static io.referee.server.ladders.Playing.inOrder;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A failure of the other leg never makes the asker drop its own dialog (RFC 5057 §5.1).
class FailureRelayTest {
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

    /// Those that end a dialog or the call in it.
    private static final int[] DEADLY = {
        302, 404, 405, 410, 416, 480, 482, 483, 484, 485, 489, 501, 502, 604
    };

    private static Stream<DynamicTest> told(String exchange, int[] statuses, String told) {
        return IntStream.of(statuses)
                .boxed()
                .flatMap(
                        status ->
                                inOrder(
                                        CALLED
                                                + exchange.formatted(
                                                        status,
                                                        told.isEmpty()
                                                                ? Integer.toString(status)
                                                                : told)
                                                + END,
                                        World.usual(),
                                        Map.of("one", "b", "other", "a1")));
    }

    private static final String INFO =
            """
            {one}> INFO body=x
            {other}< INFO
            {other}> %s
            {one}< %s INFO
            """;

    private static final String REINVITE =
            """
            {one}> re-INVITE dir=sendonly
            {other}< re-INVITE
            {other}> %s
            {other}< ACK
            {one}< %s INVITE
            """;

    private static final String UPDATE =
            """
            {one}> UPDATE dir=sendonly
            {other}< UPDATE
            {other}> %s
            {one}< %s UPDATE
            """;

    @TestFactory
    Stream<DynamicTest> deadlyFailuresOfAnInfoBecome500() {
        return told(INFO, DEADLY, "500");
    }

    @TestFactory
    Stream<DynamicTest> deadlyFailuresOfAReinviteBecome500() {
        return told(REINVITE, DEADLY, "500");
    }

    @TestFactory
    Stream<DynamicTest> deadlyFailuresOfAnUpdateBecome500() {
        return told(UPDATE, DEADLY, "500");
    }

    @TestFactory
    Stream<DynamicTest> othersCrossAsTheyAre() {
        return told(REINVITE, new int[] {403, 415, 486, 488, 503, 603, 606}, "");
    }

    @TestFactory
    Stream<DynamicTest> aLostNumberOnTheOtherSideKeepsTheCall() {
        return everyWay(
                CALLED + INFO.formatted(404, 500) + END,
                World.usual(),
                Map.of("one", "b", "other", "a1"));
    }
}
