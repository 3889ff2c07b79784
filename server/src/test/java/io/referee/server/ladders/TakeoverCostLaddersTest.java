package io.referee.server.ladders;

import static io.referee.server.ladders.TransferPlaying.ALICE_CALLED;
import static io.referee.server.ladders.TransferPlaying.BOB_CALLED;

import io.referee.server.account.TransferMode;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.time.Duration;
import java.util.stream.Stream;

/// What a call costs an account whose place somebody took by INVITE with Replaces (`transfers.md`
/// A5.3, F.6), and who is shown to the party that stays (0.9).
class TakeoverCostLaddersTest {
    private static final String DAVE_TAKES_OVER =
            """
            d> INVITE to:bob Replaces:[a1]
            b< re-INVITE offer=d
            b> 200
            b< ACK
            d< 200 answer=b
            d> ACK
            a1< BYE
            a1> 200
            """;

    private static final String TIME_IS_UP =
            """
            b<* BYE
            b> 200
            d<* BYE
            d> 200
            """;

    private static World limited(World world) {
        return world.settings(
                s ->
                        s.transfer(
                                s.transfer()
                                        .limits(
                                                s.transfer()
                                                        .limits()
                                                        .alone(Duration.ofSeconds(599)))));
    }

    @TestFactory
    @DisplayName("F.6: a call whose payer was replaced lasts no longer than any that it has left")
    Stream<DynamicTest> aCallWhosePayerWasReplacedEnds() {
        return Playing.plainly(
                ALICE_CALLED + DAVE_TAKES_OVER + "+598s\n+1s\n" + TIME_IS_UP,
                limited(World.usual()));
    }

    @TestFactory
    @DisplayName("F.6: a call for which nobody pays has no such end")
    Stream<DynamicTest> aCallForWhichNobodyPaysGoesOn() {
        return Playing.plainly(
                BOB_CALLED
                        + DAVE_TAKES_OVER
                        + "+700s\n"
                        + """
                        b> BYE
                        b< 200
                        d< BYE
                        d> 200
                        """,
                limited(World.usual()));
    }

    @TestFactory
    @DisplayName("F.6: nor has one that the other phone of the account took over")
    Stream<DynamicTest> theOtherPhoneOfTheAccountMayTalk() {
        return Playing.plainly(
                ALICE_CALLED
                        + DAVE_TAKES_OVER
                                .replace("d>", "n>")
                                .replace("d<", "n<")
                                .replace("=d", "=n")
                        + "+700s\n"
                        + """
                        b> BYE
                        b< 200
                        n< BYE
                        n> 200
                        """,
                limited(World.usual().phone("n", "alice").offline("n")));
    }

    @TestFactory
    @DisplayName("F.6: a call that was passed on by REFER with Replaces ends as well")
    Stream<DynamicTest> aCallThatWasPassedOnEnds() {
        return Playing.plainly(
                """
                g> INVITE to:alice
                a1< INVITE
                a1> 200
                a1< ACK
                g< 200
                g> ACK
                a2> INVITE to:carol
                c< INVITE offer=a2
                c> 200
                c< ACK
                a2< 200 answer=c
                a2> ACK
                +1s
                a1> REFER Refer-To:carol?Replaces=[a2]
                g< REFER
                g> 202
                a1< 202
                g2> INVITE referred
                c< re-INVITE offer=g2
                c> 200
                c< ACK
                g2< 200
                g2> ACK
                a2< BYE
                a2> 200
                g> NOTIFY Event:refer Subscription-State:"terminated;reason=noresource" body="SIP/2.0 200 OK" type=message/sipfrag
                g< 200
                a1< NOTIFY 200
                a1> 200
                a1> BYE
                a1< 200
                g< BYE
                g> 200
                +598s
                +1s
                c<* BYE
                c> 200
                g2<* BYE
                g2> 200
                """,
                limited(World.usual().transfer("alice", TransferMode.PASS)));
    }

    @TestFactory
    @DisplayName("G.3: when the account that pays is removed, the call ends after the grace")
    Stream<DynamicTest> aCallWhosePayerIsRemovedEnds() {
        return Playing.plainly(
                ALICE_CALLED
                        + DAVE_TAKES_OVER
                        + "api> remove account=alice\napi< 200\n+58s\n+2s\n"
                        + TIME_IS_UP,
                World.usual());
    }

    @TestFactory
    @DisplayName("G.3: that it may not transfer changes nothing: it did not")
    Stream<DynamicTest> aPayerThatMayNotTransfer() {
        return Playing.plainly(
                ALICE_CALLED
                        + DAVE_TAKES_OVER
                        + """
                        api> deny account=alice
                        api< 200
                        +70s
                        b> BYE
                        b< 200
                        d< BYE
                        d> 200
                        """,
                World.usual());
    }

    @TestFactory
    @DisplayName("H13, H36: the party that stays is told who it talks to now")
    Stream<DynamicTest> thePartyThatStaysIsToldWhoItTalksTo() {
        return Playing.everyWay(
                ALICE_CALLED
                        + DAVE_TAKES_OVER.replace(
                                "re-INVITE offer=d", "re-INVITE offer=d P-Asserted-Identity:*dave*")
                        + """
                        +1s
                        b> BYE
                        b< 200
                        d< BYE
                        d> 200
                        """,
                World.usual());
    }
}
