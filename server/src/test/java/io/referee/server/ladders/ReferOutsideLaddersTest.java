package io.referee.server.ladders;

import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_ALICE;

import io.referee.server.account.TransferMode;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/// REFERs of the server to a phone whose Contact is a GRUU and that understands Target-Dialog: in a
/// dialog of their own (RFC 5589 §6.1, RFC 4538).
class ReferOutsideLaddersTest {
    private static final String GRUU = "sip:bob@198.51.100.2:5060;gr=urn:uuid:one";

    private static final String KNOWN = " Contact:\"<" + GRUU + ">\" Supported:tdialog";

    private static final String ALICE_CALLED =
            TransferPlaying.ALICE_CALLED.replace("b> 200", "b> 200" + KNOWN);

    private static final String BOB_CALLED =
            TransferPlaying.BOB_CALLED.replace("b> INVITE to:alice", "b> INVITE to:alice" + KNOWN);

    private static final String ASKED =
            """
            api> refer leg=b to=carol
            api< 202
            b2< REFER uri="%s" Refer-To:"<sip:carol@example.org;xid=*>" Require:tdialog Target-Dialog:* Contact:* to:bob
            """
                    .formatted(GRUU);

    private static final String ACCEPTED =
            ASKED
                    + """
                    b2> 200
                    b2> NOTIFY Event:refer Subscription-State:active;expires=60 body="SIP/2.0 100 Trying" type=message/sipfrag
                    b2< 200 NOTIFY
                    """;

    private static final String BOTH_ARE_HUNG_UP =
            """
            b< BYE Reason:"SIP;cause=200;text=\\"Transferred\\""
            b> 200
            a1< BYE Reason:"SIP;cause=200;text=\\"Transferred\\""
            a1> 200
            """;

    private static String told(String status) {
        return """
        b2> NOTIFY Event:refer Subscription-State:"terminated;reason=noresource" body="SIP/2.0 %s" type=message/sipfrag
        b2< 200 NOTIFY
        """
                .formatted(status);
    }

    private static Stream<DynamicTest> everyWay(String ladder, World world) {
        return Stream.concat(
                Playing.everyWay(ALICE_CALLED + ladder, world),
                Playing.everyWay(BOB_CALLED + ladder, world));
    }

    private static Stream<DynamicTest> inOrder(String ladder, World world) {
        return Stream.concat(
                Playing.inOrder(ALICE_CALLED + ladder, world),
                Playing.inOrder(BOB_CALLED + ladder, world));
    }

    @TestFactory
    @DisplayName("B1, A1 rule 8: the REFER names the call by Target-Dialog; a success is believed")
    Stream<DynamicTest> aSuccessHangsBothUp() {
        return everyWay(
                ACCEPTED
                        + "+2s\n"
                        + told("200 OK")
                        + BOTH_ARE_HUNG_UP
                        + "api> outcome completed answered=200 notified=200 code=200\napi< 200\n",
                World.usual());
    }

    @TestFactory
    @DisplayName("B1: a failure leaves the call; the dialog of the REFER ends with it")
    Stream<DynamicTest> aFailureLeavesTheCall() {
        return everyWay(
                ACCEPTED
                        + told("486 Busy Here")
                        + "api> outcome failed answered=200 notified=486 code=486\napi< 200\n"
                        + BOB_ENDS_IT_WITH_ALICE,
                World.usual());
    }

    @TestFactory
    @DisplayName("A3 rule 3: a challenge is answered with the credentials of that leg")
    Stream<DynamicTest> aChallengeIsAnswered() {
        return everyWay(
                "api> credentials leg=b user=trunk password=secret\napi< 200\n"
                        + ASKED
                        + """
                        b2> 407 Proxy-Authenticate:"Digest realm=\\"trunk\\", nonce=\\"n\\", algorithm=MD5, qop=\\"auth\\""
                        b2< REFER Proxy-Authorization:"Digest username=\\"trunk\\"*" Target-Dialog:*
                        b2> 200
                        """
                        + told("200 OK")
                        + BOTH_ARE_HUNG_UP,
                World.usual());
    }

    @TestFactory
    @DisplayName("a phone that does not find the call by it is asked within the call")
    Stream<DynamicTest> aPhoneThatDoesNotFindTheCall() {
        return everyWay(
                ASKED
                        + """
                        b2> 481
                        b< REFER Refer-To:"<sip:carol@example.org;xid=*>" Require:none Target-Dialog:none
                        b> 202
                        b> NOTIFY Event:refer Subscription-State:"terminated;reason=noresource" body="SIP/2.0 200 OK" type=message/sipfrag
                        b< 200 NOTIFY
                        """
                        + BOTH_ARE_HUNG_UP,
                World.usual());
    }

    @TestFactory
    @DisplayName("its NOTIFYs go on when the phone has hung up")
    Stream<DynamicTest> theNotifiesGoOn() {
        return inOrder(
                ACCEPTED
                        + """
                        b> BYE
                        b< 200
                        a1< BYE
                        a1> 200
                        +10s
                        """
                        + told("200 OK")
                        + "api> outcome completed notified=200\napi< 200\n",
                World.usual());
    }

    @TestFactory
    @DisplayName("a phone that knows no Target-Dialog, or has no GRUU, is asked within the call")
    Stream<DynamicTest> otherPhonesAreAskedWithinTheCall() {
        String within =
                """
                api> refer leg=b to=carol
                api< 202
                b< REFER Require:none Target-Dialog:none
                b> 603
                """
                        + BOB_ENDS_IT_WITH_ALICE;
        return Stream.concat(
                Playing.inOrder(
                        ALICE_CALLED.replace(" Supported:tdialog", "") + within, World.usual()),
                Playing.inOrder(
                        ALICE_CALLED.replace(";gr=urn:uuid:one", "") + within, World.usual()));
    }

    @TestFactory
    @DisplayName("A1 rule 8: a REFER that is passed on goes outside of the call, too")
    Stream<DynamicTest> aReferIsPassedOnOutside() {
        return everyWay(
                """
                a1> REFER Refer-To:carol
                b2< REFER uri="%s" Refer-To:"<sip:carol@example.org;xid=*>" Require:tdialog Target-Dialog:*
                b2> 200
                a1< 200
                b2> NOTIFY Event:refer Subscription-State:active;expires=60 body="SIP/2.0 100 Trying" type=message/sipfrag
                b2< 200 NOTIFY
                a1< NOTIFY 100 active Event:refer
                a1> 200
                a1> SUBSCRIBE Event:refer Expires:40
                b2< SUBSCRIBE Event:refer* Expires:40
                b2> 200 Expires:40
                a1< 200 SUBSCRIBE Expires:40
                """
                                .formatted(GRUU)
                        + told("200 OK")
                        + """
                        a1< NOTIFY 200 terminated
                        a1> 200
                        """
                        + BOB_ENDS_IT_WITH_ALICE,
                World.usual().transfer("alice", TransferMode.PASS));
    }
}
