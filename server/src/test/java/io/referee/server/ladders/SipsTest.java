package io.referee.server.ladders;

import static io.referee.server.ladders.Playing.everyWay;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/// Whoever says `sips` asks for TLS all the way (RFC 5630 §5.1.2), which UDP and TCP do not give.
/// What comes over TLS is tested with real sockets: `SecureWebSocketTest`.
class SipsTest {
    @TestFactory
    Stream<DynamicTest> withoutTlsTheUriIsNotServed() {
        return everyWay(
                """
                g1> INVITE to:"sips:bob@example.org"
                g1< 480 Warning:"380 referee*"
                g2> OPTIONS to:"sips:bob@example.org"
                g2< 480
                g3> OPTIONS to:"sip:bob@example.org"
                g3< 200
                """,
                World.usual());
    }
}
