package io.referee.server.ladders;

import static io.referee.server.ladders.TransferPlaying.ALICE_LEAVES;
import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_CAROL;
import static io.referee.server.ladders.TransferPlaying.allowed;

import io.referee.server.transfer.TransferSettings.MediaRules;
import io.referee.server.transfer.TransferSettings.Strategy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.Optional;
import java.util.stream.Stream;

/// Phones that take other keys with each of their answers (`transfers.md` 0.8, F2): the last that
/// each of two has said is the last that the other was told, and they are not asked for ever.
class RenewedKeysLaddersTest {
    private static final String CAROL_ANSWERS =
            """
            a1> INVITE to:bob keys=A1
            b< INVITE offer=a1
            b> 200 keys=B1 setup=active
            b< ACK
            a1< 200 answer=b
            a1> ACK
            +1s
            a1> REFER Refer-To:carol
            a1< 202
            a1< NOTIFY 100 active
            a1> 200
            c< INVITE offer=b body="*sha-256 B1*"
            c> 200 keys=C1 setup=active
            c< ACK
            """;

    /// Whatever bob is told, his answer has other keys, and so has carol's.
    private static final String EACH_IS_TOLD_ONCE =
            """
            b< re-INVITE offer=c body="*sha-256 C1*"
            b> 200 keys=B2 setup=active
            b< ACK
            c< re-INVITE offer=b body="*sha-256 B2*"
            c> 200 keys=C2 setup=active
            c< ACK
            """;

    private static World known() {
        MediaRules rules = new MediaRules(Strategy.KNOWN, false, Optional.empty(), false);
        return allowed().media(rules);
    }

    @TestFactory
    @DisplayName("one exchange is enough where the transferee makes the offer")
    Stream<DynamicTest> oneExchangeIsEnough() {
        return Playing.everyWay(
                CAROL_ANSWERS
                        + """
                        b< re-INVITE offer=none
                        b> 200 keys=B2
                        c< re-INVITE offer=b body="*sha-256 B2*"
                        c> 200 keys=C2 setup=active
                        c< ACK
                        b< ACK answer=c body="*sha-256 C2*"
                        """
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL,
                allowed());
    }

    @TestFactory
    @DisplayName("the target's answer to the correction has other keys, too: one exchange for both")
    Stream<DynamicTest> bothTakeOtherKeys() {
        return Playing.everyWay(
                CAROL_ANSWERS
                        + EACH_IS_TOLD_ONCE
                        + """
                        b< re-INVITE offer=none
                        b> 200 keys=B3
                        c< re-INVITE offer=b body="*sha-256 B3*"
                        c> 200 keys=C3 setup=active
                        c< ACK
                        b< ACK answer=c body="*sha-256 C3*"
                        """
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL,
                known());
    }

    @TestFactory
    @DisplayName("a transferee that makes no offers: the target makes one")
    Stream<DynamicTest> aTransfereeThatMakesNoOffers() {
        return Playing.everyWay(
                CAROL_ANSWERS
                        + """
                        b< re-INVITE offer=none
                        b> 488
                        b< ACK
                        """
                        + EACH_IS_TOLD_ONCE
                        + """
                        c< re-INVITE offer=none
                        c> 200 keys=C3
                        b< re-INVITE offer=c body="*sha-256 C3*"
                        b> 200 keys=B3 setup=active
                        b< ACK
                        c< ACK answer=b body="*sha-256 B3*"
                        """
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL,
                allowed());
    }

    @TestFactory
    @DisplayName("who is told that it may speak again takes other keys for that: one more exchange")
    Stream<DynamicTest> otherKeysInTheRepair() {
        return Playing.everyWay(
                CAROL_ANSWERS
                        + """
                        b< re-INVITE offer=none
                        b> 200 keys=B2 dir=recvonly
                        c< re-INVITE offer=b dir=sendrecv body="*sha-256 B2*"
                        c> 200 keys=C2 setup=active
                        c< ACK
                        b< ACK body="*sha-256 C2*"
                        b< re-INVITE offer=c dir=sendrecv
                        b> 200 keys=B3 setup=active
                        b< ACK
                        b< re-INVITE offer=none
                        b> 200 keys=B4
                        c< re-INVITE offer=b dir=sendrecv body="*sha-256 B4*"
                        c> 200 keys=C3 setup=active
                        c< ACK
                        b< ACK answer=c body="*sha-256 C3*"
                        """
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL,
                allowed());
    }

    @TestFactory
    @DisplayName("neither makes offers: the transfer fails, and the two old parties talk on")
    Stream<DynamicTest> neitherMakesOffers() {
        return Playing.inOrder(
                CAROL_ANSWERS
                        + EACH_IS_TOLD_ONCE
                        + """
                        b< re-INVITE offer=none
                        b> 488
                        b< ACK
                        c< re-INVITE offer=none
                        c> 488
                        c< ACK
                        a1<* NOTIFY 488 terminated
                        a1> 200 NOTIFY
                        c<* BYE
                        c> 200
                        b<* re-INVITE offer=a1 body="*sha-256 A1*"
                        b> 200 keys=B3 setup=active
                        b<* ACK
                        a1<* re-INVITE offer=b body="*sha-256 B3*"
                        a1> 200 INVITE keys=A1 setup=passive
                        a1<* ACK
                        """
                        + TransferPlaying.BOB_ENDS_IT_WITH_ALICE,
                known());
    }
}
