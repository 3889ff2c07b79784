package io.referee.server.ladders;

import static io.referee.server.ladders.TransferPlaying.ALICE_LEAVES;
import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_CAROL;
import static io.referee.server.ladders.TransferPlaying.CAROL_IS_CALLED;
import static io.referee.server.ladders.TransferPlaying.allowed;

import io.referee.server.transfer.TransferSettings.MediaRules;
import io.referee.server.transfer.TransferSettings.Strategy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.Optional;
import java.util.stream.Stream;

/// `transfer.earlyMedia: on`: what the transferee hears, and whom it is shown, while the target
/// rings (`transfers.md` 0.8, 0.9).
class EarlyMediaLaddersTest {
    private static final String CAROL_IS_HEARD =
            """
            c> 183 answer=c Require:100rel RSeq:1
            c< PRACK
            c> 200 PRACK
            b< re-INVITE offer=c P-Asserted-Identity:*carol@example.org*
            b> 200
            b< ACK
            """;

    private static final String CAROL_ANSWERS =
            """
            +1s
            a1< NOTIFY 183
            a1> 200
            c> 200 INVITE answer=none
            c< ACK
            """
                    + ALICE_LEAVES
                    + BOB_ENDS_IT_WITH_CAROL;

    private static World early(Optional<String> music) {
        return allowed().media(new MediaRules(Strategy.AUTO, true, music, false));
    }

    @TestFactory
    @DisplayName("the transferee that hears the target is shown who it is")
    Stream<DynamicTest> theTransfereeIsShownTheTarget() {
        return TransferPlaying.inOrder(
                CAROL_IS_CALLED + CAROL_IS_HEARD + CAROL_ANSWERS, early(Optional.empty()));
    }

    @TestFactory
    @DisplayName("hold music ends when the transferee hears the target")
    Stream<DynamicTest> theMusicEnds() {
        return TransferPlaying.inOrder(
                """
                a1> re-INVITE dir=sendonly
                a1< 200
                a1> ACK
                b< re-INVITE offer=none
                b> 200
                m< INVITE
                m> 200
                m< ACK
                b< ACK answer=m
                +1s
                """
                        + CAROL_IS_CALLED
                        + """
                        c> 183 answer=c Require:100rel RSeq:1
                        c< PRACK
                        c> 200 PRACK
                        b< re-INVITE offer=c
                        b> 200
                        b< ACK
                        m< BYE
                        m> 200
                        """
                        + CAROL_ANSWERS,
                early(Optional.of("sip:moh@example.org")).phone("m", "moh"));
    }
}
