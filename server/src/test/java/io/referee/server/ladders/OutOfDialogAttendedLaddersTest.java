package io.referee.server.ladders;

import io.referee.server.account.TransferMode;
import io.referee.server.transfer.TransferSettings.ReferRules;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/// A REFER outside of the dialogs that it is about: Target-Dialog names the one, Replaces the other
/// (`transfers.md` A4b, A5.2). Alice talks with bob and with carol.
class OutOfDialogAttendedLaddersTest {
    private static final String BOB_AND_CAROL_ARE_JOINED =
            """
            a3> REFER to:alice Refer-To:carol?Replaces=[a2] Target-Dialog:a1
            a3< 200 REFER
            a3<* NOTIFY 100 active
            a3> 200 NOTIFY
            b< re-INVITE offer=none
            b> 200
            c< re-INVITE offer=b
            c> 200
            c< ACK
            b< ACK answer=c
            a2<* BYE
            a2> 200
            a3<* NOTIFY 200 terminated
            a3> 200 NOTIFY
            a1> BYE
            a1< 200
            +8s
            b> BYE
            b< 200
            c< BYE
            c> 200
            """;

    private static World open(TransferMode mode) {
        return World.usual()
                .transfer("alice", mode)
                .settings(
                        s ->
                                s.transfer(
                                        s.transfer()
                                                .refer(
                                                        new ReferRules(
                                                                s.transfer().refer().acceptCode(),
                                                                s.transfer().refer().notifyStyle(),
                                                                true,
                                                                true,
                                                                s.transfer().refer().headers()))));
    }

    private static Stream<DynamicTest> inOrder(String ladder, TransferMode mode) {
        return Playing.inOrder(
                TransferPlaying.ALICE_CALLED + AttendedPlaying.CAROL_IS_CALLED + ladder,
                open(mode));
    }

    @TestFactory
    @DisplayName("A4b, A5.2: two calls that a REFER outside of both names are joined")
    Stream<DynamicTest> twoCallsAreJoined() {
        return inOrder(BOB_AND_CAROL_ARE_JOINED, TransferMode.CONSUME);
    }

    @TestFactory
    @DisplayName("A4b, 0.5: an account that may only join calls may do it so")
    Stream<DynamicTest> anAccountThatMayOnlyJoin() {
        return inOrder(BOB_AND_CAROL_ARE_JOINED, TransferMode.ATTENDED);
    }

    @TestFactory
    @DisplayName("A4b, 0.5: and nothing else")
    Stream<DynamicTest> anAccountThatMayOnlyJoinCallsNobody() {
        return inOrder(
                """
                a3> REFER to:alice Refer-To:dave Target-Dialog:a1
                a3< 603
                a2> BYE
                a2< 200
                c< BYE
                c> 200
                """
                        + TransferPlaying.BOB_ENDS_IT_WITH_ALICE,
                TransferMode.ATTENDED);
    }

    @TestFactory
    @DisplayName("A5.2: a dialog of nobody, or of the very call, is not joined")
    Stream<DynamicTest> noSuchDialog() {
        return inOrder(
                """
                a3> REFER to:alice Refer-To:carol?Replaces=[a1] Target-Dialog:a1
                a3< 603
                a2> BYE
                a2< 200
                c< BYE
                c> 200
                """
                        + TransferPlaying.BOB_ENDS_IT_WITH_ALICE,
                TransferMode.CONSUME);
    }
}
