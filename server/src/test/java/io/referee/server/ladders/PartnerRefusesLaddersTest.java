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

/// A transfer fails, bob takes his old media back, and alice, who was answered with silence
/// meanwhile, refuses the offer that gives her voice back with 488. She is asked once for an offer
/// of her own, as a phone that refuses what is known is asked anywhere else (`transfers.md` 0.8).
class PartnerRefusesLaddersTest {
    private static final String CAROL_REFUSES_LATE =
            """
            a1> re-INVITE dir=sendonly
            b< re-INVITE offer=a1 dir=sendonly
            b> 200
            b< ACK
            a1< 200 answer=b
            a1> ACK
            +1s
            a1> REFER Refer-To:carol
            a1< 202
            a1< NOTIFY 100 active
            a1> 200
            b< re-INVITE offer=none
            b> 200
            c< INVITE offer=b
            +19900ms
            b< ACK dir=inactive
            a1> re-INVITE dir=sendrecv
            a1< 200 dir=inactive
            a1> ACK
            +1s
            c> 486
            c< ACK
            a1< NOTIFY 486 terminated
            a1> 200
            """;

    private static final String ALICE_REFUSES_BOBS_MEDIA =
            """
            b< re-INVITE offer=a1 dir=sendrecv
            b> 200
            b< ACK
            a1< re-INVITE offer=b dir=sendrecv
            a1> 488
            a1< ACK
            a1< re-INVITE offer=none
            """;

    private static World lateOffers() {
        MediaRules rules = new MediaRules(Strategy.LATE_X, false, Optional.empty(), false);
        return allowed().media(rules);
    }

    @TestFactory
    @DisplayName("a transferor that refuses the offer makes one, and the two hear each other")
    Stream<DynamicTest> itMakesAnOfferItself() {
        return TransferPlaying.inOrder(
                CAROL_REFUSES_LATE
                        + ALICE_REFUSES_BOBS_MEDIA
                        + """
                        a1> 200
                        b< re-INVITE offer=a1 dir=sendrecv
                        b> 200
                        b< ACK
                        a1< ACK answer=b dir=sendrecv
                        """
                        + BOB_ENDS_IT_WITH_ALICE,
                lateOffers());
    }

    @TestFactory
    @DisplayName("so does one that refuses an offer that the transferee had to make")
    Stream<DynamicTest> itRefusesAnOfferThatTheOtherMade() {
        return TransferPlaying.inOrder(
                CAROL_REFUSES_LATE
                        + """
                        b< re-INVITE offer=a1 dir=sendrecv
                        b> 488
                        b< ACK
                        b< re-INVITE offer=none
                        b> 200
                        a1< re-INVITE offer=b dir=sendrecv
                        a1> 488
                        a1< ACK
                        b< ACK dir=inactive
                        a1< re-INVITE offer=none
                        a1> 200
                        b< re-INVITE offer=a1 dir=sendrecv
                        b> 200
                        b< ACK
                        a1< ACK answer=b dir=sendrecv
                        """
                        + BOB_ENDS_IT_WITH_ALICE,
                lateOffers());
    }

    @TestFactory
    @DisplayName("one that makes none either is offered what is known once more, and left alone")
    Stream<DynamicTest> notForEver() {
        return TransferPlaying.inOrder(
                CAROL_REFUSES_LATE
                        + ALICE_REFUSES_BOBS_MEDIA
                        + """
                        a1> 488
                        a1< ACK
                        a1< re-INVITE offer=b dir=sendrecv
                        a1> 488
                        a1< ACK
                        +500ms
                        a1< re-INVITE offer=b dir=sendrecv
                        a1> 488
                        a1< ACK
                        +60s
                        """
                        + BOB_ENDS_IT_WITH_ALICE,
                lateOffers());
    }

    @TestFactory
    @DisplayName("one that hangs up when it is asked ends the call")
    Stream<DynamicTest> itHangsUp() {
        return TransferPlaying.inOrder(
                CAROL_REFUSES_LATE
                        + ALICE_REFUSES_BOBS_MEDIA
                        + """
                        a1> 200
                        b< re-INVITE offer=a1 dir=sendrecv
                        b> BYE
                        b< 200
                        b> 487
                        b< ACK
                        a1< ACK
                        a1< BYE Reason:none
                        a1> 200
                        """,
                lateOffers());
    }
}
