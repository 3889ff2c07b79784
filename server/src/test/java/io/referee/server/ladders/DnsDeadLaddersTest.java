package io.referee.server.ladders;

import static io.referee.server.ladders.PlanPlaying.CALL;
import static io.referee.server.ladders.PlanPlaying.dialling;
import static io.referee.server.ladders.Playing.inOrder;
import static io.referee.server.ladders.Playing.plainly;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/// The DNS gives no answers, or none but SERVFAIL.
class DnsDeadLaddersTest {
    private static final String NAME = "voip.example.net";

    private static World behindAName() {
        return dialling("085@blueface")
                .guest("p", "u")
                .cluster(NAME, "p")
                .provider("blueface", "p", provider -> provider);
    }

    private static Stream<DynamicTest> dead(String ladder, World world) {
        return Stream.of("silent", "failing")
                .flatMap(how -> inOrder("api> dns " + how + "\napi< 200\n" + ladder, world));
    }

    @TestFactory
    Stream<DynamicTest> callsToPhonesGoOnBecauseTheyAreReachedByAddress() {
        return dead(
                """
                a1> INVITE to:bob
                b< INVITE
                b> 200
                b< ACK
                a1< 200
                a1> ACK
                +10s
                a1> BYE
                a1< 200
                b< BYE
                b> 200
                """,
                World.usual());
    }

    @TestFactory
    Stream<DynamicTest> aCallToAServerBehindANameIsRefusedAtOnceWhenTheDnsFails() {
        return inOrder("api> dns failing\napi< 200\n" + CALL + "a1< 480\n", behindAName());
    }

    @TestFactory
    Stream<DynamicTest> aCallToAServerBehindANameIsRefusedWithinFifteenSecondsWhenTheDnsIsSilent() {
        return plainly("api> dns silent\napi< 200\n" + CALL + "+15s\na1< 480\n", behindAName());
    }

    @TestFactory
    Stream<DynamicTest> aCallerWhoGivesUpWhileTheDnsIsSilentIsLetGo() {
        return plainly(
                "api> dns silent\napi< 200\n" + CALL + "+2s\na1> CANCEL\na1< 487\n+20s\n",
                behindAName());
    }

    @TestFactory
    Stream<DynamicTest> aCallThatIsUpOutlivesTheDns() {
        return inOrder(
                CALL
                        + """
                        p< INVITE uri="sip:085@voip.example.net*"
                        p> 200
                        p< ACK
                        a1< 200
                        a1> ACK
                        +1s
                        api> dns failing
                        api< 200
                        a1> re-INVITE dir=sendonly
                        p< re-INVITE
                        p> 200
                        p< ACK
                        a1< 200
                        a1> ACK
                        +5s
                        a1> BYE
                        a1< 200
                        p< BYE
                        p> 200
                        """,
                behindAName());
    }

    @TestFactory
    Stream<DynamicTest> registrationsComeBackWithTheDns() {
        return Stream.of("silent", "failing")
                .flatMap(
                        how ->
                                plainly(
                                        """
                                        p< REGISTER Expires:600
                                        p> 200 Expires:600
                                        api> dns HOW
                                        api< 200
                                        +541s
                                        +60s
                                        api> standing blueface failed
                                        api< 200
                                        +1h
                                        api> dns well
                                        api< 200
                                        +30s
                                        p< REGISTER Expires:600
                                        p> 200 Expires:600
                                        api> standing blueface registered
                                        api< 200
                                        api> provider blueface remove
                                        api< 200
                                        p< REGISTER Expires:0
                                        p> 200
                                        """
                                                .replace("HOW", how),
                                        World.usual()
                                                .guest("p", "u")
                                                .cluster(NAME, "p")
                                                .provider(
                                                        "blueface", "p", Providers::registering)));
    }

    @TestFactory
    Stream<DynamicTest> aProviderIsNotSwitchedOffBecauseTheDnsIsDead() {
        return Stream.of("silent", "failing")
                .flatMap(
                        how ->
                                plainly(
                                        """
                                        p< REGISTER Expires:600
                                        p> 200 Expires:600
                                        api> dns HOW
                                        api< 200
                                        +60h
                                        api> standing blueface failed reason="The DNS does not say where voip.example.net is"
                                        api< 200
                                        api> dns well
                                        api< 200
                                        +30s
                                        p< REGISTER Expires:600
                                        p> 200 Expires:600
                                        api> standing blueface registered
                                        api< 200
                                        api> provider blueface remove
                                        api< 200
                                        p< REGISTER Expires:0
                                        p> 200
                                        """
                                                .replace("HOW", how),
                                        World.usual()
                                                .guest("p", "u")
                                                .cluster(NAME, "p")
                                                .provider(
                                                        "blueface", "p", Providers::registering)));
    }
}
