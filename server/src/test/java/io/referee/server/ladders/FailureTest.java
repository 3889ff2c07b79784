package io.referee.server.ladders;

import static io.referee.server.ladders.Playing.everyWay;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/// Calls that do not come about.
class FailureTest {
    @TestFactory
    Stream<DynamicTest> aPhoneThatIsNotRegistered() {
        return everyWay(
                """
                a1> INVITE to:bob
                a1< 480
                """,
                World.usual().offline("b"));
    }

    @TestFactory
    Stream<DynamicTest> aPhoneThatTheTransportCannotReach() {
        return everyWay(
                """
                a1> INVITE to:bob
                a1< 500
                """,
                World.usual().unreachable("b"));
    }

    @TestFactory
    Stream<DynamicTest> ofTwoPhonesTheOneThatCanBeReachedRings() {
        return everyWay(
                """
                a1> INVITE to:bob
                bb< INVITE
                bb> 200
                bb< ACK
                a1< 200
                a1> ACK
                +1s
                a1> BYE
                a1< 200
                bb< BYE
                bb> 200
                """,
                World.usual().phone("bb", "bob").unreachable("b"));
    }

    @TestFactory
    Stream<DynamicTest> anAccountThatDoesNotExist() {
        return everyWay(
                """
                a1> INVITE to:nobody
                a1< 404
                """,
                World.usual());
    }

    @TestFactory
    Stream<DynamicTest> anotherDomainWithoutADialPlan() {
        return everyWay(
                """
                a1> INVITE to:"sip:bob@nowhere.example"
                a1< 403
                """,
                World.usual());
    }

    @TestFactory
    Stream<DynamicTest> anAnswerWithoutSdpIsHungUp() {
        return everyWay(
                """
                a1> INVITE to:bob
                b< INVITE
                b> 200 answer=none
                b< ACK
                b< BYE Reason:*488*
                b> 200
                a1< 488
                """,
                World.usual());
    }

    @TestFactory
    Stream<DynamicTest> aCallerWhoNeverAcknowledgesTheAnswerIsLost() {
        return everyWay(
                """
                a1> INVITE to:bob
                b< INVITE
                b> 200
                b< ACK
                a1< 200
                +33s
                a1< BYE
                a1> 200
                b< BYE Reason:*408*
                b> 200
                """,
                World.usual());
    }

    private static String refusal(int sent, int told) {
        return """
        a1> INVITE to:bob
        b< INVITE
        b> 180
        a1<? 180
        b> SENT
        b< ACK
        a1< TOLD
        """
                .replace("SENT", Integer.toString(sent))
                .replace("TOLD", Integer.toString(told));
    }

    @TestFactory
    Stream<DynamicTest> a486IsToldAs486() {
        return everyWay(refusal(486, 486), World.usual());
    }

    @TestFactory
    Stream<DynamicTest> a404IsToldAs404() {
        return everyWay(refusal(404, 404), World.usual());
    }

    @TestFactory
    Stream<DynamicTest> a480IsToldAs480() {
        return everyWay(refusal(480, 480), World.usual());
    }

    @TestFactory
    Stream<DynamicTest> a603IsToldAs603() {
        return everyWay(refusal(603, 603), World.usual());
    }

    @TestFactory
    Stream<DynamicTest> a600IsToldAs600() {
        return everyWay(refusal(600, 600), World.usual());
    }

    @TestFactory
    Stream<DynamicTest> a488IsToldAs488() {
        return everyWay(refusal(488, 488), World.usual());
    }

    @TestFactory
    Stream<DynamicTest> a503IsToldAs500() {
        return everyWay(refusal(503, 500), World.usual());
    }

    @TestFactory
    Stream<DynamicTest> a500IsToldAs500() {
        return everyWay(refusal(500, 500), World.usual());
    }

    @TestFactory
    @DisplayName("case 76: a redirect is not followed")
    Stream<DynamicTest> a302IsToldAs480() {
        return everyWay(refusal(302, 480), World.usual());
    }

    @TestFactory
    Stream<DynamicTest> a401IsToldAs403() {
        return everyWay(refusal(401, 403), World.usual());
    }

    @TestFactory
    Stream<DynamicTest> a407IsToldAs403() {
        return everyWay(refusal(407, 403), World.usual());
    }

    @TestFactory
    Stream<DynamicTest> a408IsToldAs408() {
        return everyWay(refusal(408, 408), World.usual());
    }

    @TestFactory
    Stream<DynamicTest> a484IsToldAs484() {
        return everyWay(refusal(484, 484), World.usual());
    }
}
