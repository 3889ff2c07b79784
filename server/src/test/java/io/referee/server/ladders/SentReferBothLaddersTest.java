package io.referee.server.ladders;

import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_ALICE;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/// Both parties of a call are sent elsewhere at once (`transfers.md` C.3, `leg=both`).
class SentReferBothLaddersTest {
    private static final String BOTH_ARE_ASKED =
            """
            api> refer leg=both first=b second=a1 to=carol
            api< 202
            b< REFER Refer-To:"<sip:carol@example.org;xid=*>" Referred-By:"<sip:alice@example.org>"
            b> 202
            a1< REFER Refer-To:"<sip:carol@example.org;xid=*>"
            a1> 202
            """;

    private static String told(String leg, String status) {
        return """
        %1$s> NOTIFY Event:refer Subscription-State:terminated body="SIP/2.0 %2$s" type=message/sipfrag
        %1$s< 200 NOTIFY
        """
                .formatted(leg, status);
    }

    private static String isLetGo(String leg) {
        return """
        %1$s< BYE Reason:"SIP;cause=200;text=\\"Transferred\\""
        %1$s> 200
        """
                .formatted(leg);
    }

    private static Stream<DynamicTest> inOrder(String then) {
        return TransferPlaying.inOrder(BOTH_ARE_ASKED + then, World.usual());
    }

    @TestFactory
    @DisplayName("C.3: `leg=both`: each party that has arrived is let go, and the other waits")
    Stream<DynamicTest> eachSuccessEndsItsOwnLeg() {
        return TransferPlaying.everyWay(
                BOTH_ARE_ASKED
                        + "+1s\n"
                        + told("b", "200 OK")
                        + isLetGo("b")
                        + "+5s\n"
                        + told("a1", "200 OK")
                        + isLetGo("a1")
                        + "api> outcome completed answered=202 notified=200\napi< 200\n",
                World.usual());
    }

    @TestFactory
    @DisplayName("C.3: `leg=both`: when neither arrives the two talk on, and may be sent again")
    Stream<DynamicTest> whenNeitherArrivesTheyTalkOn() {
        return inOrder(
                told("b", "486 Busy Here")
                        + """
                        api> refer leg=b to=dave
                        api< 491
                        """
                        + told("a1", "486 Busy Here")
                        + """
                        api> refer leg=b to=dave
                        api< 202
                        b< REFER Refer-To:dave
                        b> 603
                        """
                        + BOB_ENDS_IT_WITH_ALICE);
    }

    @TestFactory
    @DisplayName("C.3: `leg=both`: who is left alone and does not arrive is told why")
    Stream<DynamicTest> whoIsLeftAloneIsToldWhy() {
        return inOrder(
                told("b", "200 OK")
                        + isLetGo("b")
                        + "+2s\n"
                        + told("a1", "486 Busy Here")
                        + """
                        a1< BYE Reason:"SIP;cause=486;text=\\"Busy Here\\""
                        a1> 200
                        """);
    }

    @TestFactory
    @DisplayName("C.3: `leg=both`: a phone that hangs up by itself leaves the other under way")
    Stream<DynamicTest> aByeLeavesTheOtherUnderWay() {
        return inOrder(
                """
                b> BYE
                b< 200
                +3s
                """
                        + told("a1", "200 OK")
                        + isLetGo("a1"));
    }

    @TestFactory
    @DisplayName("C.3: `leg=both`: one that failed goes when the other has arrived")
    Stream<DynamicTest> whoFailedGoesWithTheOther() {
        return inOrder(
                told("a1", "603 Decline")
                        + told("b", "200 OK")
                        + isLetGo("b")
                        + """
                        a1< BYE
                        a1> 200
                        """);
    }
}
