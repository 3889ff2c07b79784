package io.referee.server.ladders;

import static io.referee.server.ladders.PlanPlaying.CALL;
import static io.referee.server.ladders.PlanPlaying.answersAndEnds;
import static io.referee.server.ladders.PlanPlaying.dialling;
import static io.referee.server.ladders.Playing.everyWay;
import static io.referee.server.ladders.Playing.inOrder;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/// A provider whose name has several servers in the DNS (RFC 3263 §4.2, §4.3): the phone `p` plays
/// the first, `q` the second.
class ProviderServersLaddersTest {
    private static final String NAME = "voip.example.net";

    private static final String CHALLENGE =
            "Digest realm=\\\"r\\\", nonce=\\\"n1\\\", qop=\\\"auth\\\"";

    private static World calling() {
        return dialling("085@blueface")
                .guest("p", "u")
                .guest("q", "u")
                .cluster(NAME, "p", "q")
                .provider("blueface", "p", provider -> provider);
    }

    private static World registering() {
        return World.usual()
                .guest("p", "u")
                .guest("q", "u")
                .cluster(NAME, "p", "q")
                .provider("blueface", "p", Providers::registering);
    }

    @TestFactory
    @DisplayName("a call: after a 503 of the first server the second is called, with credentials")
    Stream<DynamicTest> after503() {
        return everyWay(
                CALL
                        + """
                        p< INVITE uri="sip:085@voip.example.net*"
                        p> 503
                        p< ACK
                        q< INVITE uri="sip:085@voip.example.net*" Proxy-Authorization:none
                        q> 407 Proxy-Authenticate:"CHALLENGE"
                        q< ACK
                        q< INVITE Proxy-Authorization:"Digest username=\\"u\\", realm=\\"r\\"*"
                        """
                                .replace("CHALLENGE", CHALLENGE)
                        + answersAndEnds("q"),
                calling());
    }

    @TestFactory
    @DisplayName("a call: four seconds of silence, and the second server is called")
    Stream<DynamicTest> afterSilence() {
        return everyWay(
                CALL + "+4s\nq< INVITE offer=a1\n" + answersAndEnds("q"), calling().unplugged("p"));
    }

    @TestFactory
    @DisplayName("a call: no way to the first server, and the second is called at once")
    Stream<DynamicTest> noWayThere() {
        return everyWay(
                CALL + "q< INVITE offer=a1\n" + answersAndEnds("q"), calling().unreachable("p"));
    }

    @TestFactory
    @DisplayName("a call: a refusal is an answer, and the second server is not asked")
    Stream<DynamicTest> aRefusal() {
        return everyWay(CALL + "p< INVITE\np> 404\np< ACK\na1< 404\n", calling());
    }

    @TestFactory
    @DisplayName(
            "F16: a kill while a server of the provider rings: its call is cancelled, no other"
                    + " begun")
    Stream<DynamicTest> aKillWhileItRings() {
        return inOrder(
                CALL
                        + """
                        p< INVITE Proxy-Authorization:none
                        p> 503
                        p< ACK
                        q< INVITE
                        q> 180
                        a1< 180
                        +1s
                        api> kill
                        api< 200
                        a1< 503 Retry-After:10
                        q< CANCEL Reason:"SIP;cause=503*"
                        q> 487
                        q< ACK
                        """,
                calling());
    }

    @TestFactory
    @DisplayName("a registration goes to the second server when the first has failed")
    Stream<DynamicTest> registration() {
        return everyWay(
                """
                p< REGISTER Expires:600
                p> 503
                q< REGISTER Authorization:none Expires:600
                q> 401 WWW-Authenticate:"CHALLENGE"
                q< REGISTER Authorization:"Digest username=\\"u\\", realm=\\"r\\"*"
                q> 200 Expires:600
                api> standing blueface registered
                api< 200
                api> provider blueface remove
                api< 200
                q< REGISTER Expires:0
                q> 200
                """
                        .replace("CHALLENGE", CHALLENGE),
                registering());
    }

    @TestFactory
    @DisplayName("a registration: no server answers, and the reason says so in words")
    Stream<DynamicTest> nobodyThere() {
        return inOrder(
                """
                +80s
                api> standing blueface failed
                api< 200
                """,
                registering().unplugged("p").unplugged("q"));
    }
}
