package io.referee.server.ladders;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.event.CallFact;
import io.referee.server.event.Event;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.List;
import java.util.stream.Stream;

/// The server holds and releases parties by itself (`transfers.md` A8.1, C.4).
class ServerHoldLaddersTest {
    /// `x` is the caller.
    private static final String TALKING =
            """
            {x} = a1
            {y} = b
            {x}> INVITE to:{y}
            {y}< INVITE
            {y}> 200
            {y}< ACK
            {x}< 200
            {x}> ACK
            +1s
            """;

    private static final String BOTH_ARE_HELD =
            """
            api> hold of={x} leg=both
            api< 202
            {x}< re-INVITE offer={y} dir=inactive
            {x}> 200
            {x}< ACK
            {y}< re-INVITE offer={x} dir=inactive
            {y}> 200
            {y}< ACK
            +1s
            """;

    private static final String BOTH_ARE_RELEASED =
            """
            api> unhold of={x} leg=both
            api< 202
            {x}< re-INVITE offer={y} dir=sendrecv
            {x}> 200
            {x}< ACK
            {y}< re-INVITE offer={x} dir=sendrecv
            {y}> 200
            {y}< ACK
            +1s
            """;

    private static final String OVER =
            """
            {y}> BYE
            {y}< 200
            {x}< BYE
            {x}> 200
            """;

    private static Stream<DynamicTest> everyWay(String ladder, World world) {
        String named = TALKING.replace("to:{y}", "to:bob");
        String swapped =
                TALKING.replace("{x} = a1", "{x} = b")
                        .replace("{y} = b\n", "{y} = a1\n")
                        .replace("to:{y}", "to:alice");
        return Playing.bothRoles(named + ladder + OVER, swapped + ladder + OVER, world);
    }

    /// What was told of holds: `caller hold start` and the like.
    private static List<String> steps(List<Event> events) {
        return events.stream()
                .map(Event::fact)
                .filter(CallFact.HoldStep.class::isInstance)
                .map(CallFact.HoldStep.class::cast)
                .map(step -> step.side() + ' ' + step.action() + ' ' + step.state())
                .toList();
    }

    private static World telling(String... steps) {
        return World.usual().events(events -> assertThat(steps(events)).containsExactly(steps));
    }

    @TestFactory
    @DisplayName("case 72: both legs become inactive, and sendrecv again with a higher version")
    Stream<DynamicTest> bothAreHeldAndReleased() {
        return everyWay(
                BOTH_ARE_HELD + BOTH_ARE_RELEASED,
                telling(
                        "caller hold start",
                        "caller hold ok",
                        "callee hold start",
                        "callee hold ok",
                        "caller unhold start",
                        "caller unhold ok",
                        "callee unhold start",
                        "callee unhold ok"));
    }

    @TestFactory
    @DisplayName("case 72: held again is already-held, released again is not-held")
    Stream<DynamicTest> whatIsSoAlreadyIsRefused() {
        return everyWay(
                """
                api> unhold of={x}
                api< 409 not-held
                """
                        + BOTH_ARE_HELD
                        + """
                        api> hold of={x} leg=both
                        api< 409 already-held
                        api> hold of={x} leg=caller
                        api< 409 already-held
                        """
                        + BOTH_ARE_RELEASED
                        + """
                        api> unhold of={x} leg=callee
                        api< 409 not-held
                        """,
                World.usual());
    }

    @TestFactory
    @DisplayName("case 72: a second leg that refuses gives the first its direction back")
    Stream<DynamicTest> theFirstGoesBackWhenTheSecondRefuses() {
        return everyWay(
                """
                api> hold of={x} leg=both
                api< 202
                {x}< re-INVITE offer={y} dir=inactive
                {x}> 200
                {x}< ACK
                {y}< re-INVITE offer={x} dir=inactive
                {y}> 488
                {y}< ACK
                {x}< re-INVITE offer={y} dir=sendrecv
                {x}> 200
                {x}< ACK
                +1s
                """
                        + BOTH_ARE_HELD
                        + BOTH_ARE_RELEASED,
                World.usual()
                        .events(
                                events ->
                                        assertThat(steps(events).subList(0, 5))
                                                .containsExactly(
                                                        "caller hold start",
                                                        "caller hold ok",
                                                        "callee hold start",
                                                        "callee hold fail",
                                                        "caller hold fail")));
    }

    @TestFactory
    @DisplayName("one held party hears and is not listened to; the modes of both accumulate")
    Stream<DynamicTest> modesAccumulate() {
        return everyWay(
                """
                api> hold of={x} leg=caller
                api< 202
                {x}< re-INVITE offer={y} dir=sendonly
                {x}> 200
                {x}< ACK
                {y}< re-INVITE offer={x} dir=recvonly
                {y}> 200
                {y}< ACK
                +1s
                api> hold of={x} leg=callee
                api< 202
                {x}< re-INVITE dir=inactive
                {x}> 200
                {x}< ACK
                {y}< re-INVITE dir=inactive
                {y}> 200
                {y}< ACK
                +1s
                api> unhold of={x} leg=caller
                api< 202
                {x}< re-INVITE dir=recvonly
                {x}> 200
                {x}< ACK
                {y}< re-INVITE dir=sendonly
                {y}> 200
                {y}< ACK
                +1s
                api> unhold of={x} leg=callee
                api< 202
                {x}< re-INVITE dir=sendrecv
                {x}> 200
                {x}< ACK
                {y}< re-INVITE dir=sendrecv
                {y}> 200
                {y}< ACK
                +1s
                """,
                World.usual());
    }

    @TestFactory
    @DisplayName("a held party that moves its media is still held")
    Stream<DynamicTest> whoIsHeldMayMoveAndStaysHeld() {
        return everyWay(
                BOTH_ARE_HELD
                        + """
                        {x}> re-INVITE port=6000
                        {y}< re-INVITE port=6000 dir=inactive
                        {y}> 200
                        {y}< ACK
                        {x}< 200 dir=inactive
                        {x}> ACK
                        +1s
                        api> unhold of={x}
                        api< 202
                        {x}< re-INVITE dir=sendrecv
                        {x}> 200 port=6000
                        {x}< ACK
                        {y}< re-INVITE port=6000 dir=sendrecv
                        {y}> 200
                        {y}< ACK
                        +1s
                        """,
                World.usual());
    }

    @TestFactory
    @DisplayName("a party that holds by itself is still heard to hold when the server releases")
    Stream<DynamicTest> thePartysOwnHoldOutlivesTheServers() {
        return everyWay(
                """
                {x}> re-INVITE dir=sendonly
                {y}< re-INVITE offer={x} dir=sendonly
                {y}> 200
                {y}< ACK
                {x}< 200
                {x}> ACK
                +1s
                api> hold of={x}
                api< 202
                {x}< re-INVITE dir=inactive
                {x}> 200
                {x}< ACK
                {y}< re-INVITE dir=inactive
                {y}> 200
                {y}< ACK
                +1s
                api> unhold of={x}
                api< 202
                {x}< re-INVITE dir=sendrecv
                {x}> 200 dir=sendonly
                {x}< ACK
                {y}< re-INVITE dir=sendonly
                {y}> 200
                {y}< ACK
                +1s
                """,
                World.usual());
    }

    @TestFactory
    @DisplayName("shown as held is who was put on hold, by the other party or by the server")
    Stream<DynamicTest> whoIsShownAsHeld() {
        return everyWay(
                """
                api> held of={x} legs=none
                api< 200
                {x}> re-INVITE dir=sendonly
                {y}< re-INVITE offer={x} dir=sendonly
                {y}> 200
                {y}< ACK
                {x}< 200
                {x}> ACK
                +1s
                api> held of={x} legs={y}
                api< 200
                {y}> re-INVITE dir=inactive
                {x}< re-INVITE offer={y} dir=inactive
                {x}> 200
                {x}< ACK
                {y}< 200
                {y}> ACK
                +1s
                api> held of={x} legs={x},{y}
                api< 200
                {x}> re-INVITE dir=sendrecv
                {y}< re-INVITE offer={x} dir=sendrecv
                {y}> 200 dir=sendonly
                {y}< ACK
                {x}< 200
                {x}> ACK
                +1s
                api> held of={x} legs={x}
                api< 200
                {y}> re-INVITE dir=sendrecv
                {x}< re-INVITE offer={y} dir=sendrecv
                {x}> 200
                {x}< ACK
                {y}< 200
                {y}> ACK
                +1s
                api> held of={x} legs=none
                api< 200
                api> hold of={x} leg=callee
                api< 202
                {x}< re-INVITE offer={y} dir=recvonly
                {x}> 200
                {x}< ACK
                {y}< re-INVITE offer={x} dir=sendonly
                {y}> 200
                {y}< ACK
                +1s
                api> held of={x} legs={y}
                api< 200
                """,
                World.usual());
    }

    @TestFactory
    @DisplayName("a party that takes its media elsewhere in the answer: the other is told")
    Stream<DynamicTest> whereThePartyMovedIsTold() {
        return everyWay(
                """
                api> hold of={x}
                api< 202
                {x}< re-INVITE dir=inactive
                {x}> 200
                {x}< ACK
                {y}< re-INVITE dir=inactive
                {y}> 200 port=7000
                {y}< ACK
                {x}< re-INVITE port=7000 dir=inactive
                {x}> 200
                {x}< ACK
                +1s
                """,
                World.usual());
    }

    @TestFactory
    @DisplayName("after a 491 the hold is tried again, and meanwhile another order has to wait")
    Stream<DynamicTest> glareIsWaitedFor() {
        return everyWay(
                """
                api> hold of={x} leg=caller
                api< 202
                {x}< re-INVITE dir=sendonly
                {x}> 491
                {x}< ACK
                api> unhold of={x}
                api< 491
                +4s
                {x}< re-INVITE dir=sendonly
                {x}> 200
                {x}< ACK
                {y}< re-INVITE dir=recvonly
                {y}> 200
                {y}< ACK
                +1s
                """,
                telling(
                        "caller hold start",
                        "caller hold ok",
                        "callee hold start",
                        "callee hold ok"));
    }

    @TestFactory
    @DisplayName("extra headers go into both re-INVITEs")
    Stream<DynamicTest> headersGoIntoTheReinvites() {
        return everyWay(
                """
                api> hold of={x} X-Why:lunch
                api< 202
                {x}< re-INVITE dir=inactive X-Why:lunch
                {x}> 200
                {x}< ACK
                {y}< re-INVITE dir=inactive X-Why:lunch
                {y}> 200
                {y}< ACK
                +1s
                """,
                World.usual());
    }

    @TestFactory
    @DisplayName("a party that hangs up while it is being held ends the call")
    Stream<DynamicTest> whoHangsUpMeanwhileIsGone() {
        return Playing.inOrder(
                """
                a1> INVITE to:bob
                b< INVITE
                b> 200
                b< ACK
                a1< 200
                a1> ACK
                +1s
                api> hold of=a1
                api< 202
                a1< re-INVITE dir=inactive
                b> BYE
                b< 200
                a1< CANCEL
                a1< BYE
                a1> 487 INVITE
                a1< ACK
                a1> 200 BYE
                """,
                telling("caller hold start", "caller hold fail"));
    }
}
