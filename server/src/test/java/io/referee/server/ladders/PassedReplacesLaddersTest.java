package io.referee.server.ladders;

import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_ALICE;

import io.referee.server.account.TransferMode;
import io.referee.server.transfer.TransferSettings.PassRules;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/// REFERs with Replaces that are passed on: the other party takes over the transferor's second
/// call.
class PassedReplacesLaddersTest {
    private static final String ALICE_CONSULTS_CAROL =
            """
            a2> INVITE to:carol
            c< INVITE offer=a2
            c> 200
            c< ACK
            a2< 200
            a2> ACK
            +1s
            """;

    private static final String BOTH_CALLS_END =
            """
            a2> BYE
            a2< 200
            c< BYE
            c> 200
            """
                    + BOB_ENDS_IT_WITH_ALICE;

    private static World anchored() {
        return World.usual().transfer("alice", TransferMode.PASS);
    }

    private static World released() {
        return anchored().settings(s -> s.transfer(s.transfer().pass(new PassRules(false, true))));
    }

    @TestFactory
    @DisplayName(
            "case 52: release: the target's own dialog is named, its BYE ends ours, nothing is"
                    + " left")
    Stream<DynamicTest> theTargetsOwnDialogIsNamed() {
        return TransferPlaying.everyWay(
                ALICE_CONSULTS_CAROL
                        + """
                        a1> REFER Refer-To:"carol?Replaces=[a2]"
                        b< REFER Refer-To:"<sip:carol@198.51.100.3:5060*?Replaces=[c~]>" Referred-By:alice
                        b> 202
                        a1< 202
                        +1s
                        c> BYE
                        c< 200
                        a2< BYE
                        a2> 200
                        b> NOTIFY Event:refer Subscription-State:terminated body="SIP/2.0 200 OK" type=message/sipfrag
                        b< 200 NOTIFY
                        a1< NOTIFY 200 terminated
                        a1> 200
                        a1> BYE
                        a1< 200
                        b< BYE
                        b> 200
                        """,
                released());
    }

    @TestFactory
    @DisplayName("case 51: anchor: the dialog stays named as it is, at an address that leads to us")
    Stream<DynamicTest> theAnchoredDialogLeadsToUs() {
        return TransferPlaying.everyWay(
                ALICE_CONSULTS_CAROL
                        + """
                        a1> REFER Refer-To:"carol?Replaces=[a2]"
                        b< REFER Refer-To:"<sip:carol@192.0.2.1:5060;xid=*?Replaces=[a2]>"
                        b> 603
                        a1< 603
                        """
                        + BOTH_CALLS_END,
                anchored());
    }

    @TestFactory
    @DisplayName("case 51: anchor: the other party takes the transferor's place in the second call")
    Stream<DynamicTest> theOtherPartyTakesTheTransferorsPlace() {
        return TransferPlaying.everyWay(
                ALICE_CONSULTS_CAROL
                        + """
                        a1> REFER Refer-To:"carol?Replaces=[a2]"
                        b< REFER Refer-To:"<sip:carol@192.0.2.1:5060;xid=*?Replaces=[a2]>"
                        b> 202
                        a1< 202
                        b2> INVITE to:carol Replaces:[a2]
                        c< re-INVITE offer=b2
                        c> 200
                        c< ACK
                        b2< 200 answer=c
                        b2> ACK
                        a2< BYE Reason:"SIP;cause=200;text=\\"Replaced\\""
                        a2> 200
                        b> NOTIFY Event:refer Subscription-State:terminated body="SIP/2.0 200 OK" type=message/sipfrag
                        b< 200 NOTIFY
                        a1< NOTIFY 200 terminated
                        a1> 200
                        a1> BYE
                        a1< 200
                        b< BYE
                        b> 200
                        +8s
                        b2> BYE
                        b2< 200
                        c< BYE Reason:none
                        c> 200
                        """,
                anchored());
    }

    private static World fallingBack() {
        return anchored().settings(s -> s.transfer(s.transfer().pass(new PassRules(true, false))));
    }

    @TestFactory
    @DisplayName(
            "case 5: a transferee that does not know REFER: with the fallback it is joined with the"
                    + " dialog that was named")
    Stream<DynamicTest> withTheFallbackTheTwoAreJoined() {
        return TransferPlaying.everyWay(
                ALICE_CONSULTS_CAROL
                        + """
                        a1> REFER Refer-To:"carol?Replaces=[a2]"
                        b< REFER Refer-To:"<sip:carol@192.0.2.1:5060;xid=*?Replaces=[a2]>"
                        b> 405
                        a1< 202
                        a1< NOTIFY 100 active
                        a1> 200
                        """
                        + AttendedPlaying.JOINED
                        + AttendedPlaying.ALICE_LEAVES
                        + AttendedPlaying.BOB_ENDS_IT,
                fallingBack());
    }

    @TestFactory
    @DisplayName(
            "with the fallback a dialog that is over calls nobody: no blind transfer comes of it")
    Stream<DynamicTest> withTheFallbackADialogThatIsOverIsRefused() {
        return TransferPlaying.everyWay(
                ALICE_CONSULTS_CAROL
                        + """
                        c> BYE
                        c< 200
                        a2< BYE
                        a2> 200
                        +1s
                        a1> REFER Refer-To:"carol?Replaces=[a2]"
                        b< REFER
                        b> 405
                        a1< 603
                        """
                        + BOB_ENDS_IT_WITH_ALICE,
                fallingBack());
    }

    @TestFactory
    @DisplayName("A5.1: a dialog that is not ours goes through as it is")
    Stream<DynamicTest> aForeignDialogGoesThrough() {
        return TransferPlaying.inOrder(
                """
                a1> REFER Refer-To:"<sip:x@elsewhere.example?Replaces=y%40z%3Bto-tag%3D1%3Bfrom-tag%3D2>"
                b< REFER Refer-To:"<sip:x@elsewhere.example;xid=*?Replaces=y%40z%3Bto-tag%3D1%3Bfrom-tag%3D2>"
                b> 603
                a1< 603
                """
                        + BOB_ENDS_IT_WITH_ALICE,
                released());
    }

    @TestFactory
    @DisplayName("case 42: the call itself cannot be named")
    Stream<DynamicTest> theCallItselfCannotBeNamed() {
        return TransferPlaying.everyWay(
                """
                a1> REFER Refer-To:"bob?Replaces=[a1]"
                a1< 603
                """
                        + BOB_ENDS_IT_WITH_ALICE,
                anchored());
    }

    private static final String DAVE_TALKS_WITH_CAROL =
            """
            d> INVITE to:carol
            c< INVITE
            c> 200
            c< ACK
            d< 200
            d> ACK
            """;

    private static final String DAVE_ENDS_IT =
            """
            d> BYE
            d< 200
            c< BYE
            c> 200
            """
                    + BOB_ENDS_IT_WITH_ALICE;

    @TestFactory
    @DisplayName("case 43: nor can the dialog of another owner's account")
    Stream<DynamicTest> somebodyElsesDialogCannotBeNamed() {
        return TransferPlaying.everyWay(
                DAVE_TALKS_WITH_CAROL
                        + """
                        a1> REFER Refer-To:"carol?Replaces=[d]"
                        a1< 603
                        """
                        + DAVE_ENDS_IT,
                released().owner("carol", "basil").owner("dave", "basil"));
    }

    @TestFactory
    @DisplayName("0.6: the dialog of another account of the same owner can be named")
    Stream<DynamicTest> aDialogOfTheSameOwnerCanBeNamed() {
        return TransferPlaying.everyWay(
                DAVE_TALKS_WITH_CAROL
                        + """
                        a1> REFER Refer-To:"carol?Replaces=[d]"
                        b< REFER Refer-To:"<sip:carol@192.0.2.1:5060;xid=*?Replaces=[d]>"
                        b> 603
                        a1< 603
                        """
                        + DAVE_ENDS_IT,
                anchored());
    }
}
