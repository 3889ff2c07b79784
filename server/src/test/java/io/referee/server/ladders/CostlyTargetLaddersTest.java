package io.referee.server.ladders;

import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_ALICE;
import static io.referee.server.ladders.World.rule;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.List;
import java.util.stream.Stream;

/// How many premium and international numbers an account may transfer to (`transfers.md` F.6).
class CostlyTargetLaddersTest {
    private static final String BUSY =
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

    private static String refers(String target) {
        return "a1> REFER Refer-To:\"" + target + "\"\n";
    }

    private static World one(String... costly) {
        return TransferRuleLaddersTest.limits(limits -> limits.costly(List.of(costly), 1))
                .transferPlan(rule("prefix", "+49", "carol"), rule("exact", "77", "carol"));
    }

    @TestFactory
    @DisplayName("F.6: one number more than allowed in an hour is refused, the same one is not")
    Stream<DynamicTest> oneNumberMoreIsRefused() {
        return TransferPlaying.everyWay(
                refers("<tel:+49-30-1>")
                        + BUSY
                        + refers("<sip:+49301@example.org>")
                        + BUSY
                        + refers("<tel:+49-30-2>")
                        + "a1< 603 Warning:\"399 *More than 1 premium*\"\n"
                        + refers("<sip:77@example.org>")
                        + BUSY
                        + BOB_ENDS_IT_WITH_ALICE,
                one("+", "00"));
    }

    @TestFactory
    @DisplayName("F.6: what begins with nothing costly is not counted")
    Stream<DynamicTest> otherNumbersAreNotCounted() {
        return TransferPlaying.inOrder(
                refers("<tel:+49-30-1>")
                        + BUSY
                        + refers("<tel:+49-30-2>")
                        + BUSY
                        + BOB_ENDS_IT_WITH_ALICE,
                one("+1", "0900"));
    }
}
