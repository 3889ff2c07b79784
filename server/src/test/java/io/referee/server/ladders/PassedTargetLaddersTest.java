package io.referee.server.ladders;

import io.referee.server.account.TransferMode;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/// The target that a party without an account here is told when a REFER is passed on to it
/// (`transfers.md` A1 rule 2): the address at which it reaches us, but for us only.
class PassedTargetLaddersTest {
    private static final String GINA_CALLED =
            """
            g> INVITE to:alice
            a1< INVITE
            a1> 200
            a1< ACK
            g< 200
            g> ACK
            """;

    private static final String ALICE_AND_GINA_END_IT =
            """
            a1> BYE
            a1< 200 BYE
            g< BYE
            g> 200
            """;

    private static Stream<DynamicTest> everyWay(String ladder) {
        return Playing.everyWay(
                GINA_CALLED + ladder + ALICE_AND_GINA_END_IT,
                World.usual().transfer("alice", TransferMode.PASS));
    }

    @TestFactory
    @DisplayName("A1 rule 2: who lives elsewhere is called there")
    Stream<DynamicTest> whoLivesElsewhereIsCalledThere() {
        return everyWay(
                """
                a1> REFER Refer-To:"<sip:carol@far.example>"
                g< REFER Refer-To:"<sip:carol@far.example;xid=*>"
                g> 603
                a1< 603
                """);
    }

    @TestFactory
    @DisplayName("A1 rule 2: the call that follows reaches the account that was meant")
    Stream<DynamicTest> theCallThatFollowsReachesTheAccountThatWasMeant() {
        return everyWay(
                """
                a1> REFER Refer-To:carol
                g< REFER Refer-To:"<sip:carol@192.0.2.1:5060;xid=*>"
                g> 202
                a1< 202
                g> NOTIFY Event:refer Subscription-State:"terminated;reason=noresource" body="SIP/2.0 100 Trying" type=message/sipfrag
                g< 200
                a1< NOTIFY
                a1> 200
                g2> INVITE referred
                c< INVITE offer=g2
                c> 486
                c< ACK
                g2< 486
                """);
    }

    @TestFactory
    @DisplayName("A1 rule 2: and nobody of that name in another domain")
    Stream<DynamicTest> nobodyOfThatNameInAnotherDomainIsCalled() {
        return everyWay(
                """
                a1> REFER Refer-To:"<sip:carol@second.example>"
                g< REFER Refer-To:"<sip:carol@192.0.2.1:5060;xid=*>"
                g> 202
                a1< 202
                g> NOTIFY Event:refer Subscription-State:"terminated;reason=noresource" body="SIP/2.0 100 Trying" type=message/sipfrag
                g< 200
                a1< NOTIFY
                a1> 200
                g2> INVITE referred
                g2< 404
                """);
    }
}
