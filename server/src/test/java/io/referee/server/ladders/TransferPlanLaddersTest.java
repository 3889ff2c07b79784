package io.referee.server.ladders;

import static io.referee.server.ladders.TransferPlaying.ALICE_LEAVES;
import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_ALICE;
import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_CAROL;
import static io.referee.server.ladders.TransferPlaying.CAROL_AND_BOB_ARE_JOINED;
import static io.referee.server.ladders.TransferPlaying.CAROL_IS_CALLED;
import static io.referee.server.ladders.TransferPlaying.allowed;
import static io.referee.server.ladders.World.rule;

import io.referee.server.account.TransferMode;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/// Transfers through the owner's dial plan named `transfer`, and the limits of an account.
class TransferPlanLaddersTest {
    @TestFactory
    @DisplayName("case 25: the plan named transfer says where a number goes, tel or sip")
    Stream<DynamicTest> thePlanSaysWhereANumberGoes() {
        return Stream.of(
                        "<tel:+1555>",
                        "<tel:+1-555;ext=9>",
                        "<sip:+1555@elsewhere.example>",
                        "<sip:+1555@example.org>")
                .flatMap(
                        target ->
                                TransferPlaying.inOrder(
                                                CAROL_IS_CALLED.replace(
                                                                "Refer-To:carol",
                                                                "Refer-To:\"" + target + '"')
                                                        + CAROL_AND_BOB_ARE_JOINED
                                                        + ALICE_LEAVES
                                                        + BOB_ENDS_IT_WITH_CAROL,
                                                allowed()
                                                        .transferPlan(
                                                                rule("exact", "+1555", "carol")))
                                        .map(
                                                test ->
                                                        DynamicTest.dynamicTest(
                                                                target
                                                                        + ": "
                                                                        + test.getDisplayName(),
                                                                test.getExecutable())));
    }

    @TestFactory
    @DisplayName("case 30: a Refer-To without user is dialled as s")
    Stream<DynamicTest> aTargetWithoutUserIsDialledAsS() {
        return TransferPlaying.everyWay(
                CAROL_IS_CALLED.replace(
                                "Refer-To:carol", "Refer-To:\"<sip:elsewhere.example;x-m=1>\"")
                        + CAROL_AND_BOB_ARE_JOINED
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL,
                allowed().transferPlan(rule("exact", "s", "carol")));
    }

    @TestFactory
    @DisplayName("case 30: a rule may call a Refer-To as it stands, with its parameters, no user")
    Stream<DynamicTest> aTargetIsCalledAsItStands() {
        String ladder =
                """
                a1> REFER Refer-To:"<sip:198.51.100.5:5060;x-m=8:a%3Bb;x-t>"
                a1< 202
                a1< NOTIFY 100
                a1> 200
                g< INVITE uri="sip:198.51.100.5:5060;x-m=8:a%3Bb;x-t" offer=b dir=sendrecv
                g> 200
                g< ACK
                b< re-INVITE offer=g
                b> 200
                b< ACK
                """
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL.replace("c<", "g<").replace("c>", "g>");
        return Stream.of(TransferPlaying.ALICE_CALLED, TransferPlaying.BOB_CALLED)
                .flatMap(
                        begun ->
                                Playing.plainly(
                                        begun + ladder,
                                        allowed().transferPlan(rule("exact", "s", "${REFERTO}"))));
    }

    @TestFactory
    @DisplayName("the next rule is tried when the first target does not answer")
    Stream<DynamicTest> theNextRuleIsTried() {
        return TransferPlaying.everyWay(
                """
                a1> REFER Refer-To:"<sip:200@example.org>"
                a1< 202
                a1< NOTIFY 100
                a1> 200
                d< INVITE offer=b
                d> 486
                d< ACK
                c< INVITE offer=b
                """
                        + CAROL_AND_BOB_ARE_JOINED
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL,
                allowed().transferPlan(rule("exact", "200", "dave"), rule("prefix", "2", "carol")));
    }

    @TestFactory
    @DisplayName("nor does a target that declines end the search")
    Stream<DynamicTest> whoDeclinesIsFollowedByTheNextRule() {
        return TransferPlaying.inOrder(
                """
                a1> REFER Refer-To:"<sip:200@example.org>"
                a1< 202
                a1< NOTIFY 100
                a1> 200
                d< INVITE offer=b
                d> 603
                d< ACK
                c< INVITE offer=b
                """
                        + CAROL_AND_BOB_ARE_JOINED
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL,
                allowed().transferPlan(rule("exact", "200", "dave"), rule("prefix", "2", "carol")));
    }

    @TestFactory
    @DisplayName("an abort while the second rule rings stops that one")
    Stream<DynamicTest> anAbortStopsTheSecondRule() {
        return TransferPlaying.inOrder(
                """
                api> transfer leg=a1 to=200
                api< 202
                d< INVITE offer=b
                d> 486
                d< ACK
                c< INVITE offer=b
                c> 180
                api> abort
                api< 200
                c< CANCEL
                c> 487
                c< ACK
                """
                        + BOB_ENDS_IT_WITH_ALICE,
                allowed().transferPlan(rule("exact", "200", "dave"), rule("prefix", "2", "carol")));
    }

    @TestFactory
    @DisplayName("a target for which the plan has no rule is a failed transfer")
    Stream<DynamicTest> aTargetWithoutRuleIsAFailedTransfer() {
        return TransferPlaying.inOrder(
                """
                a1> REFER Refer-To:carol
                a1< 202
                a1< NOTIFY 100
                a1> 200
                a1< NOTIFY 480 terminated
                a1> 200
                """
                        + BOB_ENDS_IT_WITH_ALICE,
                allowed().transferPlan(rule("exact", "200", "carol")));
    }

    @TestFactory
    @DisplayName("all phones of the target ring, the first that answers is joined")
    Stream<DynamicTest> allPhonesOfTheTargetRing() {
        return TransferPlaying.everyWay(
                CAROL_IS_CALLED
                        + """
                        cc< INVITE offer=b
                        """
                        + CAROL_AND_BOB_ARE_JOINED
                        + """
                        cc< CANCEL
                        cc> 487
                        cc< ACK
                        """
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL,
                allowed().phone("cc", "carol"));
    }

    @TestFactory
    @DisplayName("F15, case 91: two phones answer at the same time, the later one is hung up")
    Stream<DynamicTest> twoPhonesAnswerAtTheSameTime() {
        return TransferPlaying.inOrder(
                CAROL_IS_CALLED
                        + """
                        cc< INVITE offer=b
                        c> 200
                        cc> 200
                        c< ACK
                        cc<~ CANCEL
                        cc<* ACK
                        cc<* BYE
                        cc> 200 BYE
                        b< re-INVITE offer=c
                        b> 200
                        b< ACK
                        """
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL,
                allowed().phone("cc", "carol"));
    }

    @TestFactory
    @DisplayName("F.6: a call goes through five transfers, not six")
    Stream<DynamicTest> aCallGoesThroughFiveTransfersNotSix() {
        StringBuilder ladder = new StringBuilder();
        String leaving = "a1";
        for (int i = 1; i <= 5; i++) {
            String arriving = (i % 2 == 1 ? "c" : "d") + i;
            ladder.append(
                    """
                    +70s
                    api> transfer leg=%1$s to=%2$s
                    api< 202
                    %3$s< INVITE offer=b
                    %3$s> 200
                    %3$s< ACK
                    b< re-INVITE offer=%3$s
                    b> 200
                    b< ACK
                    %1$s< BYE
                    %1$s> 200
                    """
                            .formatted(leaving, i % 2 == 1 ? "carol" : "dave", arriving));
            leaving = arriving;
        }
        ladder.append(
                """
                +70s
                api> transfer leg=%1$s to=dave
                api< 603
                b> BYE
                b< 200
                %1$s< BYE
                %1$s> 200
                """
                        .formatted(leaving));
        return TransferPlaying.inOrder(ladder.toString(), World.usual());
    }

    @TestFactory
    @DisplayName("F.6: ten transfers of an account in a minute, not eleven")
    Stream<DynamicTest> tenTransfersInAMinuteNotEleven() {
        String failing =
                """
                a1> REFER Refer-To:nobody
                a1< 202
                a1< NOTIFY 100
                a1> 200
                a1< NOTIFY 404 terminated
                a1> 200
                """;
        return TransferPlaying.inOrder(
                failing.repeat(10)
                        + """
                        a1> REFER Refer-To:nobody
                        a1< 603 REFER Warning:"399 *"
                        +61s
                        """
                        + failing
                        + BOB_ENDS_IT_WITH_ALICE,
                allowed());
    }

    @TestFactory
    @DisplayName(
            "F.6: three transfers of an account at the same time, not four, and as many again when"
                    + " they are over")
    Stream<DynamicTest> threeTransfersAtTheSameTimeNotFour() {
        StringBuilder ladder = new StringBuilder();
        for (int i = 1; i <= 4; i++) {
            ladder.append(
                    """
                    a%1$d> INVITE to:bob
                    b%1$d< INVITE
                    b%1$d> 200
                    b%1$d< ACK
                    a%1$d< 200
                    a%1$d> ACK
                    """
                            .formatted(i));
        }
        for (int i = 1; i <= 3; i++) {
            ladder.append(referred(i));
        }
        ladder.append("a4> REFER Refer-To:carol\na4< 603 REFER Warning:\"399 *\"\n");
        ladder.append("c1> 486\nc1< ACK\na1< NOTIFY 486 terminated\na1> 200\n");
        ladder.append(referred(4));
        for (int i = 2; i <= 4; i++) {
            ladder.append(
                    "c%1$d> 486\nc%1$d< ACK\na%1$d< NOTIFY 486 terminated\na%1$d> 200\n"
                            .formatted(i));
        }
        for (int i = 1; i <= 4; i++) {
            ladder.append("a%1$d> BYE\na%1$d< 200\nb%1$d< BYE\nb%1$d> 200\n".formatted(i));
        }
        return Playing.inOrder(ladder.toString(), allowed());
    }

    private static String referred(int number) {
        return "a%1$d> REFER Refer-To:carol\na%1$d< 202\na%1$d< NOTIFY 100\na%1$d> 200\nc%1$d< INVITE offer=b%1$d\n"
                .formatted(number);
    }

    @TestFactory
    @DisplayName("A10.2: a transfer back to oneself rings oneself")
    Stream<DynamicTest> aTransferToOneselfRingsOneself() {
        return TransferPlaying.inOrder(
                """
                a1> REFER Refer-To:alice
                a1< 202
                a1< NOTIFY 100
                a1> 200
                a2< INVITE offer=b
                a2> 200
                a2< ACK
                b< re-INVITE offer=a2
                b> 200
                b< ACK
                a1< NOTIFY 200 terminated
                a1> 200
                a1> BYE
                a1< 200
                +1s
                b> BYE
                b< 200
                a2< BYE
                a2> 200
                """,
                allowed().recovery("restore", World.Recovering.TO_SELF));
    }

    @TestFactory
    @DisplayName("an answered callee may transfer the caller too when its account may")
    Stream<DynamicTest> bothMayTransferOneAfterTheOther() {
        return TransferPlaying.inOrder(
                """
                b> REFER Refer-To:carol
                b< 202
                b< NOTIFY 100
                b> 200
                c< INVITE offer=a1 from:alice
                c> 486
                c< ACK
                b< NOTIFY 486 terminated
                b> 200
                """
                        + CAROL_IS_CALLED.replace("c<", "c2<")
                        + CAROL_AND_BOB_ARE_JOINED
                                .replace("c>", "c2>")
                                .replace("c<", "c2<")
                                .replace("=c", "=c2")
                        + ALICE_LEAVES
                        + BOB_ENDS_IT_WITH_CAROL.replace("c>", "c2>").replace("c<", "c2<"),
                allowed().transfer("bob", TransferMode.CONSUME));
    }

    @TestFactory
    @DisplayName("A10.2: a number that leads back to the transferee is refused")
    Stream<DynamicTest> aNumberOfTheTransfereeIsRefused() {
        return TransferPlaying.inOrder(
                """
                a1> REFER Refer-To:"<sip:200@example.org>"
                a1< 603
                api> transfer leg=a1 to=200
                api< 603
                """
                        + BOB_ENDS_IT_WITH_ALICE,
                allowed().transferPlan(rule("exact", "200", "bob")));
    }

    @TestFactory
    @DisplayName("A10.6: a local tel number needs its context")
    Stream<DynamicTest> aLocalTelNumberNeedsItsContext() {
        return TransferPlaying.inOrder(
                """
                a1> REFER Refer-To:"<tel:200>"
                a1< 603
                """
                        + CAROL_IS_CALLED.replace(
                                "Refer-To:carol",
                                "Refer-To:\"<tel:200;phone-context=example.org>\"")
                        + """
                        c> 486
                        c< ACK
                        a1< NOTIFY 486 terminated
                        a1> 200
                        """
                        + BOB_ENDS_IT_WITH_ALICE,
                allowed().transferPlan(rule("exact", "200", "carol")));
    }
}
