package io.referee.server.ladders;

import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_ALICE;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/// REFERs that the server sends: a party of a call is asked to call somebody else by itself.
class SentReferLaddersTest {
    private static final String ASKED =
            """
            api> refer leg=b to=carol
            api< 202
            b< REFER Refer-To:"<sip:carol@example.org;xid=*>" Referred-By:"<sip:alice@example.org>" Contact:*
            """;

    private static final String ACCEPTED =
            ASKED
                    + """
                    b> 202
                    b> NOTIFY Event:refer Subscription-State:active;expires=60 body="SIP/2.0 100 Trying" type=message/sipfrag
                    b< 200 NOTIFY
                    """;

    private static final String BOTH_ARE_HUNG_UP =
            """
            b< BYE Reason:"SIP;cause=200;text=\\"Transferred\\""
            b> 200
            a1< BYE Reason:"SIP;cause=200;text=\\"Transferred\\""
            a1> 200
            """;

    private static String told(String status, String state) {
        return """
        b> NOTIFY Event:refer Subscription-State:"%s" body="SIP/2.0 %s" type=message/sipfrag
        b< 200 NOTIFY
        """
                .formatted(state, status);
    }

    private static Stream<DynamicTest> everyWay(String ladder) {
        return TransferPlaying.everyWay(ladder, World.usual());
    }

    private static Stream<DynamicTest> inOrder(String ladder) {
        return TransferPlaying.inOrder(ladder, World.usual());
    }

    @TestFactory
    @DisplayName("case 67: a success is believed when it is told, and only then both are hung up")
    Stream<DynamicTest> aSuccessHangsBothUp() {
        return everyWay(
                ACCEPTED
                        + "+2s\n"
                        + told("200 OK", "terminated;reason=noresource")
                        + BOTH_ARE_HUNG_UP
                        + "api> outcome completed answered=202 notified=200 code=200\napi< 200\n");
    }

    @TestFactory
    @DisplayName("case 67: a busy target: the call continues and the outcome is failed(486)")
    Stream<DynamicTest> aFailureLeavesTheCall() {
        return everyWay(
                ACCEPTED
                        + told("486 Busy Here", "terminated;reason=noresource")
                        + "api> outcome failed answered=202 notified=486 code=486\napi< 200\n"
                        + BOB_ENDS_IT_WITH_ALICE);
    }

    @TestFactory
    @DisplayName("A3 rule 4: a REFER that is refused has failed at once; the call is untouched")
    Stream<DynamicTest> aRefusedReferHasFailed() {
        return everyWay(
                ASKED
                        + """
                        b> 603
                        api> outcome failed answered=603 notified=0 code=603
                        """
                        + "api< 200\n"
                        + BOB_ENDS_IT_WITH_ALICE);
    }

    @TestFactory
    @DisplayName("case 68: a challenge is answered once, with the credentials of that leg")
    Stream<DynamicTest> aChallengeIsAnsweredOnce() {
        return everyWay(
                "api> credentials leg=b user=trunk password=secret\napi< 200\n"
                        + ASKED
                        + """
                        b> 407 Proxy-Authenticate:"Digest realm=\\"trunk\\", nonce=\\"n\\", algorithm=MD5, qop=\\"auth\\""
                        b< REFER Proxy-Authorization:"Digest username=\\"trunk\\"*"
                        b> 200
                        """
                        + told("200 OK", "terminated;reason=noresource")
                        + BOTH_ARE_HUNG_UP
                        + "api> outcome completed answered=200\napi< 200\n");
    }

    @TestFactory
    @DisplayName("case 68: without credentials a challenge is a refusal")
    Stream<DynamicTest> withoutCredentialsAChallengeIsARefusal() {
        return everyWay(
                ASKED
                        + """
                        b> 407 Proxy-Authenticate:"Digest realm=\\"trunk\\", nonce=\\"n\\""
                        api> outcome failed answered=407 code=407
                        """
                        + "api< 200\n"
                        + BOB_ENDS_IT_WITH_ALICE);
    }

    @TestFactory
    @DisplayName(
            "case 69: a subscription that ends without a result: unknown, and the call goes on")
    Stream<DynamicTest> anEndWithoutAResultIsUnknown() {
        return everyWay(
                ASKED
                        + """
                        b> 202
                        b> NOTIFY Event:refer Subscription-State:terminated
                        b< 200 NOTIFY
                        api> outcome unknown answered=202 notified=0
                        api< 200
                        """
                        + BOB_ENDS_IT_WITH_ALICE);
    }

    @TestFactory
    @DisplayName("case 69: a subscription that ends with 100: unknown")
    Stream<DynamicTest> anEndWithTryingIsUnknown() {
        return everyWay(
                ACCEPTED
                        + told("100 Trying", "terminated;reason=noresource")
                        + "api> outcome unknown answered=202 notified=100\napi< 200\n"
                        + BOB_ENDS_IT_WITH_ALICE);
    }

    @TestFactory
    @DisplayName("case 69: a phone that hangs up and tells nothing: unknown within two seconds")
    Stream<DynamicTest> aByeWithoutNotifyIsUnknown() {
        return everyWay(
                ACCEPTED
                        + """
                        b> BYE
                        b< 200
                        a1< BYE
                        a1> 200
                        api> outcome running
                        api< 200
                        +1s
                        api> outcome unknown answered=202 notified=100
                        api< 200
                        """);
    }

    @TestFactory
    @DisplayName("A3 rule 4: a NOTIFY that races with the BYE still counts")
    Stream<DynamicTest> aNotifyBehindTheByeCounts() {
        return inOrder(
                ACCEPTED
                        + """
                        b> BYE
                        b< 200
                        a1< BYE
                        a1> 200
                        +300ms
                        """
                        + told("200 OK", "terminated;reason=noresource")
                        + "api> outcome completed notified=200\napi< 200\n");
    }

    @TestFactory
    @DisplayName("A3 rule 5: a NOTIFY long after the end is answered 200")
    Stream<DynamicTest> aLateNotifyIsAnswered200() {
        return inOrder(
                ACCEPTED
                        + """
                        b> BYE
                        b< 200
                        a1< BYE
                        a1> 200
                        +25s
                        """
                        + told("200 OK", "terminated;reason=noresource")
                        + "api> outcome unknown notified=200\napi< 200\n");
    }

    @TestFactory
    @DisplayName("B28: a NOTIFY in front of the 2xx is taken")
    Stream<DynamicTest> aNotifyInFrontOfThe2xxIsTaken() {
        return inOrder(
                ASKED
                        + told("180 Ringing", "active;expires=60")
                        + """
                        b> 202
                        +1s
                        """
                        + told("200 OK", "terminated;reason=noresource")
                        + BOTH_ARE_HUNG_UP
                        + "api> outcome completed answered=202 notified=200\napi< 200\n");
    }

    @TestFactory
    @DisplayName("A3: after a 2xx without any NOTIFY the outcome is unknown after 32 s")
    Stream<DynamicTest> noNotifyAtAllIsUnknown() {
        return inOrder(
                ASKED
                        + """
                        b> 202
                        +31s
                        api> outcome running
                        api< 200
                        +2s
                        api> outcome unknown answered=202 notified=0
                        api< 200
                        """
                        + BOB_ENDS_IT_WITH_ALICE);
    }

    @TestFactory
    @DisplayName("A3: whoever never tells the end is given up after three minutes")
    Stream<DynamicTest> theSupervisionEnds() {
        return inOrder(
                ACCEPTED
                        + told("180 Ringing", "active;expires=600")
                        + """
                        +179s
                        api> outcome running
                        api< 200
                        +2s
                        api> outcome unknown answered=202 notified=180
                        api< 200
                        """
                        + BOB_ENDS_IT_WITH_ALICE);
    }

    @TestFactory
    @DisplayName(
            "F13: no answer at all: failed(408), the call goes on, and the leg is not asked again")
    Stream<DynamicTest> silenceIsAFailure() {
        return inOrder(
                ASKED
                        + """
                        +33s
                        api> outcome failed answered=408 code=408
                        api< 200
                        api> refer leg=b to=dave
                        api< 405
                        api> refer leg=b to=dave force=yes
                        api< 202
                        b< REFER Refer-To:dave
                        b> 603 REFER
                        """
                        + BOB_ENDS_IT_WITH_ALICE);
    }

    @TestFactory
    @DisplayName("A3: a phone that does not list REFER in Allow is not asked, unless forced")
    Stream<DynamicTest> allowIsHeeded() {
        return Playing.everyWay(
                """
                a1> INVITE to:bob
                b< INVITE
                b> 200 Allow:"INVITE, ACK, CANCEL, BYE"
                b< ACK
                a1< 200
                a1> ACK
                api> refer leg=b to=carol
                api< 405
                api> refer leg=b to=carol force=yes
                api< 202
                b< REFER
                b> 501
                api> outcome failed code=501
                api< 200
                """
                        + BOB_ENDS_IT_WITH_ALICE,
                World.usual());
    }

    @TestFactory
    @DisplayName(
            "A3 rule 7, B14: two REFERs in a row are told apart by id; without one it is the"
                    + " latest")
    Stream<DynamicTest> twoRefersAreToldApart() {
        return inOrder(
                ASKED
                        + """
                        b> 202
                        """
                        + told("486 Busy Here", "terminated;reason=noresource")
                        + """
                        api> refer leg=b to=dave
                        api< 202
                        b< REFER Refer-To:dave
                        b> 202
                        b> NOTIFY Event:refer;id=1 Subscription-State:terminated body="SIP/2.0 200 OK" type=message/sipfrag
                        b< 200 NOTIFY
                        api> outcome running answered=202 notified=0
                        api< 200
                        """
                        + told("200 OK", "terminated;reason=noresource")
                        + BOTH_ARE_HUNG_UP
                        + "api> outcome completed\napi< 200\n");
    }

    @TestFactory
    @DisplayName("case 70: while it runs no other transfer begins; afterwards it does")
    Stream<DynamicTest> noOtherTransferBeginsMeanwhile() {
        return inOrder(
                ACCEPTED
                        + """
                        api> refer leg=b to=dave
                        api< 491
                        api> transfer leg=a1 to=dave
                        api< 491
                        """
                        + told("603 Decline", "terminated;reason=noresource")
                        + """
                        api> refer leg=b to=dave
                        api< 202
                        b< REFER Refer-To:dave
                        b> 603
                        """
                        + BOB_ENDS_IT_WITH_ALICE);
    }

    @TestFactory
    @DisplayName("case 71: a REFER that was sent cannot be taken back")
    Stream<DynamicTest> itCannotBeTakenBack() {
        return inOrder(
                ACCEPTED
                        + """
                        api> abort
                        api< 409
                        """
                        + told("486 Busy Here", "terminated")
                        + BOB_ENDS_IT_WITH_ALICE);
    }

    @TestFactory
    @DisplayName("A3 rule 2: a tel URI goes out as it is")
    Stream<DynamicTest> aTelUriGoesOutAsItIs() {
        return inOrder(
                """
                api> refer leg=b to="tel:+15551234"
                api< 202
                b< REFER Refer-To:"<tel:+15551234>"
                b> 603
                """
                        + BOB_ENDS_IT_WITH_ALICE);
    }

    @TestFactory
    @DisplayName("C.2: a REFER may carry a Replaces for the call that follows")
    Stream<DynamicTest> aReplacesIsCarried() {
        return inOrder(
                """
                api> refer leg=b to=carol replaces="x@y;to-tag=1;from-tag=2"
                api< 202
                b< REFER Refer-To:"<sip:carol@example.org;xid=*?Replaces=x%40y%3Bto-tag%3D1%3Bfrom-tag%3D2>"
                b> 603
                """
                        + BOB_ENDS_IT_WITH_ALICE);
    }

    @TestFactory
    @DisplayName(
            "A3 rule 8: the call that the phone places is recognised, and our parameter is gone")
    Stream<DynamicTest> theCallThatFollowsIsRecognised() {
        return everyWay(
                ACCEPTED
                        + """
                        b2> INVITE referred
                        c< INVITE to:"<sip:carol@example.org>" from:bob
                        c> 200
                        c< ACK
                        b2< 200
                        b2> ACK
                        """
                        + told("200 OK", "terminated;reason=noresource")
                        + BOTH_ARE_HUNG_UP
                        + """
                        api> outcome completed linked=1
                        api< 200
                        +3s
                        b2> BYE
                        b2< 200
                        c< BYE
                        c> 200
                        """);
    }

    private static String thenCalls(String invite, int linked) {
        String caller = invite.substring(0, invite.indexOf('>'));
        return """
        %1$s
        c< INVITE
        c> 486
        c< ACK
        %2$s< 486
        b> NOTIFY Event:refer Subscription-State:terminated body="SIP/2.0 486 Busy" type=message/sipfrag
        b< 200 NOTIFY
        api> outcome failed linked=%3$d
        api< 200
        """
                .formatted(invite, caller, linked);
    }

    @TestFactory
    @DisplayName(
            "A3 rule 8: without our parameter it is recognised by Referred-By, or by the caller")
    Stream<DynamicTest> aCallWithoutOurParameterIsRecognised() {
        return Stream.of(
                        thenCalls("d> INVITE to:carol Referred-By:alice", 1),
                        thenCalls("b2> INVITE to:carol", 1),
                        thenCalls("d> INVITE to:carol", 0),
                        thenCalls("d> INVITE to:carol Referred-By:dave", 0),
                        "b> NOTIFY Event:refer Subscription-State:active body=\"SIP/2.0 100"
                                + " Trying\" type=message/sipfrag\n"
                                + "b< 200 NOTIFY\n"
                                + "+31s\n"
                                + thenCalls("b2> INVITE to:carol", 0))
                .flatMap(then -> inOrder(ASKED + "b> 202\n" + then + BOB_ENDS_IT_WITH_ALICE));
    }
}
