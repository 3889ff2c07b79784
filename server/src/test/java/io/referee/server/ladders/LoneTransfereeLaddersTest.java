package io.referee.server.ladders;

import static io.referee.server.ladders.TransferPlaying.ALICE_CALLED;
import static io.referee.server.ladders.TransferPlaying.CAROL_AND_BOB_ARE_JOINED;
import static io.referee.server.ladders.TransferPlaying.CAROL_IS_CALLED;
import static io.referee.server.ladders.TransferPlaying.allowed;

import io.referee.server.transfer.TransferSettings.ParkRules;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.time.Duration;
import java.util.stream.Stream;

/// The transferor has left, and the transferee waits for the target, or in a slot: its dialog stays
/// in order (`transfers.md` A2.5, A8.1).
class LoneTransfereeLaddersTest {
    private static final String ALICE_IS_GONE =
            """
            a1> BYE
            a1< 200 BYE
            +1s
            """;

    private static final String BOB_ENDS_IT =
            """
            a1<* NOTIFY 200 terminated
            a1> 200 NOTIFY
            +8s
            b> BYE
            b< 200
            c< BYE Reason:none
            c> 200
            """;

    @TestFactory
    @DisplayName("a refresh without an offer gets what was said last, and then the target's media")
    Stream<DynamicTest> aRefreshWithoutAnOffer() {
        return TransferPlaying.inOrder(
                CAROL_IS_CALLED
                        + ALICE_IS_GONE
                        + """
                        b> re-INVITE offer=none
                        b< 200 offer=a1
                        b> ACK answer=b
                        +1s
                        """
                        + CAROL_AND_BOB_ARE_JOINED
                        + BOB_ENDS_IT,
                allowed());
    }

    @TestFactory
    @DisplayName("what it says in the ACK of its refresh counts: the target gets its new port")
    Stream<DynamicTest> theAnswerInTheAckCounts() {
        return TransferPlaying.inOrder(
                CAROL_IS_CALLED
                        + ALICE_IS_GONE
                        + """
                        b> re-INVITE offer=none
                        b< 200 offer=a1
                        b> ACK answer=b port=4444
                        +1s
                        c> 200
                        c< ACK
                        b< re-INVITE offer=c
                        b> 200 port=4444
                        b< ACK
                        c< re-INVITE offer=b port=4444
                        c> 200
                        c< ACK
                        """
                        + BOB_ENDS_IT,
                allowed());
    }

    @TestFactory
    @DisplayName("in a slot the refresh gets silence, and whoever dials the slot its new port")
    Stream<DynamicTest> aRefreshInASlot() {
        ParkRules rules = new ParkRules(700, 719, Duration.ofSeconds(120));
        return TransferPlaying.inOrder(
                """
                a1> REFER Refer-To:park
                a1< 202
                a1<* NOTIFY 100 active
                a1> 200
                b< re-INVITE dir=inactive
                b> 200
                b< ACK
                a1<* NOTIFY 200 terminated
                a1> 200
                a1> BYE
                a1< 200
                +1s
                b> re-INVITE offer=none
                b< 200 dir=inactive
                b> ACK answer=b port=4444
                +1s
                c> INVITE to:700
                b< re-INVITE offer=c dir=sendrecv
                b> 200 port=4444
                b< ACK
                c< 200 answer=b port=4444
                c> ACK
                +8s
                b> BYE
                b< 200
                c< BYE Reason:none
                c> 200
                """,
                allowed().settings(s -> s.transfer(s.transfer().park(rules))));
    }

    @TestFactory
    @DisplayName("its new port while it hears music is told to the source")
    Stream<DynamicTest> theMusicFollows() {
        return Playing.inOrder(
                ALICE_CALLED
                        + """
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
                        a1> REFER Refer-To:carol
                        a1< 202
                        a1< NOTIFY 100 active
                        a1> 200
                        c< INVITE
                        """
                        + ALICE_IS_GONE
                        + """
                        b> re-INVITE port=4444
                        b< 200
                        b> ACK
                        m< re-INVITE port=4444
                        m> 200
                        m< ACK
                        +1s
                        b> BYE
                        b< 200
                        c< CANCEL
                        c> 487 INVITE
                        c< ACK
                        m< BYE
                        m> 200
                        a1<* NOTIFY 487 terminated
                        a1> 200 NOTIFY
                        """,
                MusicBeforeTheTargetLaddersTest.parksFirst());
    }
}
