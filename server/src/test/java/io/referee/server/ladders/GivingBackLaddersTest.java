package io.referee.server.ladders;

import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_ALICE;
import static io.referee.server.ladders.TransferPlaying.allowed;

import io.referee.server.transfer.TransferSettings.MediaRules;
import io.referee.server.transfer.TransferSettings.Strategy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.Optional;
import java.util.stream.Stream;

/// A transferee whose media had been moved, and that cannot take its old ones back at once: a phone
/// that missed our ACK refuses all offers with 500 until it gets it (RFC 3261 §14.2). Bob had to be
/// answered before carol, who then refuses (`transfers.md` 0.8, LATE-X).
class GivingBackLaddersTest {
    private static final String CAROL_REFUSES_LATE =
            """
            a1> REFER Refer-To:carol
            a1< 202
            a1< NOTIFY 100 active
            a1> 200
            b< re-INVITE offer=none
            b> 200
            c< INVITE offer=b
            +19900ms
            b< ACK dir=inactive
            c> 486
            c< ACK
            a1< NOTIFY 486 terminated
            a1> 200
            """;

    private static final String BOB_IS_STILL_BUSY =
            """
            b< re-INVITE offer=a1 dir=sendrecv
            b> 500 Retry-After:0
            b< ACK
            """;

    /// A 500 is answered with another offer after the time that it names.
    private static final String BOB_IS_BUSY_WITH_ITSELF = BOB_IS_STILL_BUSY.repeat(2);

    private static World lateOffers() {
        MediaRules rules = new MediaRules(Strategy.LATE_X, false, Optional.empty(), false);
        return allowed().media(rules);
    }

    @TestFactory
    @DisplayName("it is asked again until it takes them, and the two hear each other")
    Stream<DynamicTest> itIsAskedAgain() {
        return TransferPlaying.inOrder(
                CAROL_REFUSES_LATE
                        + BOB_IS_BUSY_WITH_ITSELF
                        + "+4900ms\n"
                        + BOB_IS_BUSY_WITH_ITSELF
                        + """
                        +4900ms
                        b< re-INVITE offer=a1 dir=sendrecv
                        b> 200
                        b< ACK
                        """
                        + BOB_ENDS_IT_WITH_ALICE,
                lateOffers());
    }

    @TestFactory
    @DisplayName("not when it has hung up meanwhile")
    Stream<DynamicTest> notWhenItHasGone() {
        return TransferPlaying.inOrder(
                CAROL_REFUSES_LATE
                        + BOB_IS_BUSY_WITH_ITSELF
                        + """
                        +1s
                        b> BYE
                        b< 200
                        a1< BYE Reason:none
                        a1> 200
                        +10s
                        """,
                lateOffers());
    }

    @TestFactory
    @DisplayName("four times, and three more while the two are looked after")
    Stream<DynamicTest> notForEver() {
        return TransferPlaying.inOrder(
                CAROL_REFUSES_LATE
                        + BOB_IS_BUSY_WITH_ITSELF
                        + ("+4900ms\n" + BOB_IS_BUSY_WITH_ITSELF).repeat(3)
                        + ("+400ms\n" + BOB_IS_STILL_BUSY)
                        + ("+7900ms\n" + BOB_IS_STILL_BUSY)
                        + ("+31800ms\n" + BOB_IS_STILL_BUSY)
                        + "+60s\n"
                        + BOB_ENDS_IT_WITH_ALICE,
                lateOffers());
    }

    /// Alice asks again before bob was given back, and bob hears dave ring.
    @TestFactory
    @DisplayName("not when it hears the next target meanwhile")
    Stream<DynamicTest> notWhenItHearsTheNextTarget() {
        MediaRules rules = new MediaRules(Strategy.AUTO, true, Optional.empty(), false);
        return TransferPlaying.inOrder(
                TransferPlaying.CAROL_IS_CALLED
                        + """
                        c> 183 answer=c Require:100rel RSeq:1
                        c< PRACK
                        c> 200 PRACK
                        b< re-INVITE offer=c
                        b> 200
                        b< ACK
                        +1s
                        a1< NOTIFY 183
                        a1> 200
                        c> 486 INVITE
                        c< ACK
                        a1< NOTIFY 486 terminated
                        a1> 200
                        """
                        + BOB_IS_BUSY_WITH_ITSELF
                        + """
                        +1s
                        a1> REFER Refer-To:dave
                        a1< 202
                        a1< NOTIFY 100 active
                        a1> 200
                        d< INVITE offer=b
                        d> 183 answer=d Require:100rel RSeq:1
                        d< PRACK
                        d> 200 PRACK
                        b< re-INVITE offer=d
                        b> 200
                        b< ACK
                        +1s
                        a1< NOTIFY 183
                        a1> 200
                        +10s
                        d> 200 INVITE answer=none
                        d< ACK
                        """
                        + TransferPlaying.ALICE_LEAVES
                        + """
                        +8s
                        b> BYE
                        b< 200
                        d< BYE
                        d> 200
                        """,
                allowed().media(rules));
    }
}
