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

/// A transferor that takes the transferee back from hold gives the transfer up, also when the
/// transferee's media were moved already (`transfers.md` A2.5, F18).
class UnholdAbortLaddersTest {
    /// Bob, who holds, is given back, and alice gets fresh music instead of his silence.
    private static final String ALICE_HEARS_MUSIC_AGAIN =
            """
            b< re-INVITE
            m< re-INVITE dir=recvonly
            m> 200
            m< ACK
            b> 200
            b< ACK
            a1< re-INVITE offer=b dir=sendonly
            a1> 200
            a1< ACK
            b< re-INVITE dir=sendrecv
            b> 200 dir=sendonly
            b< ACK
            m< BYE
            m> 200
            a1< re-INVITE offer=none
            a1> 200
            m2< INVITE
            m2> 200
            m2< ACK
            a1< ACK answer=m2
            +1s
            """;

    private static final String ALICE_HOLDS =
            """
            a1> re-INVITE dir=sendonly
            b< re-INVITE offer=a1 dir=sendonly
            b> 200
            b< ACK
            a1< 200
            a1> ACK
            +1s
            a1> REFER Refer-To:carol
            a1< 202
            a1< NOTIFY 100 active
            a1> 200
            """;

    private static final String BOB_IS_PARKED =
            """
            b< re-INVITE offer=none
            b> 200
            b< ACK
            """;

    private static final String CAROL_RINGS =
            """
            c< INVITE offer=b
            c> 180
            +1s
            a1< NOTIFY 180
            a1> 200
            """;

    private static World parking() {
        return allowed()
                .recovery("restore", World.Recovering.ABORT_ON_UNHOLD)
                .media(new MediaRules(Strategy.PARK_FIRST, false, Optional.empty(), false));
    }

    @TestFactory
    @DisplayName("F18: a transferee that was parked talks to the transferor again")
    Stream<DynamicTest> aParkedTransfereeIsTakenBack() {
        return TransferPlaying.inOrder(
                ALICE_HOLDS
                        + BOB_IS_PARKED
                        + CAROL_RINGS
                        + """
                        a1> re-INVITE
                        c< CANCEL
                        c> 487
                        c< ACK
                        a1< NOTIFY 487 terminated
                        a1> 200 NOTIFY
                        b< re-INVITE offer=a1 dir=sendrecv
                        b> 200
                        b< ACK
                        a1< 200 INVITE
                        a1> ACK
                        """
                        + BOB_ENDS_IT_WITH_ALICE,
                parking());
    }

    @TestFactory
    @DisplayName("F18: the same by UPDATE")
    Stream<DynamicTest> aParkedTransfereeIsTakenBackByUpdate() {
        return TransferPlaying.inOrder(
                ALICE_HOLDS
                        + BOB_IS_PARKED
                        + CAROL_RINGS
                        + """
                        a1> UPDATE dir=sendrecv
                        c< CANCEL
                        c> 487
                        c< ACK
                        a1< NOTIFY 487 terminated
                        a1> 200 NOTIFY
                        b< UPDATE offer=a1 dir=sendrecv
                        b> 200
                        a1< 200 UPDATE
                        """
                        + BOB_ENDS_IT_WITH_ALICE,
                parking());
    }

    /// Bob holds alice, who hears music and holds him, too.
    @TestFactory
    @DisplayName("F18: a transferor that hears music takes back a transferee that hears the target")
    Stream<DynamicTest> aTransferorThatHearsMusicTakesBack() {
        return Playing.inOrder(
                TransferPlaying.ALICE_CALLED
                        + """
                        b> re-INVITE dir=sendonly
                        b< 200
                        b> ACK
                        a1< re-INVITE offer=none
                        a1> 200
                        m< INVITE
                        m> 200
                        m< ACK
                        a1< ACK answer=m
                        +1s
                        a1> REFER Refer-To:carol
                        a1< 202
                        a1< NOTIFY 100 active
                        a1> 200
                        c< INVITE offer=b
                        c> 183 answer=c Require:100rel RSeq:1
                        c< PRACK
                        c> 200 PRACK
                        b< re-INVITE offer=c dir=sendrecv
                        b> 200 dir=sendonly
                        b< ACK
                        +1s
                        a1< NOTIFY 183
                        a1> 200
                        a1> re-INVITE dir=sendonly
                        a1< 200 dir=inactive
                        a1> ACK
                        a1> re-INVITE dir=sendrecv
                        c< CANCEL
                        c> 487 INVITE
                        c< ACK
                        a1< NOTIFY 487 terminated
                        a1> 200 NOTIFY
                        a1< 200 INVITE
                        a1> ACK
                        """
                        + ALICE_HEARS_MUSIC_AGAIN
                        + BOB_ENDS_IT_WITH_ALICE
                        + """
                        m2< BYE
                        m2> 200
                        """,
                hearing());
    }

    private static World hearing() {
        return allowed()
                .recovery("restore", World.Recovering.ABORT_ON_UNHOLD)
                .media(
                        new MediaRules(
                                Strategy.AUTO, true, Optional.of("sip:moh@example.org"), false))
                .phone("m", "moh");
    }
}
