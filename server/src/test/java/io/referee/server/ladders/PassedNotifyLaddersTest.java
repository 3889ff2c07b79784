package io.referee.server.ladders;

import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_ALICE;
import static io.referee.server.ladders.TransferPlaying.allowed;

import io.referee.server.account.TransferMode;
import io.referee.server.transfer.TransferSettings.AcceptCode;
import io.referee.server.transfer.TransferSettings.ReferRules;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/// What the parties of a REFER read in it and of it: the target that is passed on (`transfers.md`
/// H12), what a transferor that has hung up is told (0.7.10), and the 2xx (0.6).
class PassedNotifyLaddersTest {
    private static World passing() {
        return World.usual().transfer("alice", TransferMode.PASS);
    }

    private static World accepting(AcceptCode code) {
        return allowed()
                .settings(
                        s ->
                                s.transfer(
                                        s.transfer()
                                                .refer(
                                                        new ReferRules(
                                                                code,
                                                                s.transfer().refer().notifyStyle(),
                                                                true,
                                                                false,
                                                                s.transfer().refer().headers()))));
    }

    @TestFactory
    @DisplayName("0.7.10: who has hung up hears the end of a REFER that was passed on, no progress")
    Stream<DynamicTest> whoHasHungUpHearsTheEndOnly() {
        return TransferPlaying.everyWay(
                """
                a1> REFER Refer-To:carol
                b< REFER Refer-To:*
                b> 202
                a1< 202
                a1> BYE
                a1< 200
                b< BYE
                b> 200
                b> NOTIFY Event:refer Subscription-State:"active;expires=60" body="SIP/2.0 180 Ringing" type=message/sipfrag
                b< 200
                +1s
                b> NOTIFY Event:refer Subscription-State:"terminated;reason=noresource" body="SIP/2.0 200 OK" type=message/sipfrag
                b< 200
                a1< NOTIFY 200 terminated
                a1> 200
                """,
                passing());
    }

    @TestFactory
    @DisplayName("H12: what is passed on has no method in front of its headers")
    Stream<DynamicTest> noMethodInFrontOfTheHeaders() {
        return Playing.inOrder(
                TransferPlaying.ALICE_CALLED
                        + AttendedPlaying.CAROL_IS_CALLED
                        + """
                        a1> REFER Refer-To:carol;method=INVITE?Replaces=[a2]
                        b< REFER Refer-To:!*method*
                        b> 603
                        a1< 603
                        a2> BYE
                        a2< 200
                        c< BYE
                        c> 200
                        """
                        + BOB_ENDS_IT_WITH_ALICE,
                passing());
    }

    @TestFactory
    @DisplayName("0.6: the 2xx is the configured one, also for who wants no NOTIFY")
    Stream<DynamicTest> theCodeOfWhoWantsNoNotify() {
        return Stream.of(AcceptCode.OK, AcceptCode.ACCEPTED)
                .flatMap(
                        code ->
                                TransferPlaying.inOrder(
                                        """
                                        a1> REFER Refer-To:carol Refer-Sub:false Supported:norefersub
                                        a1< %d Refer-Sub:false
                                        c< INVITE offer=b
                                        c> 486
                                        c< ACK
                                        """
                                                        .formatted(
                                                                code == AcceptCode.OK ? 200 : 202)
                                                + BOB_ENDS_IT_WITH_ALICE,
                                        accepting(code)));
    }
}
