package io.referee.server.ladders;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.event.Event;
import io.referee.server.event.TransferFact;
import io.referee.server.transfer.TransferSettings.ReplacesRules;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.List;
import java.util.stream.Stream;

/// What ends with an INVITE with Replaces (`transfers.md` A5.3): hold by the server, which was
/// about the old partner; and what ends such an INVITE while the call still rings. Alice talks with
/// bob, and `n`, her other phone, takes her place.
class TakeoverEndLaddersTest {
    /// The server's re-INVITEs go to the caller first: that is `x`.
    private static final String BOTH_ARE_HELD =
            """
            api> hold of={x} leg=both
            api< 202
            {x}< re-INVITE dir=inactive
            {x}> 200
            {x}< ACK
            {y}< re-INVITE dir=inactive
            {y}> 200
            {y}< ACK
            +1s
            """;

    private static final String CAROL_RINGS =
            """
            a> INVITE to:carol
            c< INVITE offer=a
            c> 180
            a< 180
            n> INVITE to:carol Replaces:[a]
            n< 180
            +2s
            """;

    private static World two() {
        return World.usual().phone("n", "alice").offline("n");
    }

    private static World takingOver() {
        ReplacesRules rules = new ReplacesRules(false, true, false);
        return two().settings(s -> s.transfer(s.transfer().replaces(rules)));
    }

    private static Stream<DynamicTest> held(String ladder) {
        String alice = BOTH_ARE_HELD.replace("{x}", "a1").replace("{y}", "b");
        String bob = BOTH_ARE_HELD.replace("{x}", "b").replace("{y}", "a1");
        return Stream.concat(
                Playing.everyWay(TransferPlaying.ALICE_CALLED + alice + ladder, two()),
                Playing.everyWay(TransferPlaying.BOB_CALLED + bob + ladder, two())
                        .map(
                                test ->
                                        DynamicTest.dynamicTest(
                                                "bob called, " + test.getDisplayName(),
                                                test.getExecutable())));
    }

    @TestFactory
    @DisplayName("who takes a call over that the server holds is heard, and hears")
    Stream<DynamicTest> aHeldCallIsTakenOver() {
        return held(
                """
                n> INVITE to:bob Replaces:[a1]
                b< re-INVITE offer=n dir=sendrecv
                b> 200
                b< ACK
                n< 200 answer=b dir=sendrecv
                n> ACK
                a1< BYE Reason:"SIP;cause=200;text=\\"Replaced\\""
                a1> 200
                +1s
                api> held of=n legs=none
                api< 200
                +8s
                b> BYE
                b< 200
                n< BYE
                n> 200
                """);
    }

    @TestFactory
    @DisplayName("the same when the newcomer leaves the offer to the one that stays")
    Stream<DynamicTest> aHeldCallIsTakenOverWithoutAnOffer() {
        return held(
                """
                n> INVITE to:bob Replaces:[a1] offer=none
                b< re-INVITE offer=none
                b> 200
                n< 200 offer=b dir=sendrecv
                n> ACK answer=n
                b< ACK answer=n dir=sendrecv
                a1< BYE Reason:"SIP;cause=200*"
                a1> 200
                +8s
                b> BYE
                b< 200
                n< BYE
                n> 200
                """);
    }

    @TestFactory
    @DisplayName("a takeover that the other party refuses leaves the hold as it was")
    Stream<DynamicTest> aRefusedTakeoverLeavesTheHold() {
        return held(
                """
                n> INVITE to:bob Replaces:[a1]
                b< re-INVITE offer=n
                b> 488
                b< ACK
                n< 488
                +1s
                api> held of=a1 legs=a1,b
                api< 200
                """
                        + TransferPlaying.BOB_ENDS_IT_WITH_ALICE);
    }

    @TestFactory
    @DisplayName("a call that is hung up stops ringing, although somebody waits for its answer")
    Stream<DynamicTest> aCallThatIsHungUpStopsRinging() {
        return Playing.inOrder(
                CAROL_RINGS
                        + """
                        api> hangup leg=a
                        api< 200
                        c< CANCEL
                        c> 487
                        c< ACK
                        a< 480
                        n< 480
                        """,
                takingOver());
    }

    @TestFactory
    @DisplayName("a target that answers and hangs up at once: both are told, and it has failed")
    Stream<DynamicTest> aTargetThatHangsUpAtOnce() {
        return Playing.inOrder(
                CAROL_RINGS
                        + """
                        c> 200
                        c< ACK
                        c< re-INVITE offer=n
                        c> BYE
                        c< 200 BYE
                        c< CANCEL
                        c> 487
                        c< ACK
                        n< 480
                        a< 480
                        """,
                takingOver().events(TakeoverEndLaddersTest::failed));
    }

    private static void failed(List<Event> events) {
        assertThat(events)
                .extracting(Event::fact)
                .filteredOn(TransferFact.Failed.class::isInstance)
                .hasSize(1);
    }
}
