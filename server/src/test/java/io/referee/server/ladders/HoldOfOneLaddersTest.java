package io.referee.server.ladders;

import static io.referee.server.ladders.TransferPlaying.ALICE_CALLED;
import static io.referee.server.ladders.TransferPlaying.BOB_CALLED;
import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_ALICE;
import static io.referee.server.ladders.TransferPlaying.allowed;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.event.BridgeFact;
import io.referee.server.event.CallFact;
import io.referee.server.event.Event;
import io.referee.server.transfer.TransferSettings.MediaRules;
import io.referee.server.transfer.TransferSettings.Strategy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The server holds one party, or both one after the other, while there is hold music
/// (`transfers.md` A8.1, A8.2). The source is the phone `m`.
class HoldOfOneLaddersTest {
    /// Bob hears nobody but the source: alice's phone is told not to send.
    private static final String BOB_IS_HELD =
            """
            api> hold of=b leg={bob}
            api< 202
            {first}< re-INVITE offer={second} dir={dir1}
            {first}> 200
            {first}< ACK
            {second}< re-INVITE offer={first} dir={dir2}
            {second}> 200
            {second}< ACK
            +1s
            b< re-INVITE offer=none
            b> 200
            m< INVITE offer=b dir=recvonly
            m> 200
            m< ACK
            b< ACK answer=m dir=sendonly
            +1s
            """;

    private static final String BOB_IS_RELEASED =
            """
            api> unhold of=b leg={bob}
            api< 202
            {first}< re-INVITE offer={second} dir=sendrecv
            {first}> 200
            {first}< ACK
            {second}< re-INVITE offer={first} dir=sendrecv
            {second}> 200
            {second}< ACK
            m< BYE
            m> 200
            +1s
            """;

    private static World world() {
        return allowed()
                .phone("m", "moh")
                .media(
                        new MediaRules(
                                Strategy.AUTO, false, Optional.of("sip:moh@example.org"), false));
    }

    /// With bob as callee and as caller; the caller is asked first.
    private static Stream<DynamicTest> bothWays(String ladder, World world) {
        String called =
                ladder.replace("{first}", "a1")
                        .replace("{second}", "b")
                        .replace("{bob}", "callee")
                        .replace("{alice}", "caller")
                        .replace("{dir1}", "inactive")
                        .replace("{dir2}", "sendonly");
        String calling =
                ladder.replace("{first}", "b")
                        .replace("{second}", "a1")
                        .replace("{bob}", "caller")
                        .replace("{alice}", "callee")
                        .replace("{dir1}", "sendonly")
                        .replace("{dir2}", "inactive");
        return Stream.concat(
                Playing.everyWay(ALICE_CALLED + called + BOB_ENDS_IT_WITH_ALICE, world),
                Playing.everyWay(BOB_CALLED + calling + BOB_ENDS_IT_WITH_ALICE, world)
                        .map(
                                test ->
                                        DynamicTest.dynamicTest(
                                                "bob called, " + test.getDisplayName(),
                                                test.getExecutable())));
    }

    /// What was told of holds: `caller hold ok` and the like.
    private static List<String> steps(List<Event> events) {
        return events.stream()
                .map(Event::fact)
                .filter(CallFact.HoldStep.class::isInstance)
                .map(CallFact.HoldStep.class::cast)
                .filter(step -> !step.state().equals("start"))
                .map(step -> step.side() + ' ' + step.action() + ' ' + step.state())
                .toList();
    }

    /// Whoever is connected is told of once: two legs that are connected already are not connected
    /// again before one of them was connected elsewhere, or the connection ended.
    private static void connectedOnce(List<Event> events) {
        List<BridgeFact.Started> open = new ArrayList<>();
        List<BridgeFact.Started> twice = new ArrayList<>();
        for (Event event : events) {
            if (event.fact() instanceof BridgeFact.Started now) {
                if (open.contains(now)) {
                    twice.add(now);
                }
                open.removeIf(before -> shares(before, now));
                open.add(now);
            } else if (event.fact() instanceof BridgeFact.Ended(String x, String y)) {
                open.removeIf(before -> before.legX().equals(x) && before.legY().equals(y));
            }
        }
        assertThat(twice).isEmpty();
    }

    private static boolean shares(BridgeFact.Started one, BridgeFact.Started other) {
        List<String> legs = List.of(other.legX(), other.legY());
        return legs.contains(one.legX()) || legs.contains(one.legY());
    }

    @TestFactory
    @DisplayName("one held party hears music only: the other is not to send meanwhile")
    Stream<DynamicTest> theHeldPartyHearsTheMusicAlone() {
        return bothWays(
                BOB_IS_HELD + BOB_IS_RELEASED, world().events(HoldOfOneLaddersTest::connectedOnce));
    }

    @TestFactory
    @DisplayName("both held with music and released at once: connected again once, not twice")
    Stream<DynamicTest> bothAreReleasedAndConnectedOnce() {
        return bothWays(
                """
                api> hold of=b leg=both
                api< 202
                {first}<* re-INVITE dir=inactive
                {first}> 200
                {first}< ACK
                {second}<* re-INVITE dir=inactive
                {second}> 200
                {second}< ACK
                +1s
                {first}< re-INVITE offer=none
                {first}> 200
                m< INVITE offer={first} dir=recvonly
                {second}< re-INVITE offer=none
                {second}> 200
                m2< INVITE offer={second} dir=recvonly
                m> 200
                m< ACK
                {first}< ACK answer=m dir=sendonly
                m2> 200
                m2< ACK
                {second}< ACK answer=m2 dir=sendonly
                +1s
                api> unhold of=b leg=both
                api< 202
                {first}< re-INVITE offer={second} dir=sendrecv
                {first}> 200
                {first}< ACK
                {second}< re-INVITE offer={first} dir=sendrecv
                {second}> 200
                {second}< ACK
                m< BYE
                m> 200
                m2< BYE
                m2> 200
                +1s
                """,
                world().events(HoldOfOneLaddersTest::connectedOnce));
    }

    @TestFactory
    @DisplayName("held one after the other, released one after the other: each step is told")
    Stream<DynamicTest> oneAfterTheOther() {
        return bothWays(
                BOB_IS_HELD
                        + """
                        api> hold of=b leg={alice}
                        api< 202
                        a1< re-INVITE offer=none
                        a1> 200
                        m2< INVITE offer=a1 dir=recvonly
                        m2> 200
                        m2< ACK
                        a1< ACK answer=m2 dir=sendonly
                        +1s
                        api> unhold of=b leg={alice}
                        api< 202
                        a1< re-INVITE offer=b dir=inactive
                        a1> 200
                        a1< ACK
                        m2< BYE
                        m2> 200
                        +1s
                        """
                        + BOB_IS_RELEASED,
                world().events(
                                events -> {
                                    connectedOnce(events);
                                    assertThat(steps(events)).hasSize(6);
                                }));
    }

    @TestFactory
    @DisplayName("music that does not play: the party is silent, and never was connected elsewhere")
    Stream<DynamicTest> withoutTheSourceItIsSilent() {
        return bothWays(
                BOB_IS_HELD.replace(
                                """
                                m< INVITE offer=b dir=recvonly
                                m> 200
                                m< ACK
                                b< ACK answer=m dir=sendonly
                                """,
                                """
                                m< INVITE offer=b dir=recvonly
                                m> 486
                                m< ACK
                                b< ACK dir=inactive
                                """)
                        + BOB_IS_RELEASED.replace("m< BYE\nm> 200\n", ""),
                world().events(HoldOfOneLaddersTest::connectedOnce));
    }
}
