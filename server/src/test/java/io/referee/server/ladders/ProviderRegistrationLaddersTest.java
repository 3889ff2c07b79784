package io.referee.server.ladders;

import static io.referee.server.ladders.Playing.everyWay;
import static io.referee.server.ladders.Playing.inOrder;
import static io.referee.server.ladders.Playing.plainly;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.event.Event;
import io.referee.server.event.ProviderFact;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/// We register with a provider, whose server is the phone `p`.
class ProviderRegistrationLaddersTest {
    private static final String CHALLENGE =
            "WWW-Authenticate:\"Digest realm=\\\"r\\\", nonce=\\\"n1\\\", qop=\\\"auth\\\","
                    + " algorithm=MD5\"";

    /// Up to the first registration, which the provider grants for as long as asked.
    private static final String REGISTERED =
            """
            p< REGISTER Authorization:none Expires:600 Contact:"<sip:blueface.aaron@192.0.2.1:5060*;rinstance=*"
            p> 401 CHALLENGE
            p< REGISTER Authorization:"Digest username=\\"u\\", realm=\\"r\\", nonce=\\"n1\\"*"
            p> 200 Expires:600
            api> standing blueface registered
            api< 200
            """
                    .replace("CHALLENGE", CHALLENGE);

    private static final String REMOVED =
            """
            api> provider blueface remove
            api< 200
            p< REGISTER Expires:0
            p> 200
            """;

    private static World world() {
        return World.usual().guest("p", "u").provider("blueface", "p", Providers::registering);
    }

    @TestFactory
    Stream<DynamicTest> aChallengeIsAnsweredAndTheRegistrationIsTakenBackInTheEnd() {
        return everyWay(REGISTERED + REMOVED, world());
    }

    @TestFactory
    Stream<DynamicTest> itIsRefreshedBeforeItEnds() {
        return inOrder(
                REGISTERED
                        + """
                        +539s
                        +2s
                        p< REGISTER Expires:600
                        p> 200 Expires:300
                        +271s
                        p< REGISTER
                        p> 200
                        """
                        + REMOVED,
                world());
    }

    @TestFactory
    Stream<DynamicTest> tooShortAnExpiryIsMadeLongerAtOnce() {
        return everyWay(
                """
                p< REGISTER Expires:600
                p> 423 Min-Expires:1800
                p< REGISTER Expires:1800
                p> 200
                api> standing blueface registered
                api< 200
                """
                        + REMOVED,
                world());
    }

    @TestFactory
    Stream<DynamicTest> aWrongPasswordIsToldInWordsAndTriedAgainLater() {
        return inOrder(
                """
                p< REGISTER Authorization:none
                p> 401 CHALLENGE
                p< REGISTER Authorization:"Digest*"
                p> 401 CHALLENGE
                api> standing blueface failed reason="The provider does not accept user name and password (401 Unauthorized)"
                api< 200
                +299s
                +31s
                p< REGISTER Authorization:none
                p> 200
                api> standing blueface registered
                api< 200
                """
                                .replace("CHALLENGE", CHALLENGE)
                        + REMOVED,
                world());
    }

    @TestFactory
    Stream<DynamicTest> aStaleNonceCostsOneMoreTry() {
        return everyWay(
                """
                p< REGISTER Authorization:none
                p> 401 CHALLENGE
                p< REGISTER Authorization:"*nonce=\\"n1\\"*"
                p> 401 WWW-Authenticate:"Digest realm=\\"r\\", nonce=\\"n2\\", stale=true, qop=\\"auth\\""
                p< REGISTER Authorization:"*nonce=\\"n2\\"*"
                p> 200
                api> standing blueface registered
                api< 200
                """
                                .replace("CHALLENGE", CHALLENGE)
                        + REMOVED,
                world());
    }

    @TestFactory
    Stream<DynamicTest> forbiddenIsForEver() {
        return everyWay(
                """
                p< REGISTER
                p> 403
                api> standing blueface disabled reason="The provider forbids the registration (403 Forbidden)"
                api< 200
                +2h
                api> standing blueface disabled status=403
                api< 200
                """,
                world());
    }

    @TestFactory
    Stream<DynamicTest> whatWasSwitchedOffIsTriedAgainWhenItIsPutAgain() {
        return everyWay(
                """
                p< REGISTER
                p> 404 reason="No such user"
                api> standing blueface disabled reason="The provider does not know the user name (404 No such user)"
                api< 200
                api> provider blueface password=other
                api< 200
                p< REGISTER
                p> 200
                api> standing blueface registered
                api< 200
                """
                        + REMOVED,
                world());
    }

    @TestFactory
    Stream<DynamicTest> aChangeTakesEffectAtOnce() {
        return everyWay(
                REGISTERED
                        + """
                        api> provider blueface expiry=120
                        api< 200
                        p< REGISTER Expires:0
                        p> 200
                        p< REGISTER Expires:120
                        p> 200
                        api> provider blueface register=no
                        api< 200
                        p< REGISTER Expires:0
                        p> 200
                        api> standing blueface off
                        api< 200
                        """,
                world());
    }

    @TestFactory
    Stream<DynamicTest> retryAfterIsHeeded() {
        return inOrder(
                """
                p< REGISTER
                p> 500 Retry-After:1000
                api> standing blueface failed reason="The provider refuses the registration (500 Server Internal Error)"
                api< 200
                +999s
                +31s
                p< REGISTER
                p> 200
                """
                        + REMOVED,
                world());
    }

    @TestFactory
    Stream<DynamicTest> silenceIsToldAndTriedAgainAfterFiveToTenMinutes() {
        return plainly(
                """
                +33s
                api> standing blueface failed reason="Timeout, no response from the server"
                api< 200
                +300s
                api> standing blueface failed
                api< 200
                +11m
                api> provider blueface remove
                api< 200
                """,
                world().unplugged("p"));
    }

    @TestFactory
    Stream<DynamicTest> theServerGoesAndTakesItsRegistrationsBack() {
        return everyWay(
                REGISTERED
                        + """
                        api> provider all leave
                        api< 200
                        p< REGISTER Expires:0
                        p> 401 CHALLENGE
                        p< REGISTER Expires:0 Authorization:"Digest*"
                        p> 200
                        """
                                .replace("CHALLENGE", CHALLENGE),
                world());
    }

    @TestFactory
    Stream<DynamicTest> aProviderThatIsRemovedWhileItIsAskedIsLeftAfterwards() {
        return inOrder(
                """
                p< REGISTER
                api> provider blueface remove
                api< 200
                +1s
                p> 200
                p< REGISTER Expires:0
                p> 200
                """,
                world());
    }

    @TestFactory
    Stream<DynamicTest> behindANameTheNextServerIsAskedWhenTheFirstFails() {
        return inOrder(
                """
                p< REGISTER uri="sip:cluster.example.net*" to:"<sip:u@cluster.example.net>"
                p> 503
                pp< REGISTER
                pp> 200
                api> standing blueface registered
                api< 200
                api> provider blueface remove
                api< 200
                pp< REGISTER Expires:0
                pp> 200
                """,
                World.usual()
                        .guest("p", "u")
                        .guest("pp", "u")
                        .cluster("cluster.example.net", "p", "pp")
                        .provider("blueface", "p", Providers::registering));
    }

    @TestFactory
    Stream<DynamicTest> aNameThatNobodyKnowsIsLookedUpEveryTenSecondsForThreeHoursAtLeast() {
        return plainly(
                """
                api> standing blueface failed reason="No server was found for nowhere.example (DNS)"
                api< 200
                +3h
                api> standing blueface failed
                api< 200
                +46h
                api> standing blueface disabled reason="No server was found for nowhere.example (DNS) for 48 hours"
                api< 200
                """,
                World.usual()
                        .guest("p", "u")
                        .provider(
                                "blueface",
                                "p",
                                p ->
                                        Providers.registering(
                                                new io.referee.server.account.Provider(
                                                        p.owner(),
                                                        p.name(),
                                                        "sip:nowhere.example",
                                                        p.login(),
                                                        p.calls(),
                                                        p.registration()))));
    }

    @TestFactory
    Stream<DynamicTest> aConnectionThatIsGoneIsOpenedAgainButNotInACircle() {
        return plainly(
                """
                p< REGISTER Expires:600
                p> 200
                +100s
                api> provider p dropped
                api< 200
                +400ms
                +3s
                p< REGISTER Expires:600
                p> 200
                +1s
                api> provider p dropped
                api< 200
                +45s
                +5s
                p< REGISTER Expires:600
                p> 200
                """
                        + REMOVED,
                world().overTcp());
    }

    @TestFactory
    Stream<DynamicTest> whatHappensIsToldOnceAsEvents() {
        return inOrder(
                REGISTERED
                        + """
                        +541s
                        p< REGISTER
                        p> 500
                        api> standing blueface failed
                        api< 200
                        +331s
                        p< REGISTER
                        p> 500
                        +1s
                        api> provider blueface remove
                        api< 200
                        """,
                world().events(
                                events ->
                                        assertThat(
                                                        events.stream()
                                                                .map(Event::fact)
                                                                .filter(
                                                                        ProviderFact.class
                                                                                ::isInstance)
                                                                .map(
                                                                        fact ->
                                                                                fact.type()
                                                                                        + fact.data()
                                                                                                .getOrDefault(
                                                                                                        "reason",
                                                                                                        "")))
                                                .containsExactly(
                                                        "provider.registered",
                                                        "provider.failedThe provider refuses the"
                                                                + " registration (500 Server"
                                                                + " Internal Error)")));
    }

    @TestFactory
    Stream<DynamicTest> tenProvidersAreAskedAtOnceAndTheOthersWaitForTheirTurn() {
        World world = World.usual().guest("p", "u");
        for (int i = 0; i < 11; i++) {
            world.provider("b" + i, "p", Providers::registering);
        }
        StringBuilder ladder = new StringBuilder("+3s\n");
        for (int i = 0; i < 10; i++) {
            ladder.append("p").append(i).append("< REGISTER\n");
        }
        return plainly(ladder + TURNS, world);
    }

    private static final String TURNS =
            """
            p0> 403
            p10< REGISTER
            p10> 403
            p1> 403
            p2> 403
            p3> 403
            p4> 403
            p5> 403
            p6> 403
            p7> 403
            p8> 403
            p9> 403
            """;
}
