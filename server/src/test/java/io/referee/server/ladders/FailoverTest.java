package io.referee.server.ladders;

import static io.referee.server.ladders.Playing.everyWay;
import static io.referee.server.ladders.Playing.inOrder;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/// An account is bound to a name that several servers stand behind (RFC 3263 §4.2, §4.3).
class FailoverTest {
    private static final String ANSWERED_BY_THE_SECOND =
            """
            bb< INVITE
            bb> 180
            a1<? 180
            bb> 200 answer=bb
            bb< ACK
            a1< 200
            a1> ACK
            +1s
            a1> BYE
            a1< 200
            bb< BYE
            bb> 200
            """;

    private static World world() {
        return World.usual()
                .phone("bb", "bob")
                .offline("bb")
                .cluster("cluster.example.net", "b", "bb");
    }

    @TestFactory
    Stream<DynamicTest> theFirstServerAnswers() {
        return everyWay(
                """
                a1> INVITE to:bob
                b< INVITE uri="sip:bob@cluster.example.net*"
                b> 200 answer=b
                b< ACK
                a1< 200
                a1> ACK
                +1s
                b> BYE
                b< 200
                a1< BYE
                a1> 200
                """,
                world());
    }

    @TestFactory
    Stream<DynamicTest> after503TheNextServerIsCalled() {
        return everyWay(
                """
                a1> INVITE to:bob
                b< INVITE
                b> 503
                b< ACK
                """
                        + ANSWERED_BY_THE_SECOND,
                world());
    }

    @TestFactory
    Stream<DynamicTest> afterSilenceTheNextServerIsCalled() {
        return everyWay(
                """
                a1> INVITE to:bob
                +4s
                """
                        + ANSWERED_BY_THE_SECOND,
                world().unplugged("b"));
    }

    @TestFactory
    Stream<DynamicTest> whereTheTransportFailsTheNextServerIsCalledAtOnce() {
        return everyWay("a1> INVITE to:bob\n" + ANSWERED_BY_THE_SECOND, world().unreachable("b"));
    }

    @TestFactory
    Stream<DynamicTest> aRefusalIsAnAnswerAndNobodyElseIsCalled() {
        return everyWay(
                """
                a1> INVITE to:bob
                b< INVITE
                b> 486
                b< ACK
                a1< 486
                """,
                world());
    }

    @TestFactory
    Stream<DynamicTest> aCallThatIsGivenUpWhileTheFirstServerIsSilentReachesNobody() {
        return inOrder(
                """
                a1> INVITE to:bob
                +2s
                a1> CANCEL
                a1< 487
                +40s
                """,
                world().unplugged("b"));
    }

    @TestFactory
    Stream<DynamicTest> aCallThatIsGivenUpAfterTheFirstServerFailedIsCancelledAtTheSecond() {
        return inOrder(
                """
                a1> INVITE to:bob
                b< INVITE
                b> 503
                b< ACK
                bb< INVITE
                bb> 180
                a1< 180
                a1> CANCEL
                a1< 487
                bb< CANCEL
                bb> 487
                bb< ACK
                """,
                world());
    }

    @TestFactory
    Stream<DynamicTest> whenNoServerCanBeHadTheCallerHearsOfIt() {
        return inOrder(
                """
                a1> INVITE to:bob
                b< INVITE
                b> 503
                b< ACK
                bb< INVITE
                bb> 503
                bb< ACK
                a1< 500
                """,
                world());
    }

    @TestFactory
    Stream<DynamicTest> theNextCallBeginsWithTheServerThatWorks() {
        return inOrder(
                """
                a1> INVITE to:bob
                b< INVITE
                b> 503
                b< ACK
                bb< INVITE
                bb> 486
                bb< ACK
                a1< 486
                c> INVITE to:bob
                bb< INVITE
                bb> 486
                bb< ACK
                c< 486
                +31s
                c> INVITE to:bob
                b< INVITE
                b> 486
                b< ACK
                c< 486
                """,
                world());
    }
}
