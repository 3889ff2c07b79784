package io.referee.server.ladders;

import static io.referee.server.ladders.TransferPlaying.ALICE_LEAVES;
import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_ALICE;
import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_CAROL;
import static io.referee.server.ladders.TransferPlaying.CAROL_AND_BOB_ARE_JOINED;
import static io.referee.server.ladders.TransferPlaying.CAROL_IS_CALLED;
import static io.referee.server.ladders.TransferPlaying.allowed;

import io.referee.server.transfer.TransferLimits;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.time.Duration;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// TransferLimits of transfers, and permissions that end while one runs (`transfers.md` F.6, F20).
class TransferRuleLaddersTest {
    static final String FAILING =
            """
            a1> REFER Refer-To:nobody
            a1< 202
            a1< NOTIFY 100
            a1> 200
            a1< NOTIFY 404 terminated
            a1> 200
            """;

    /// Alice may transfer within other limits than usual.
    static World limits(UnaryOperator<TransferLimits> change) {
        return allowed()
                .settings(
                        s ->
                                s.transfer(
                                        s.transfer()
                                                .limits(change.apply(TransferLimits.STANDARD))));
    }

    @TestFactory
    @DisplayName("F.6: so many transfers of an account in a day, and no more until it is over")
    Stream<DynamicTest> soManyTransfersInADay() {
        return TransferPlaying.inOrder(
                FAILING.repeat(2)
                        + "+2h\n"
                        + FAILING
                        + """
                        +10h
                        a1> REFER Refer-To:nobody
                        a1< 603 Warning:"399 *in a day*"
                        +12h
                        """
                        + FAILING
                        + BOB_ENDS_IT_WITH_ALICE,
                limits(limits -> limits.perDay(3)));
    }

    @TestFactory
    @DisplayName(
            "S10: more than twenty REFERs of one source in a minute are not looked at any more")
    Stream<DynamicTest> aFloodOfRefersIsNotLookedAt() {
        String refused = "a1> REFER Refer-To:\"<http://x>\"\na1< 603\n";
        return TransferPlaying.inOrder(
                refused.repeat(20)
                        + """
                        a1> REFER Refer-To:carol
                        a1< 603 reason="Too many REFERs"
                        +9m
                        a1> REFER Refer-To:carol
                        a1< 603 reason="Too many REFERs"
                        +1m
                        """
                        + CAROL_IS_CALLED
                        + CAROL_AND_BOB_ARE_JOINED
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL,
                allowed());
    }

    @TestFactory
    @DisplayName("F.6: a leg whose transferor has left does not last for ever")
    Stream<DynamicTest> aLegWhoseTransferorHasLeftEnds() {
        return TransferPlaying.inOrder(
                CAROL_IS_CALLED
                        + CAROL_AND_BOB_ARE_JOINED
                        + ALICE_LEAVES
                        + """
                        +598s
                        +1s
                        c<* BYE Reason:"SIP;cause=480;text=\\"Time limit\\""
                        c> 200
                        b<* BYE Reason:"SIP;cause=480;text=\\"Time limit\\""
                        b> 200
                        """,
                limits(limits -> limits.alone(Duration.ofSeconds(599))));
    }

    @TestFactory
    @DisplayName("F20, S21: the transferor loses its permission while the target rings")
    Stream<DynamicTest> thePermissionEndsWhileTheTargetRings() {
        return TransferPlaying.inOrder(
                CAROL_IS_CALLED
                        + """
                        c> 180
                        +1s
                        a1< NOTIFY 180
                        a1> 200
                        api> deny account=alice
                        api< 200
                        c< CANCEL Reason:"SIP;cause=403*"
                        c> 487
                        c< ACK
                        a1< NOTIFY 403 terminated body="SIP/2.0 403 Forbidden\\r\\n"
                        a1> 200
                        a1> REFER Refer-To:carol
                        a1< 603
                        """
                        + BOB_ENDS_IT_WITH_ALICE,
                allowed());
    }

    @TestFactory
    @DisplayName("F20: the transferor loses its permission during the join")
    Stream<DynamicTest> thePermissionEndsDuringTheJoin() {
        return TransferPlaying.inOrder(
                CAROL_IS_CALLED
                        + """
                        c> 200
                        c< ACK
                        b< re-INVITE offer=c
                        api> deny account=alice
                        api< 200
                        c< BYE Reason:"SIP;cause=403*"
                        c> 200
                        a1< NOTIFY 403 terminated
                        a1> 200
                        b> 200
                        b< ACK
                        +300ms
                        b< re-INVITE offer=a1
                        b> 200
                        b< ACK
                        """
                        + BOB_ENDS_IT_WITH_ALICE,
                allowed());
    }

    @TestFactory
    @DisplayName(
            "F20: it loses it when it has left: no recall at its cost, the transferee is hung up")
    Stream<DynamicTest> thePermissionEndsWhenTheTransferorHasLeft() {
        return TransferPlaying.inOrder(
                CAROL_IS_CALLED
                        + """
                        a1> BYE
                        a1< 200
                        api> deny account=alice
                        api< 200
                        c< CANCEL
                        c> 487
                        c< ACK
                        a1< NOTIFY 403 terminated
                        a1> 481
                        b< BYE Reason:"SIP;cause=403*"
                        b> 200
                        """,
                allowed().recovery("recall"));
    }

    @TestFactory
    @DisplayName("F20: what the owner asked for over HTTP needs no permission of the account")
    Stream<DynamicTest> whatTheOwnerAskedForGoesOn() {
        return TransferPlaying.everyWay(
                """
                api> transfer leg=a1 to=carol
                api< 202
                c< INVITE offer=b
                api> deny account=alice
                api< 200
                """
                        + CAROL_AND_BOB_ARE_JOINED
                        + """
                        a1< BYE
                        a1> 200
                        """
                        + BOB_ENDS_IT_WITH_CAROL,
                allowed());
    }
}
