package io.referee.server.ladders;

import static io.referee.server.ladders.TransferPlaying.ALICE_LEAVES;
import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_ALICE;
import static io.referee.server.ladders.TransferPlaying.allowed;
import static io.referee.server.ladders.World.rule;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/// Transfers to a number behind a provider, which the plan named `transfer` says (`transfers.md`
/// A2.4). The provider `blueface` is played by the phone `p`.
class TransferProviderLaddersTest {
    private static final String ASKED =
            """
            a1> REFER Refer-To:"<tel:+1555>"
            a1< 202
            a1< NOTIFY 100 active
            a1> 200
            p< INVITE uri="sip:+1555@198.51.100.6*" offer=b dir=sendrecv
            """;

    private static World overBlueface() {
        return allowed()
                .guest("p", "u")
                .provider("blueface", "p", provider -> provider)
                .transferPlan(rule("exact", "+1555", "${EXTEN}@blueface"));
    }

    @TestFactory
    @DisplayName(
            "case 25: a number behind a provider is rung there, and joined with the transferee")
    Stream<DynamicTest> aNumberBehindAProvider() {
        return TransferPlaying.everyWay(
                ASKED
                        + """
                        p> 200
                        p< ACK
                        b< re-INVITE offer=p dir=sendrecv
                        b> 200
                        b< ACK
                        """
                        + ALICE_LEAVES
                        + """
                        +8s
                        b> BYE
                        b< 200
                        p< BYE
                        p> 200
                        """,
                overBlueface());
    }

    @TestFactory
    @DisplayName("case 6: the number is busy: the transferor is told so, and the two talk on")
    Stream<DynamicTest> theNumberIsBusy() {
        return TransferPlaying.everyWay(
                ASKED
                        + """
                        p> 486
                        p< ACK
                        a1< NOTIFY 486 terminated
                        a1> 200
                        """
                        + BOB_ENDS_IT_WITH_ALICE,
                overBlueface());
    }
}
