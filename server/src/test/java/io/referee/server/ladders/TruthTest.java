package io.referee.server.ladders;

import static io.referee.server.ladders.Playing.everyWay;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/// What the server says of itself, and of what it cannot take (RFC 3261 §8.2, §11.2, §21.4).
class TruthTest {
    @TestFactory
    Stream<DynamicTest> optionsTellsWhatAnInviteWouldComeTo() {
        return everyWay(
                """
                g1> OPTIONS to:bob
                g1< 200 Allow:*INVITE*REGISTER* Accept:application/sdp Accept-Encoding:identity Accept-Language:en
                g2> OPTIONS to:carol
                g2< 480
                g3> OPTIONS to:nobody
                g3< 404
                g4> OPTIONS to:"sip:example.org"
                g4< 200 Allow:*OPTIONS*
                """,
                World.usual().offline("c"));
    }

    /// MESSAGE is taken in calls alone; outside of them it is 405 (RFC 3261 §11.2, §20.5).
    @TestFactory
    Stream<DynamicTest> optionsNamesNoMethodThatIsRefusedOutsideOfCalls() {
        return everyWay(
                """
                g1> OPTIONS to:bob
                g1< 200 Allow:!*MESSAGE*
                g2> MESSAGE to:bob body=x
                g2< 405 Allow:!*MESSAGE*
                """,
                World.usual());
    }

    /// Max-Forwards concerns those who pass a request on (RFC 3261 §11).
    @TestFactory
    Stream<DynamicTest> optionsWithoutHopsLeftIsAnsweredByUs() {
        return everyWay(
                """
                g1> OPTIONS to:bob Max-Forwards:0
                g1< 200
                """,
                World.usual());
    }

    @TestFactory
    Stream<DynamicTest> optionsThatRequiresTheUnknown() {
        return everyWay(
                """
                g1> OPTIONS to:bob Require:"teleport, levitate"
                g1< 420 Unsupported:"teleport, levitate"
                g2> OPTIONS to:bob uri=tel:+4912345
                g2< 416
                """,
                World.usual());
    }

    /// Proxy-Require is for proxies: we are a user agent to everybody (RFC 3261 §8.2.2.3).
    @TestFactory
    Stream<DynamicTest> proxyRequireIsNotForUs() {
        return everyWay(
                """
                g1> OPTIONS to:bob Proxy-Require:teleport
                g1< 200
                """,
                World.usual());
    }

    @TestFactory
    Stream<DynamicTest> optionsInACallTellsOfBodies() {
        return everyWay(
                """
                a1> INVITE to:bob
                b< INVITE
                b> 200
                b< ACK
                a1< 200
                a1> ACK
                +1s
                a1> OPTIONS
                a1< 200 Allow:*INVITE* Accept:application/sdp Accept-Encoding:identity
                a1> BYE
                a1< 200
                b< BYE
                b> 200
                """,
                World.usual());
    }

    @TestFactory
    Stream<DynamicTest> aCallerWhoTakesNoSdp() {
        return everyWay(
                """
                a1> INVITE to:bob Accept:text/plain
                a1< 406
                """,
                World.usual());
    }

    @TestFactory
    Stream<DynamicTest> aCompressedBody() {
        return everyWay(
                """
                a1> INVITE to:bob Content-Encoding:gzip
                a1< 415 Accept-Encoding:identity
                """,
                World.usual());
    }

    @TestFactory
    Stream<DynamicTest> anEncryptedBody() {
        return everyWay(
                """
                a1> INVITE to:bob body=hello type=application/pkcs7-mime
                a1< 493
                """,
                World.usual());
    }

    @TestFactory
    Stream<DynamicTest> aBodyAboveTheLimit() {
        return everyWay(
                """
                a1> INVITE to:bob body=LONG type=application/sdp
                a1< 413
                """
                        .replace("LONG", "x".repeat(16_385)),
                World.usual());
    }

    /// RFC 3261 §8.2.6.1: a 100 repeats Timestamp.
    @TestFactory
    Stream<DynamicTest> timestampIsRepeated() {
        return everyWay(
                """
                a1> OPTIONS to:bob Timestamp:54.21
                a1< 200 Timestamp:54.21
                """,
                World.usual());
    }
}
