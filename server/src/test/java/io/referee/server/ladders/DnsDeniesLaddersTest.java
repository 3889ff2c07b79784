package io.referee.server.ladders;

import static io.referee.server.ladders.Playing.plainly;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/// The DNS says now and then that there is no such name as that of a provider.
class DnsDeniesLaddersTest {
    private static final String NAME = "voip.example.net";

    /// The three days between the two are longer than a name may be denied.
    @TestFactory
    Stream<DynamicTest> daysOfRegistrationAreNotCountedAsDaysWithoutAServer() {
        return plainly(
                """
                p< REGISTER Expires:600
                p> 200 Expires:600
                api> dns denying
                api< 200
                +545s
                api> standing blueface failed reason="No server was found for voip.example.net (DNS)"
                api< 200
                api> dns well
                api< 200
                +30s
                p< REGISTER
                p> 200 Expires:259200
                api> standing blueface registered
                api< 200
                +1s
                api> dns denying
                api< 200
                +72h
                api> standing blueface failed reason="No server was found for voip.example.net (DNS)"
                api< 200
                api> dns well
                api< 200
                +30s
                p< REGISTER
                p> 200
                api> provider blueface remove
                api< 200
                p< REGISTER Expires:0
                p> 200
                """,
                World.usual()
                        .guest("p", "u")
                        .cluster(NAME, "p")
                        .provider("blueface", "p", Providers::registering));
    }
}
