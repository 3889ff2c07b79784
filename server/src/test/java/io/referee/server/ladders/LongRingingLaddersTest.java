package io.referee.server.ladders;

import static io.referee.server.ladders.TransferPlaying.ALICE_LEAVES;
import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_CAROL;

import io.referee.server.transfer.TransferSettings;
import io.referee.server.transfer.TransferSettings.MediaRules;
import io.referee.server.transfer.TransferSettings.Strategy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/// A target that rings for long while the transferee's own offer waits for its answer
/// (`transfers.md` A2.2).
class LongRingingLaddersTest {
    /// When an ACK is lost, the phone asks for it 3.5 s later, and all that follows is later, too:
    /// a target that may ring for a minute only would not answer in time.
    private static final Duration RING = Duration.ofMinutes(2);

    private static final String BOB_IS_ASKED =
            """
            a1> REFER Refer-To:carol
            a1< 202
            a1< NOTIFY 100 active
            a1> 200
            b< re-INVITE offer=none
            b> 200 port=4444
            c< INVITE offer=b port=4444
            """;

    private static final String CAROL_ANSWERS =
            """
            c> 200
            c< ACK
            b< re-INVITE offer=c dir=sendrecv
            b> 200 port=4444
            b< ACK
            """;

    private static World late() {
        return TransferPlaying.allowed()
                .settings(
                        s -> {
                            TransferSettings old = s.transfer();
                            MediaRules media =
                                    new MediaRules(Strategy.LATE_X, false, Optional.empty(), false);
                            return s.transfer(old.media(media).times(old.times().ring(RING)));
                        });
    }

    @TestFactory
    @DisplayName(
            "case 37: a target that rings for a minute: the transferee is acknowledged before 25 s"
                    + " and no call is lost")
    Stream<DynamicTest> theTransfereeIsAcknowledgedInTime() {
        return TransferPlaying.everyWay(
                BOB_IS_ASKED
                        + "+19900ms\nb< ACK dir=inactive\n+38s\n"
                        + CAROL_ANSWERS
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL,
                late());
    }

    @TestFactory
    @DisplayName("case 37: the transferor hears that it rings")
    Stream<DynamicTest> theTransferorHearsThatItRings() {
        return TransferPlaying.inOrder(
                BOB_IS_ASKED
                        + """
                        c> 180
                        +1s
                        a1< NOTIFY 180
                        a1> 200
                        +18900ms
                        b< ACK dir=inactive
                        +38s
                        """
                        + CAROL_ANSWERS
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL,
                late());
    }
}
