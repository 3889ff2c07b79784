package io.referee.server.ladders;

import static io.referee.server.ladders.TransferPlaying.ALICE_LEAVES;
import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_ALICE;
import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_CAROL;
import static io.referee.server.ladders.TransferPlaying.CAROL_AND_BOB_ARE_JOINED;
import static io.referee.server.ladders.TransferPlaying.CAROL_IS_CALLED;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.account.Endpoint;
import io.referee.server.account.Provider;
import io.referee.server.account.TransferHabits;
import io.referee.server.account.TransferMode;
import io.referee.server.event.TransferFact;
import io.referee.server.transfer.TransferSettings.PassRules;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/// Phones and servers that are never sent a REFER (`transfers.md` H1): because their owner says so,
/// or because their Allow leaves it out. The provider `blueface` is played by the phone `p`.
class NoReferLaddersTest {
    private static final Endpoint NEVER = new Endpoint(true, "");

    private static final String REFUSED =
            """
            a1> REFER Refer-To:carol
            a1< 603 Warning:"399 referee \\"WHY\\""
            """
                    + BOB_ENDS_IT_WITH_ALICE;

    private static final String CONSUMED =
            CAROL_IS_CALLED + CAROL_AND_BOB_ARE_JOINED + ALICE_LEAVES + BOB_ENDS_IT_WITH_CAROL;

    private static World passing() {
        return World.usual().transfer("alice", TransferMode.PASS);
    }

    private static World never(World world) {
        return world.habits("bob", new TransferHabits(NEVER, "", "", ""));
    }

    private static World fallingBack(World world) {
        return world.settings(s -> s.transfer(s.transfer().pass(new PassRules(true, false))));
    }

    @TestFactory
    @DisplayName("H1: noRefer of an account: nobody's REFER is passed on to it, and it is told why")
    Stream<DynamicTest> nothingIsPassedOn() {
        return TransferPlaying.everyWay(
                REFUSED.replace("WHY", "bob is never sent a REFER"),
                never(passing())
                        .events(
                                events ->
                                        assertThat(events)
                                                .extracting(event -> event.fact())
                                                .filteredOn(TransferFact.Blocked.class::isInstance)
                                                .singleElement()
                                                .asString()
                                                .contains("`noRefer: false` of account bob@")));
    }

    @TestFactory
    @DisplayName("H1: noRefer with pass.fallback consume: the server carries the transfer out")
    Stream<DynamicTest> theServerCarriesItOut() {
        return TransferPlaying.everyWay(CONSUMED, fallingBack(never(passing())));
    }

    private static Stream<DynamicTest> allowing(String ladder, World world) {
        String allow = " Allow:\"INVITE, ACK, BYE, CANCEL, OPTIONS\"";
        String called = TransferPlaying.ALICE_CALLED.replace("b> 200", "b> 200" + allow) + ladder;
        String calling = TransferPlaying.BOB_CALLED.replace("to:alice", "to:alice" + allow);
        return Stream.concat(
                Playing.everyWay(called, world), Playing.everyWay(calling + ladder, world));
    }

    @TestFactory
    @DisplayName("A1 rule 1: a party whose Allow leaves REFER out gets none")
    Stream<DynamicTest> anAllowWithoutRefer() {
        return allowing(REFUSED.replace("WHY", "The phone of bob takes no REFER"), passing());
    }

    @TestFactory
    @DisplayName("A1 rule 1: a party whose Allow leaves REFER out is moved here where that is set")
    Stream<DynamicTest> anAllowWithoutReferFallsBack() {
        return allowing(CONSUMED, fallingBack(passing()));
    }

    @TestFactory
    @DisplayName("H1: noRefer of an account: the server sends it none, not even when forced")
    Stream<DynamicTest> theServerSendsNone() {
        return TransferPlaying.everyWay(
                """
                api> refer leg=b to=carol
                api< 405
                api> refer leg=b to=carol force=yes
                api< 405
                """
                        + BOB_ENDS_IT_WITH_ALICE,
                never(World.usual()));
    }

    @TestFactory
    @DisplayName("H1: noRefer of a provider holds in calls over it")
    Stream<DynamicTest> aProviderThatTakesNone() {
        Provider.Transfers never = new Provider.Transfers(TransferMode.DENY, "", NEVER);
        return Playing.everyWay(
                """
                a1> INVITE to:085
                p< INVITE offer=a1
                p> 200
                p< ACK
                a1< 200 answer=p
                a1> ACK
                +1s
                api> refer leg=p to=carol
                api< 405
                a1> REFER Refer-To:carol
                a1< 603 Warning:"*never sent a REFER*"
                +1s
                a1> BYE
                a1< 200
                p< BYE
                p> 200
                """,
                passing()
                        .guest("p", "u")
                        .plans(book -> book.dial("alice", "085@blueface"))
                        .provider("blueface", "p", old -> Providers.transferring(old, never)));
    }
}
