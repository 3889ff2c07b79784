package io.referee.server.ladders;

import static io.referee.server.ladders.Playing.everyWay;
import static io.referee.server.ladders.Playing.inOrder;
import static io.referee.server.ladders.Playing.plainly;

import io.referee.server.account.TransferMode;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.time.Duration;
import java.util.stream.Stream;

/// Session timers (RFC 4028), on each leg by itself.
class SessionTimerTest {
    private static final String END =
            """
            a1> BYE
            a1< 200 BYE
            b< BYE
            b> 200
            """;

    /// `b` grants nothing, so no timer runs there (RFC 4028 §7.2).
    private static String called(String asks, String granted) {
        return """
        a1> INVITE to:bob Supported:timer %s
        b< INVITE Supported:*timer* Session-Expires:1800
        b> 200
        b< ACK
        a1< 200 %s
        a1> ACK
        """
                .formatted(asks, granted);
    }

    private static String answered(String granted) {
        return """
        a1> INVITE to:bob
        b< INVITE Session-Expires:1800 Min-SE:none
        b> 200 %s
        b< ACK
        a1< 200 Session-Expires:none Require:none
        a1> ACK
        """
                .formatted(granted);
    }

    // ---- who refreshes

    /// RFC 4028 §9: the caller refreshes when it can and says nothing else.
    @TestFactory
    Stream<DynamicTest> aCallerThatSupportsTimersRefreshes() {
        return inOrder(
                called("Session-Expires:90", "Session-Expires:\"90;refresher=uac\" Require:timer")
                        + """
                        +45s
                        a1> UPDATE Supported:timer Session-Expires:"90;refresher=uac"
                        a1< 200 UPDATE Session-Expires:"90;refresher=uac" Require:timer
                        +50s
                        a1> UPDATE Supported:timer Session-Expires:"90;refresher=uac"
                        a1< 200 UPDATE Session-Expires:"90;refresher=uac"
                        +5s
                        """
                        + END,
                World.usual());
    }

    /// RFC 4028 §9: it may supply what the caller did not ask for.
    @TestFactory
    Stream<DynamicTest> aCallerThatOnlySupportsTimersGetsOne() {
        return everyWay(
                called("", "Session-Expires:\"1800;refresher=uac\" Require:timer") + "+1s\n" + END,
                World.usual());
    }

    /// RFC 4028 §9, §7.4.
    @TestFactory
    Stream<DynamicTest> theServerRefreshesWhenTheCallerWantsThat() {
        return inOrder(
                called(
                                "Session-Expires:\"100;refresher=uas\"",
                                "Session-Expires:\"100;refresher=uas\" Require:timer")
                        + """
                        +50s
                        a1< UPDATE Session-Expires:"100;refresher=uac" Supported:*timer* offer=none
                        a1> 200 Session-Expires:"100;refresher=uac" Require:timer
                        +50s
                        a1< UPDATE Session-Expires:"100;refresher=uac"
                        a1> 200 Session-Expires:"100;refresher=uac" Require:timer
                        +1s
                        """
                        + END,
                World.usual());
    }

    /// RFC 4028 §9, table 2: who supports no timer does not refresh.
    @TestFactory
    Stream<DynamicTest> theServerRefreshesForACallerWhoseProxyWantsATimer() {
        return inOrder(
                """
                a1> INVITE to:bob Session-Expires:90
                b< INVITE
                b> 200
                b< ACK
                a1< 200 Session-Expires:"90;refresher=uas" Require:none
                a1> ACK
                +45s
                a1< UPDATE Session-Expires:"90;refresher=uac"
                a1> 200
                +3m
                """
                        + END,
                World.usual());
    }

    /// RFC 4028 §7.2, §7.4.
    @TestFactory
    Stream<DynamicTest> theServerRefreshesWhenTheCalleeSaysSo() {
        return inOrder(
                answered("Session-Expires:\"90;refresher=uac\" Require:timer")
                        + """
                        +45s
                        b< UPDATE Session-Expires:"90;refresher=uac"
                        b> 200 Session-Expires:"90;refresher=uac" Require:timer
                        +1s
                        """
                        + END,
                World.usual());
    }

    /// RFC 4028 §7.4: a re-INVITE with the description as it was.
    @TestFactory
    Stream<DynamicTest> aPeerWithoutUpdateIsRefreshedByReinvite() {
        return inOrder(
                answered(
                                "Session-Expires:\"90;refresher=uac\" Require:timer"
                                        + " Allow:\"INVITE, ACK, BYE, CANCEL\"")
                        + """
                        +45s
                        b< re-INVITE offer=b.remote Session-Expires:"90;refresher=uac"
                        b> 200 Session-Expires:"90;refresher=uac" Require:timer Allow:none
                        b< ACK
                        +45s
                        b< re-INVITE offer=b.remote
                        b> 200 Session-Expires:"90;refresher=uac" Require:timer
                        b< ACK
                        +1s
                        """
                        + END,
                World.usual());
    }

    @TestFactory
    Stream<DynamicTest> aPeerThatRefusesUpdateIsRefreshedByReinvite() {
        return inOrder(
                answered("Session-Expires:\"90;refresher=uac\" Require:timer")
                        + """
                        +45s
                        b< UPDATE
                        b> 501
                        b< re-INVITE offer=b.remote
                        b> 200 Session-Expires:"90;refresher=uac" Require:timer
                        b< ACK
                        +1s
                        """
                        + END,
                World.usual());
    }

    /// Other media in the answer to a refresh are told the other party.
    @TestFactory
    Stream<DynamicTest> mediaThatMoveInARefreshAreToldTheOtherParty() {
        return inOrder(
                answered(
                                "Session-Expires:\"90;refresher=uac\" Require:timer"
                                        + " Allow:\"INVITE, ACK, BYE, CANCEL\"")
                        + """
                        +45s
                        b< re-INVITE
                        b> 200 port=4999 Session-Expires:"90;refresher=uac" Require:timer
                        b< ACK
                        a1< re-INVITE offer=b
                        a1> 200
                        a1< ACK
                        +1s
                        """
                        + END,
                World.usual());
    }

    // ---- refreshes of the peer

    /// RFC 4028 §7.4, §9: answered here, not relayed.
    @TestFactory
    Stream<DynamicTest> aReinviteThatChangesNothingIsAnsweredHere() {
        return everyWay(
                called("Session-Expires:1800", "Session-Expires:\"1800;refresher=uac\"")
                        + """
                        +20s
                        a1> re-INVITE Supported:timer Session-Expires:"1800;refresher=uac"
                        a1< 200 answer=b Session-Expires:"1800;refresher=uac"
                        a1> ACK
                        +1s
                        a1> re-INVITE dir=sendonly Supported:timer
                        b< re-INVITE dir=sendonly
                        b> 200
                        b< ACK
                        a1< 200 dir=recvonly Session-Expires:"1800;refresher=uac"
                        a1> ACK
                        +1s
                        a1> re-INVITE dir=sendonly Supported:timer
                        a1< 200 dir=recvonly
                        a1> ACK
                        +1s
                        """
                        + END,
                World.usual());
    }

    /// RFC 4028 §7.4: the roles may change with each refresh.
    @TestFactory
    Stream<DynamicTest> theRefresherMayChange() {
        return inOrder(
                called("Session-Expires:90", "Session-Expires:\"90;refresher=uac\"")
                        + """
                        +40s
                        a1> UPDATE Supported:timer Session-Expires:"90;refresher=uas"
                        a1< 200 UPDATE Session-Expires:"90;refresher=uas"
                        +45s
                        a1< UPDATE Session-Expires:"90;refresher=uac"
                        a1> 200 Session-Expires:"90;refresher=uas" Require:timer
                        +45s
                        a1> UPDATE Supported:timer Session-Expires:"90;refresher=uac"
                        a1< 200 UPDATE
                        +1s
                        """
                        + END,
                World.usual());
    }

    // ---- the end

    /// RFC 4028 §10: a third of 90 s before the end.
    @TestFactory
    Stream<DynamicTest> bothAreHungUpWhenTheCallerDoesNotRefresh() {
        return inOrder(
                called("Session-Expires:90", "Session-Expires:\"90;refresher=uac\"")
                        + """
                        +59s
                        +1s
                        a1< BYE Reason:*408*
                        a1> 200
                        b< BYE Reason:*408*
                        b> 200
                        """,
                World.usual());
    }

    @TestFactory
    Stream<DynamicTest> bothAreHungUpWhenTheCalleeDoesNotRefresh() {
        return inOrder(
                answered("Session-Expires:\"300;refresher=uas\"")
                        + """
                        +4m
                        +27s
                        +1s
                        b< BYE Reason:*408*
                        b> 200
                        a1< BYE Reason:*408*
                        a1> 200
                        """,
                World.usual());
    }

    /// RFC 4028 §10: no answer to the refresh.
    @TestFactory
    Stream<DynamicTest> aPeerThatDoesNotAnswerTheRefreshIsLost() {
        return plainly(
                answered("Session-Expires:\"200;refresher=uac\" Require:timer")
                        + """
                        +100s
                        b< UPDATE
                        +31s
                        +1s
                        b< BYE
                        b> 200
                        a1< BYE Reason:*408*
                        a1> 200
                        """,
                World.usual());
    }

    @TestFactory
    Stream<DynamicTest> aPeerThatForgotTheCallIsLost() {
        return inOrder(
                answered("Session-Expires:\"200;refresher=uac\" Require:timer")
                        + """
                        +100s
                        b< UPDATE
                        b> 481
                        b< BYE
                        b> 481 BYE
                        a1< BYE
                        a1> 200
                        """,
                World.usual());
    }

    /// RFC 4028 §10: a refusal is tried again, and at the end it is over.
    @TestFactory
    Stream<DynamicTest> aRefusedRefreshIsTriedAgain() {
        return plainly(
                answered("Session-Expires:\"90;refresher=uac\" Require:timer")
                        + """
                        +45s
                        b< UPDATE
                        b> 491
                        +4s
                        b< UPDATE
                        b> 500
                        +5s
                        b< UPDATE
                        b> 200 Session-Expires:"90;refresher=uac" Require:timer
                        +1s
                        """
                        + END,
                World.usual());
    }

    // ---- 422

    /// RFC 4028 §9.
    @TestFactory
    Stream<DynamicTest> aCallerThatAsksForTooLittleIsTold() {
        return everyWay(
                """
                a1> INVITE to:bob Supported:timer Session-Expires:89
                a1< 422 Min-SE:90
                """,
                World.usual());
    }

    /// RFC 4028 §7.3.
    @TestFactory
    Stream<DynamicTest> aCalleeThatWantsMoreIsAskedAgain() {
        return everyWay(
                """
                a1> INVITE to:bob
                b< INVITE Session-Expires:1800
                b> 422 Min-SE:3600
                b< ACK
                b< INVITE Session-Expires:3600 Min-SE:3600
                b> 200 Session-Expires:"3600;refresher=uac" Require:timer
                b< ACK
                a1< 200
                a1> ACK
                +1s
                """
                        + END,
                World.usual());
    }

    @TestFactory
    Stream<DynamicTest> a422ThatDemandsNothingNewIsAFailure() {
        return everyWay(
                """
                a1> INVITE to:bob
                b< INVITE Session-Expires:1800
                b> 422 Min-SE:90
                b< ACK
                a1< 422
                """,
                World.usual());
    }

    @TestFactory
    Stream<DynamicTest> aRefreshThatAsksForTooLittleIsTold() {
        return inOrder(
                called("Session-Expires:1800", "Session-Expires:\"1800;refresher=uac\"")
                        + """
                        +1s
                        a1> UPDATE Supported:timer Session-Expires:"60;refresher=uac"
                        a1< 422 UPDATE Min-SE:90
                        +1s
                        """
                        + END,
                World.usual());
    }

    @TestFactory
    Stream<DynamicTest> aRefreshThatIsTooShortForTheCalleeIsLonger() {
        return inOrder(
                answered("Session-Expires:\"100;refresher=uac\" Require:timer")
                        + """
                        +50s
                        b< UPDATE Session-Expires:"100;refresher=uac"
                        b> 422 Min-SE:300
                        b< UPDATE Session-Expires:"300;refresher=uac" Min-SE:300
                        b> 200 Session-Expires:"300;refresher=uac" Require:timer
                        +140s
                        """
                        + END,
                World.usual());
    }

    // ---- settings

    @TestFactory
    Stream<DynamicTest> withoutTimersNothingIsAskedAndNothingGranted() {
        return inOrder(
                """
                a1> INVITE to:bob Supported:timer Session-Expires:90
                b< INVITE Session-Expires:none
                b> 200 Session-Expires:"90;refresher=uac"
                b< ACK
                a1< 200 Session-Expires:none
                a1> ACK
                +3m
                """
                        + END,
                World.usual().timers(Duration.ZERO, Duration.ZERO));
    }

    // ---- with transfers

    /// The leg keeps its timer when it gets another partner.
    @TestFactory
    Stream<DynamicTest> aTransferredLegIsStillRefreshed() {
        return inOrder(
                """
                a1> INVITE to:bob
                b< INVITE
                b> 200 Session-Expires:"400;refresher=uac" Require:timer
                b< ACK
                a1< 200
                a1> ACK
                +1s
                a1> REFER Refer-To:carol
                a1< 202
                a1< NOTIFY 100 active
                a1> 200
                c< INVITE offer=b
                c> 200 Session-Expires:"600;refresher=uas"
                c< ACK
                b< re-INVITE offer=c Session-Expires:"400;refresher=uac"
                b> 200 Session-Expires:"400;refresher=uac" Require:timer
                b< ACK
                a1< NOTIFY 200 terminated
                a1> 200
                a1> BYE
                a1< 200 BYE
                +190s
                +10s
                b< UPDATE Session-Expires:"400;refresher=uac"
                b> 200 Session-Expires:"400;refresher=uac" Require:timer
                +1s
                c> UPDATE Supported:timer Session-Expires:"600;refresher=uac"
                c< 200 UPDATE Session-Expires:"600;refresher=uac"
                +1s
                b> BYE
                b< 200
                c< BYE
                c> 200
                """,
                World.usual().transfer("alice", TransferMode.CONSUME));
    }
}
