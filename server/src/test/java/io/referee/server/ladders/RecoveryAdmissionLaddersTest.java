package io.referee.server.ladders;

import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_ALICE;
import static io.referee.server.ladders.TransferPlaying.CAROL_IS_CALLED;
import static io.referee.server.ladders.TransferPlaying.allowed;
import static io.referee.server.ladders.World.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.event.Event;
import io.referee.server.event.TransferFact;
import io.referee.server.transfer.TransferLimits;
import io.referee.server.transfer.TransferLimits.Hours;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// Whom a transferee is brought to when its transfer has failed passes the admission that every
/// target passes (`transfers.md` A10.2, A11, F.6).
class RecoveryAdmissionLaddersTest {
    private static final String CAROL_REFUSES =
            CAROL_IS_CALLED
                    + """
                    c> 486
                    c< ACK
                    a1< NOTIFY 486 terminated
                    a1> 200
                    """;

    private static final String DAVE_TAKES_BOB =
            """
            d< INVITE offer=b
            d> 200
            d< ACK
            b< re-INVITE offer=d
            b> 200
            b< ACK
            a1< BYE
            a1> 200
            +2s
            b> BYE
            b< 200
            d< BYE
            d> 200
            """;

    private static World limited(String policy, UnaryOperator<TransferLimits> limits) {
        return TransferRuleLaddersTest.limits(limits).recovery(policy);
    }

    /// Somebody who reads the events learns why the step was left out.
    private static void toldWhy(List<Event> events, String why) {
        assertThat(events)
                .extracting(Event::fact)
                .filteredOn(TransferFact.Blocked.class::isInstance)
                .map(TransferFact.Blocked.class::cast)
                .extracting(TransferFact.Blocked::reason)
                .containsExactly(why);
    }

    @TestFactory
    @DisplayName("A10.2, A11: nobody is joined with himself when a transfer fails")
    Stream<DynamicTest> theTransfereeIsNoDestinationOfItsOwn() {
        World world =
                allowed()
                        .recovery("to:bob")
                        .events(e -> toldWhy(e, "The target is the party to be transferred"));
        return TransferPlaying.everyWay(CAROL_REFUSES + BOB_ENDS_IT_WITH_ALICE, world);
    }

    @TestFactory
    @DisplayName("F.6, A11: a denied destination is left out, and the step behind it is taken")
    Stream<DynamicTest> aDeniedDestinationIsLeftOut() {
        World world =
                limited("to:eve,to:dave", limits -> limits.denied(List.of("eve")))
                        .events(e -> toldWhy(e, "The target is denied"));
        return TransferPlaying.everyWay(CAROL_REFUSES + DAVE_TAKES_BOB, world);
    }

    @TestFactory
    @DisplayName("F.6, A11: nobody else is called at other times than transfers may begin")
    Stream<DynamicTest> atOtherTimesNobodyElseIsCalled() {
        return TransferPlaying.inOrder(
                CAROL_IS_CALLED
                        + """
                        +20s
                        c> 486
                        c< ACK
                        a1< NOTIFY 486 terminated
                        a1> 200
                        """
                        + BOB_ENDS_IT_WITH_ALICE,
                limited("to:dave", limits -> limits.hours(once())));
    }

    /// Open for the first question only.
    private static Hours once() {
        AtomicInteger asked = new AtomicInteger();
        return new Hours("once", _ -> asked.getAndIncrement() % 2 == 0);
    }

    @TestFactory
    @DisplayName("F.6, A11: another costly number than the hour allows is left out")
    Stream<DynamicTest> anotherCostlyNumberIsLeftOut() {
        return TransferPlaying.inOrder(
                CAROL_REFUSES.replace("Refer-To:carol", "Refer-To:0900123")
                        + BOB_ENDS_IT_WITH_ALICE,
                limited("to:0900124", limits -> limits.costly(List.of("0900"), 1))
                        .transferPlan(
                                rule("exact", "0900123", "carol"),
                                rule("exact", "0900124", "dave")));
    }

    @TestFactory
    @DisplayName("F.6, A11: a costly number that was called instead counts in the next transfer")
    Stream<DynamicTest> aCostlyNumberThatWasCalledInsteadCounts() {
        return TransferPlaying.inOrder(
                CAROL_REFUSES
                        + """
                        d< INVITE offer=b
                        d> 486
                        d< ACK
                        a1> REFER Refer-To:0900124
                        a1< 603 Warning:"399 *premium*"
                        """
                        + BOB_ENDS_IT_WITH_ALICE,
                limited("to:0900123", limits -> limits.costly(List.of("0900"), 1))
                        .transferPlan(
                                rule("prefix", "0900", "dave"), rule("exact", "carol", "carol")));
    }

    @TestFactory
    @DisplayName("F.6, A11: nobody else is called for an account that pays for as many as it may")
    Stream<DynamicTest> noLegBeyondTheLimit() {
        return Playing.inOrder(
                TransferPlaying.BOB_CALLED
                        + CAROL_IS_CALLED
                        + """
                        a2> INVITE to:dave
                        d< INVITE offer=a2
                        d> 200
                        d< ACK
                        a2< 200 answer=d
                        a2> ACK
                        c> 486
                        c< ACK
                        a1< NOTIFY 486 terminated
                        a1> 200
                        """
                        + BOB_ENDS_IT_WITH_ALICE
                        + """
                        a2> BYE
                        a2< 200
                        d< BYE
                        d> 200
                        """,
                limited("to:eve", limits -> limits.legs(1)));
    }

    @TestFactory
    @DisplayName("A10.2, A11: a plan that leads back to the transferee leads nowhere")
    Stream<DynamicTest> aPlanThatLeadsBackToTheTransfereeLeadsNowhere() {
        return TransferPlaying.everyWay(
                CAROL_REFUSES + BOB_ENDS_IT_WITH_ALICE,
                allowed()
                        .recovery("dialplan:closed")
                        .namedPlan("closed", rule("prefix", "c", "bob")));
    }

    @TestFactory
    @DisplayName("A10.7, A11: a secure call is not brought to a destination that is not")
    Stream<DynamicTest> aSecureCallStaysSecure() {
        String secure =
                TransferPlaying.ALICE_CALLED.replace(
                        "INVITE to:bob", "INVITE to:bob from:\"<sips:alice@example.org>\"");
        return Playing.inOrder(
                secure
                        + """
                        a1> REFER Refer-To:"<sips:carol@example.org>"
                        a1< 202
                        a1< NOTIFY 100 active
                        a1> 200
                        a1< NOTIFY 480 terminated
                        a1> 200
                        """
                        + BOB_ENDS_IT_WITH_ALICE,
                allowed().recovery("to:dave"));
    }
}
