package io.referee.server.ladders;

import static io.referee.server.ladders.TransferPlaying.ALICE_LEAVES;
import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_ALICE;
import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_CAROL;
import static io.referee.server.ladders.TransferPlaying.CAROL_AND_BOB_ARE_JOINED;
import static io.referee.server.ladders.TransferPlaying.CAROL_IS_CALLED;
import static io.referee.server.ladders.TransferPlaying.allowed;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.List;
import java.util.stream.Stream;

/// The limits of an account that transfers, when the server dies and comes back (`transfers.md`
/// F.6, G.3).
class RestartLimitsLaddersTest {
    private static final String KILLED =
            """
            +1s
            api> kill
            api< 200
            """;

    private static final String CAROL_IS_BUSY =
            """
            a1< 202
            a1< NOTIFY 100 active
            a1> 200
            c< INVITE offer=b
            c> 486
            c< ACK
            a1< NOTIFY 486 terminated
            a1> 200
            +1s
            """;

    private static final String REFER = "a1> REFER Refer-To:carol\n";

    private static String refers(String number) {
        return "a1> REFER Refer-To:\"<tel:" + number + ">\"\n";
    }

    @TestFactory
    @DisplayName("F.6: the transfers of the day are counted over a restart")
    Stream<DynamicTest> theTransfersOfTheDayAreCounted() {
        return TransferPlaying.inOrder(
                (REFER + CAROL_IS_BUSY).repeat(2)
                        + KILLED
                        + REFER
                        + CAROL_IS_BUSY
                        + KILLED
                        + REFER
                        + "a1< 603 Warning:\"399 *in a day*\"\n"
                        + "+24h\n"
                        + TransferRuleLaddersTest.FAILING
                        + BOB_ENDS_IT_WITH_ALICE,
                TransferRuleLaddersTest.limits(limits -> limits.perDay(3)));
    }

    @TestFactory
    @DisplayName("F.6: so are the costly numbers of the hour")
    Stream<DynamicTest> theCostlyNumbersAreCounted() {
        return TransferPlaying.inOrder(
                refers("+49-30-1")
                        + CAROL_IS_BUSY
                        + KILLED
                        + refers("+49-30-2")
                        + "a1< 603 Warning:\"399 *More than 1 premium*\"\n"
                        + refers("+49-30-1")
                        + CAROL_IS_BUSY
                        + BOB_ENDS_IT_WITH_ALICE,
                TransferRuleLaddersTest.limits(limits -> limits.costly(List.of("+"), 1))
                        .transferPlan(World.rule("prefix", "+49", "carol")));
    }

    @TestFactory
    @DisplayName("G.3: what an account has left behind before a restart ends with its permission")
    Stream<DynamicTest> whatIsLeftBehindEnds() {
        return TransferPlaying.inOrder(
                CAROL_IS_CALLED
                        + CAROL_AND_BOB_ARE_JOINED
                        + ALICE_LEAVES
                        + KILLED
                        + "+1s\n"
                        + KILLED
                        + """
                        api> deny account=alice
                        api< 200
                        +58s
                        +2s
                        c<* BYE Reason:"SIP;cause=403*"
                        c> 200
                        b<* BYE Reason:"SIP;cause=403*"
                        b> 200
                        """,
                allowed());
    }

    @TestFactory
    @DisplayName("G.3: what somebody else has left behind does not")
    Stream<DynamicTest> whatSomebodyElseLeftBehindGoesOn() {
        return TransferPlaying.inOrder(
                CAROL_IS_CALLED
                        + CAROL_AND_BOB_ARE_JOINED
                        + ALICE_LEAVES
                        + KILLED
                        + "api> deny account=dave\napi< 200\n+70s\n"
                        + BOB_ENDS_IT_WITH_CAROL,
                allowed());
    }
}
