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

/// Alice takes bob back from hold while bob is asked for an offer for carol: she is answered with
/// silence, because nothing may reach bob then (`transfers.md` A2.5). Carol hangs up before bob was
/// moved, so nobody was moved; alice must get her voice back all the same.
class SilencedTransferorLaddersTest {
    private static final String ALICE_HOLDS_AND_REFERS =
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
            c< INVITE offer=b dir=sendrecv
            c> 200
            c< ACK
            b< re-INVITE offer=none
            """;

    private static final String ALICE_IS_SILENCED =
            """
            a1> re-INVITE dir=sendrecv
            a1< 200 dir=inactive
            a1> ACK
            """;

    private static final String CAROL_HANGS_UP =
            """
            c> BYE
            c< 200
            a1< NOTIFY 480 terminated
            a1> 200
            b> 200
            b< ACK
            """;

    private static World freshOffers() {
        MediaRules rules = new MediaRules(Strategy.FRESH_FIX, false, Optional.empty(), false);
        return allowed().media(rules);
    }

    @TestFactory
    @DisplayName("a transferor that was answered with silence is heard again when the target goes")
    Stream<DynamicTest> theTransferorIsHeardAgain() {
        return TransferPlaying.inOrder(
                ALICE_HOLDS_AND_REFERS
                        + ALICE_IS_SILENCED
                        + CAROL_HANGS_UP
                        + """
                        +200ms
                        b< re-INVITE offer=a1 dir=sendrecv
                        b> 200
                        b< ACK
                        a1< re-INVITE offer=b dir=sendrecv
                        a1> 200
                        a1< ACK
                        """
                        + BOB_ENDS_IT_WITH_ALICE,
                freshOffers());
    }

    @TestFactory
    @DisplayName("nothing is sent when the transferor holds on and nobody was moved")
    Stream<DynamicTest> nothingIsSentWhenNobodyWasSilenced() {
        return TransferPlaying.inOrder(
                ALICE_HOLDS_AND_REFERS + CAROL_HANGS_UP + BOB_ENDS_IT_WITH_ALICE, freshOffers());
    }
}
