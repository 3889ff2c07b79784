package io.referee.server.ladders;

import static io.referee.server.ladders.Playing.everyWay;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/// No session timer below the Min-SE of who asks (RFC 4028 §9).
class SessionTimerMinimumTest {
    private static Stream<DynamicTest> granted(String asks, int seconds) {
        return everyWay(
                """
                a1> INVITE to:bob Supported:timer %s
                b< INVITE
                b> 200
                b< ACK
                a1< 200 Session-Expires:"%d;refresher=uac" Require:timer
                a1> ACK
                +1s
                a1> BYE
                a1< 200 BYE
                b< BYE
                b> 200
                """
                        .formatted(asks, seconds),
                World.usual());
    }

    @TestFactory
    Stream<DynamicTest> aMinimumAboveOursWithoutAnInterval() {
        return granted("Min-SE:3600", 3600);
    }

    @TestFactory
    Stream<DynamicTest> aMinimumBelowOursWithoutAnInterval() {
        return granted("Min-SE:600", 1800);
    }

    @TestFactory
    Stream<DynamicTest> anIntervalIsCutDownToItsMinimumAtMost() {
        return granted("Min-SE:3600 Session-Expires:7200", 3600);
    }

    @TestFactory
    Stream<DynamicTest> noIntervalIsLongerThanADay() {
        return granted("Min-SE:90000", 86400);
    }
}
