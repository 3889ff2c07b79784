package io.referee.server.ladders;

import static io.referee.server.ladders.TransferPlaying.ALICE_LEAVES;
import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_CAROL;
import static io.referee.server.ladders.TransferPlaying.allowed;

import io.referee.server.transfer.TransferSettings.MediaRules;
import io.referee.server.transfer.TransferSettings.ParkRules;
import io.referee.server.transfer.TransferSettings.Strategy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/// The transferee shall hear music before the target is called, and something comes between: the
/// target is called all the same (`transfers.md` 0.8, PARK-FIRST; 0.4, `reinvite.appTimeout`).
class MusicBeforeTheTargetLaddersTest {
    private static final String ASKED =
            """
            a1> REFER Refer-To:carol
            a1< 202
            a1< NOTIFY 100 active
            a1> 200
            b< re-INVITE offer=none
            """;

    private static final String JOINED =
            """
            c< INVITE offer=b
            c> 200
            c< ACK
            b< re-INVITE offer=none
            b> 200
            c< re-INVITE offer=b
            c> 200
            c< ACK
            b< ACK answer=c
            """
                    + ALICE_LEAVES
                    + BOB_ENDS_IT_WITH_CAROL;

    static World parksFirst() {
        return allowed()
                .phone("m", "moh")
                .media(
                        new MediaRules(
                                Strategy.PARK_FIRST,
                                false,
                                Optional.of("sip:moh@example.org"),
                                false));
    }

    @TestFactory
    @DisplayName("the transferor moves its media before the source answers: the target is called")
    Stream<DynamicTest> theTransferorMovesItsMedia() {
        return TransferPlaying.inOrder(
                ASKED
                        + """
                        b> 200
                        m< INVITE
                        a1> UPDATE port=5556
                        m< CANCEL
                        m> 487
                        m< ACK
                        b< ACK dir=inactive
                        b< UPDATE offer=a1 port=5556
                        b> 200 UPDATE
                        a1< 200 UPDATE
                        """
                        + JOINED,
                parksFirst());
    }

    @TestFactory
    @DisplayName("the transferee makes no offer for ten seconds: the target is called")
    Stream<DynamicTest> theTransfereeMakesNoOffer() {
        return TransferPlaying.inOrder(
                ASKED
                        + """
                        b> 180
                        +9900ms
                        b< CANCEL
                        b> 487 INVITE
                        b< ACK
                        """
                        + JOINED,
                parksFirst());
    }

    @TestFactory
    @DisplayName("the transferee's offer comes after all: it is answered with silence")
    Stream<DynamicTest> theOfferComesLate() {
        return TransferPlaying.inOrder(
                ASKED
                        + """
                        b> 180
                        +9900ms
                        b< CANCEL
                        b> 200 INVITE
                        b< ACK dir=inactive
                        """
                        + JOINED,
                parksFirst());
    }

    private static World slots() {
        ParkRules rules = new ParkRules(700, 719, Duration.ofSeconds(120));
        return parksFirst().settings(s -> s.transfer(s.transfer().park(rules)));
    }

    private static final String PARKS =
            """
            a1> REFER Refer-To:park
            a1< 202
            a1<* NOTIFY 100 active
            a1> 200
            b< re-INVITE offer=none
            """;

    private static final String PARKED =
            """
            a1<* NOTIFY 200 terminated
            a1> 200
            a1> BYE
            a1< 200
            +8s
            b> BYE
            b< 200
            """;

    @TestFactory
    @DisplayName("who is parked and makes no offer for ten seconds is parked in silence")
    Stream<DynamicTest> whoIsParkedMakesNoOffer() {
        return TransferPlaying.inOrder(
                PARKS
                        + """
                        b> 180
                        +9900ms
                        b< CANCEL
                        b> 487 INVITE
                        b< ACK
                        """
                        + PARKED,
                slots());
    }

    @TestFactory
    @DisplayName("who parks a call and moves its media meanwhile is answered with silence")
    Stream<DynamicTest> whoParksMovesItsMedia() {
        return TransferPlaying.inOrder(
                PARKS
                        + """
                        b> 200
                        m< INVITE
                        a1> UPDATE port=5556
                        a1< 200 UPDATE dir=inactive
                        m> 200
                        m< ACK
                        b< ACK answer=m
                        """
                        + PARKED
                        + """
                        m< BYE
                        m> 200
                        """,
                slots());
    }
}
