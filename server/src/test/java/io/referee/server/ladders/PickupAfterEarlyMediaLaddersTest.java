package io.referee.server.ladders;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/// Directed pickup (`transfers.md` A5.3) of a call whose caller was shown early media. The taker's
/// answer comes in a dialog of its own, as from a fork (RFC 3261 §13.2.1); the phones' wire is
/// watched for two answers in one dialog.
class PickupAfterEarlyMediaLaddersTest {
    private static final String BOB_SHOWS_MEDIA =
            """
            a> INVITE to:bob
            b< INVITE offer=a
            b> 183 answer=b
            a< 183 answer=b
            +1s
            """;

    private static final String BOB_STOPS_RINGING =
            """
            b< CANCEL
            b> 487
            b< ACK
            """;

    private static final String DAVE_HANGS_UP =
            """
            a< 200 answer=d
            a> ACK
            +5s
            a> INFO
            d< INFO
            d> 200
            a< 200 INFO
            d> BYE
            d< 200
            a< BYE
            a> 200
            """;

    @TestFactory
    @DisplayName("both made an offer: the caller gets the taker's answer in another dialog")
    Stream<DynamicTest> bothMadeAnOffer() {
        return Playing.inOrder(
                BOB_SHOWS_MEDIA
                        + """
                        d> INVITE to:bob Replaces:[b]
                        d< 200 answer=a
                        d> ACK
                        """
                        + BOB_STOPS_RINGING
                        + DAVE_HANGS_UP,
                World.usual());
    }

    @TestFactory
    @DisplayName("a taker without an offer: the answer of its ACK comes in another dialog")
    Stream<DynamicTest> aTakerWithoutAnOffer() {
        return Playing.inOrder(
                BOB_SHOWS_MEDIA
                        + """
                        d> INVITE to:bob Replaces:[b] offer=none
                        d< 200 offer=a
                        d> ACK
                        """
                        + BOB_STOPS_RINGING
                        + DAVE_HANGS_UP,
                World.usual());
    }
}
