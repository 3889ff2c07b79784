package io.referee.server.ladders;

import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_ALICE;
import static io.referee.server.ladders.TransferPlaying.CAROL_IS_CALLED;
import static io.referee.server.ladders.TransferPlaying.allowed;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/// Carol hangs up before bob has answered the offer with her media, so he is to be given alice's
/// again when he answers (`transfers.md` F7, 0.8). Whatever begins with his leg before that does
/// not make it forgotten.
class GivingBackCrossedLaddersTest {
    private static final String CAROL_GOES =
            CAROL_IS_CALLED
                    + """
                    c> 200
                    c< ACK
                    b< re-INVITE offer=c
                    c> BYE
                    c< 200
                    a1< NOTIFY 480 terminated
                    a1> 200
                    +300ms
                    """;

    private static final String BOB_IS_GIVEN_BACK =
            """
            b> 200
            b< ACK
            b< re-INVITE offer=a1
            b> 200
            b< ACK
            """;

    @TestFactory
    @DisplayName("F7: another transfer fails, too, before the transferee was given back")
    Stream<DynamicTest> anotherTransferFails() {
        return TransferPlaying.inOrder(
                CAROL_GOES
                        + """
                        a1> REFER Refer-To:dave
                        a1< 202
                        a1< NOTIFY 100 active
                        a1> 200
                        d< INVITE offer=b
                        d> 200
                        d< ACK
                        +300ms
                        d> BYE
                        d< 200
                        a1< NOTIFY 480 terminated
                        a1> 200
                        """
                        + BOB_IS_GIVEN_BACK
                        + BOB_ENDS_IT_WITH_ALICE,
                allowed());
    }

    @TestFactory
    @DisplayName("F7: a hold by the server has to wait until the transferee is given back")
    Stream<DynamicTest> aHoldHasToWait() {
        return TransferPlaying.inOrder(
                CAROL_GOES
                        + """
                        api> hold of=a1 leg=both
                        api< 491
                        """
                        + BOB_IS_GIVEN_BACK
                        + BOB_ENDS_IT_WITH_ALICE,
                allowed());
    }

    @TestFactory
    @DisplayName("F7: a target that heard music does so again; a hold has to wait for that, too")
    Stream<DynamicTest> aTargetThatHeardMusic() {
        return Playing.inOrder(
                TransferPlaying.ALICE_CALLED
                        + """
                        a2> INVITE to:carol
                        c< INVITE offer=a2
                        c> 200
                        c< ACK
                        a2< 200 answer=c
                        a2> ACK
                        +1s
                        a2> re-INVITE dir=sendonly
                        a2< 200 dir=recvonly
                        a2> ACK
                        c< re-INVITE offer=none
                        c> 200
                        m1< INVITE offer=c dir=recvonly
                        m1> 200
                        m1< ACK
                        c< ACK answer=m1 dir=sendonly
                        +1s
                        """
                        + AttendedPlaying.ASKED
                        + """
                        b< re-INVITE offer=none
                        b> 200
                        c< re-INVITE offer=b dir=sendrecv
                        b> BYE
                        b< 200
                        b< ACK
                        a1< NOTIFY 487 terminated
                        a1> 200
                        a1< BYE
                        a1> 200
                        api> hold of=a2 leg=caller
                        api< 491
                        c> 200
                        c< ACK
                        c< re-INVITE offer=a2
                        c> 200
                        c< ACK
                        m1< BYE
                        m1> 200
                        c< re-INVITE offer=none
                        c> 200
                        m2< INVITE offer=c dir=recvonly
                        m2> 200
                        m2< ACK
                        c< ACK answer=m2 dir=sendonly
                        +5s
                        c> BYE
                        c< 200
                        a2< BYE
                        a2> 200
                        m2< BYE
                        m2> 200
                        """,
                ParkLaddersTest.withMusic(allowed()));
    }

    /// Bob goes on with dave's media while he is asked for his own, and carol wants none of them.
    @TestFactory
    @DisplayName("F7: an attended transfer fails, too, before the transferee was given back")
    Stream<DynamicTest> anAttendedTransferFails() {
        return Playing.inOrder(
                TransferPlaying.ALICE_CALLED
                        + AttendedPlaying.CAROL_IS_CALLED
                        + """
                        a1> REFER Refer-To:dave
                        a1< 202
                        a1< NOTIFY 100 active
                        a1> 200
                        d< INVITE offer=b
                        d> 200
                        d< ACK
                        b< re-INVITE offer=d
                        d> BYE
                        d< 200
                        a1< NOTIFY 480 terminated
                        a1> 200
                        +300ms
                        """
                        + AttendedPlaying.ASKED
                        + """
                        b> 200
                        b< ACK
                        b< re-INVITE offer=none
                        b> 200
                        c< re-INVITE offer=b
                        c> 603
                        c< ACK
                        b< ACK answer=d
                        a1< NOTIFY 603 terminated
                        a1> 200
                        b< re-INVITE offer=a1
                        b> 200
                        b< ACK
                        +8s
                        b> BYE
                        b< 200
                        a1< BYE
                        a1> 200
                        c> BYE
                        c< 200
                        a2< BYE
                        a2> 200
                        """,
                allowed());
    }
}
