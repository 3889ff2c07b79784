package io.referee.server.ladders;

import static io.referee.server.ladders.Playing.everyWay;
import static io.referee.server.ladders.Playing.inOrder;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/// Calls over a provider, whose server is the phone `p`: it asks for the password.
class ProviderCallOutLaddersTest {
    private static final String CALL = "a1> INVITE to:085\n";

    private static final String PROXY_CHALLENGE =
            "Proxy-Authenticate:\"Digest realm=\\\"r\\\", nonce=\\\"n1\\\", qop=\\\"auth\\\"\"";

    private static final String CHALLENGE = PROXY_CHALLENGE.replace("Proxy", "WWW");

    private static final String GIVEN =
            "\"Digest username=\\\"u\\\", realm=\\\"r\\\", nonce=\\\"n1\\\"*\"";

    /// Up to the INVITE with the password.
    private static final String CALLED =
            CALL
                    + """
                    p< INVITE uri="sip:085@198.51.100.6*" from:"<sip:u@198.51.100.6>*" offer=a1 Proxy-Authorization:none
                    p> 407 PROXY_CHALLENGE
                    p< ACK
                    p2< INVITE uri="sip:085@198.51.100.6*" offer=a1 Proxy-Authorization:GIVEN
                    """
                            .replace("PROXY_CHALLENGE", PROXY_CHALLENGE)
                            .replace("GIVEN", GIVEN)
                            .replace("p2<", "p<");

    private static final String ANSWERED =
            CALLED
                    + """
                    p> 180
                    a1<? 180
                    p> 200
                    p< ACK
                    a1< 200 answer=p
                    a1> ACK
                    +1s
                    """;

    private static World world() {
        return World.usual()
                .guest("p", "u")
                .provider("blueface", "p", provider -> provider)
                .plan("alice", World.rule("prefix", "0", "${dst}@blueface"));
    }

    @TestFactory
    Stream<DynamicTest> aChallengeToTheInviteIsAnsweredAndTheCallGoesOn() {
        return everyWay(
                ANSWERED
                        + """
                        p> BYE
                        p< 200
                        a1< BYE
                        a1> 200
                        """,
                world());
    }

    @TestFactory
    Stream<DynamicTest> aChallengeToTheByeIsAnswered() {
        return everyWay(
                ANSWERED
                        + """
                        a1> BYE
                        a1< 200
                        p< BYE Proxy-Authorization:none
                        p> 407 PROXY_CHALLENGE
                        p< BYE Proxy-Authorization:GIVEN
                        p> 200
                        """
                                .replace("PROXY_CHALLENGE", PROXY_CHALLENGE)
                                .replace("GIVEN", GIVEN),
                world());
    }

    /// The password is not kept with the call, but found with its provider.
    @TestFactory
    Stream<DynamicTest> aChallengeAfterARestartIsAnswered() {
        return everyWay(
                ANSWERED
                        + """
                        +1s
                        api> kill
                        api< 200
                        a1> BYE
                        a1< 200
                        p< BYE Proxy-Authorization:none
                        p> 407 PROXY_CHALLENGE
                        p< BYE Proxy-Authorization:GIVEN
                        p> 200
                        """
                                .replace("PROXY_CHALLENGE", PROXY_CHALLENGE)
                                .replace("GIVEN", GIVEN),
                world());
    }

    @TestFactory
    Stream<DynamicTest> aChallengeToARe_InviteIsAnswered() {
        return everyWay(
                ANSWERED
                        + """
                        a1> re-INVITE dir=sendonly
                        p< re-INVITE dir=sendonly Authorization:none
                        p> 401 CHALLENGE
                        p< ACK
                        p< re-INVITE dir=sendonly Authorization:GIVEN
                        p> 200
                        p< ACK
                        a1< 200 dir=recvonly
                        a1> ACK
                        +1s
                        a1> BYE
                        a1< 200
                        p< BYE
                        p> 200
                        """
                                .replace("CHALLENGE", CHALLENGE)
                                .replace("GIVEN", GIVEN),
                world());
    }

    @TestFactory
    Stream<DynamicTest> aChallengeToAnInfoIsAnswered() {
        return everyWay(
                ANSWERED
                        + """
                        a1> INFO body=5 type=application/dtmf
                        p< INFO Authorization:none
                        p> 401 CHALLENGE
                        p< INFO Authorization:GIVEN body=5
                        p> 200
                        a1< 200 INFO
                        a1> BYE
                        a1< 200
                        p< BYE
                        p> 200
                        """
                                .replace("CHALLENGE", CHALLENGE)
                                .replace("GIVEN", GIVEN),
                world());
    }

    @TestFactory
    Stream<DynamicTest> aSecondChallengeFailsTheCall() {
        return everyWay(
                CALLED
                        + """
                        p> 407 PROXY_CHALLENGE
                        p< ACK
                        a1< 403
                        """
                                .replace("PROXY_CHALLENGE", PROXY_CHALLENGE),
                world());
    }

    @TestFactory
    Stream<DynamicTest> aStaleNonceCostsOneMoreTry() {
        return everyWay(
                CALLED
                        + """
                        p> 407 Proxy-Authenticate:"Digest realm=\\"r\\", nonce=\\"n2\\", stale=true, qop=\\"auth\\""
                        p< ACK
                        p< INVITE Proxy-Authorization:"*nonce=\\"n2\\"*"
                        p> 486
                        p< ACK
                        a1< 486
                        """,
                world());
    }

    @TestFactory
    Stream<DynamicTest> theStrongestAlgorithmIsTaken() {
        return everyWay(
                CALL
                        + """
                        p< INVITE
                        p> 401 CHALLENGE WWW-Authenticate:"Digest realm=\\"r\\", nonce=\\"n3\\", algorithm=SHA-256, qop=\\"auth\\""
                        p< ACK
                        p< INVITE Authorization:"*nonce=\\"n3\\"*algorithm=SHA-256*"
                        p> 486
                        p< ACK
                        a1< 486
                        """
                                .replace("CHALLENGE", CHALLENGE),
                world());
    }

    @TestFactory
    Stream<DynamicTest> aCallThatIsGivenUpAfterTheChallengeIsCancelled() {
        return inOrder(
                CALLED
                        + """
                        p> 180
                        a1< 180
                        a1> CANCEL
                        a1< 487
                        p< CANCEL
                        p> 487
                        p< ACK
                        """,
                world());
    }

    @TestFactory
    Stream<DynamicTest> aCallerWhoHidesIsKnownThereByOurNameOnly() {
        return everyWay(
                """
                a1> INVITE to:085 Privacy:id
                p< INVITE from:"<sip:u@198.51.100.6>*" Privacy:none P-Asserted-Identity:none
                p> 486
                p< ACK
                a1< 486
                """,
                world());
    }

    @TestFactory
    Stream<DynamicTest> behindANameTheNextServerIsAskedWithItsOwnChallenge() {
        return inOrder(
                CALL
                        + """
                        p< INVITE uri="sip:085@cluster.example.net*"
                        p> 503
                        p< ACK
                        pp< INVITE
                        pp> 401 CHALLENGE
                        pp< ACK
                        pp< INVITE Authorization:GIVEN
                        pp> 486
                        pp< ACK
                        a1< 486
                        """
                                .replace("CHALLENGE", CHALLENGE)
                                .replace("GIVEN", GIVEN),
                World.usual()
                        .guest("p", "u")
                        .guest("pp", "u")
                        .cluster("cluster.example.net", "p", "pp")
                        .provider("blueface", "p", provider -> provider)
                        .plan("alice", World.rule("prefix", "0", "${dst}@blueface")));
    }
}
