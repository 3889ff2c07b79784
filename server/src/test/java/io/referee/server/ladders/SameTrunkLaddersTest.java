package io.referee.server.ladders;

import static io.referee.server.ladders.World.rule;

import io.referee.server.account.TransferMode;
import io.referee.server.transfer.TransferSettings.TargetRules;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/// A transferee behind a provider, and a target behind another one (RFC 5589 §11.1): with
/// `transfer.preferSameTrunk` both are reached over the same. The provider `blueface` is played by
/// the phone `p`, the provider `other` by `q`; aaron's phone `m` talks with `p` and transfers.
class SameTrunkLaddersTest {
    private static final String CALLED =
            """
            m> INVITE to:085
            p< INVITE offer=m
            p> 200
            p< ACK
            m< 200 answer=p
            m> ACK
            +1s
            """;

    private static final String CALLING =
            """
            p> INVITE uri="sip:blueface.aaron@192.0.2.1:5060" to:"sip:u@198.51.100.6" from:"<sip:0851234567@198.51.100.6>"
            m< INVITE offer=p
            m> 200
            m< ACK
            p< 200 answer=m
            p> ACK
            +1s
            """;

    private static String transferred(String trunk, String uri) {
        return """
        m> REFER Refer-To:"<tel:+1555>"
        m< 202
        m< NOTIFY 100 active
        m> 200
        TRUNK< INVITE uri="URI" offer=p dir=sendrecv
        TRUNK> 200
        TRUNK< ACK
        p< re-INVITE offer=TRUNK
        p> 200
        p< ACK
        m< NOTIFY 200 terminated
        m> 200
        m> BYE
        m< 200
        +8s
        p> BYE
        p< 200
        TRUNK< BYE
        TRUNK> 200
        """
                .replace("TRUNK", trunk)
                .replace("URI", uri);
    }

    private static final String OVER_BLUEFACE = transferred("p2", "sip:+1555@198.51.100.6*");
    private static final String OVER_THE_OTHER = transferred("q", "sip:+1555@198.51.100.7*");

    private static World world(boolean same) {
        return World.usual()
                .guest("p", "u")
                .guest("q", "v")
                .phone("m", "aaron")
                .transfer("aaron", TransferMode.CONSUME)
                .plan(
                        "aaron",
                        rule("exact", "085", "085@blueface"),
                        rule("exact", "bob", "bob@local"))
                .provider("blueface", "p", provider -> provider)
                .provider("other", "q", provider -> provider)
                .transferPlan(rule("exact", "+1555", "${EXTEN}@other"))
                .settings(s -> s.transfer(s.transfer().target(new TargetRules(false, same))));
    }

    @TestFactory
    @DisplayName("B23: the target is called over the provider over which the transferee is reached")
    Stream<DynamicTest> bothOverTheSame() {
        return Stream.concat(
                Playing.everyWay(CALLED + OVER_BLUEFACE, world(true)),
                Playing.everyWay(CALLING + OVER_BLUEFACE, world(true)));
    }

    @TestFactory
    @DisplayName("B23: without the setting the plan says over which provider")
    Stream<DynamicTest> asThePlanSays() {
        return Playing.everyWay(CALLED + OVER_THE_OTHER, world(false));
    }

    @TestFactory
    @DisplayName("B23: a transferee that is reached over no provider changes nothing")
    Stream<DynamicTest> noTrunkToPrefer() {
        String ladder =
                OVER_THE_OTHER
                        .replace("offer=p ", "offer=b ")
                        .replace("p> ", "b> ")
                        .replace("p< ", "b< ");
        String called =
                CALLED.replace("to:085", "to:bob").replace("p< ", "b< ").replace("p> ", "b> ");
        return Playing.everyWay(called.replace("answer=p", "answer=b") + ladder, world(true));
    }

    @TestFactory
    @DisplayName("B23: where that provider fails, the other one that the plan names is called")
    Stream<DynamicTest> theOtherOneStays() {
        String ladder =
                CALLED
                        + OVER_THE_OTHER.replace(
                                "q< INVITE",
                                """
                                p2< INVITE uri="sip:+1555@198.51.100.6*" offer=p
                                p2> 503
                                p2< ACK
                                q< INVITE\
                                """);
        return Stream.of("${EXTEN}@blueface | ${EXTEN}@other", "${EXTEN}@other | ${EXTEN}@blueface")
                .flatMap(
                        dial ->
                                Playing.inOrder(
                                        ladder,
                                        world(true).transferPlan(rule("exact", "+1555", dial))));
    }
}
