package io.referee.server.ladders;

import static io.referee.server.ladders.Playing.everyWay;

import io.referee.server.account.TransferMode;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/// What crosses from one leg to the other, and what never does (`docs/headers.md`).
class HeadersTest {
    @TestFactory
    Stream<DynamicTest> headersThatNobodyOwnsCross() {
        return everyWay(
                """
                a1> INVITE to:bob Subject:lunch X-Line:7 X-Line:8 Alert-Info:"<urn:alert:x>" User-to-User:"56;encoding=hex"
                b< INVITE Subject:lunch X-Line:7 X-Line:8 Alert-Info:"<urn:alert:x>" User-to-User:"56;encoding=hex"
                b> 180 X-Ring:loud
                a1<? 180 X-Ring:loud
                b> 200 X-Room:12
                b< ACK
                a1< 200 X-Room:12
                a1> ACK
                +1s
                a1> INFO body=x X-Key:1
                b< INFO X-Key:1
                b> 200 X-Key:2
                a1< 200 X-Key:2
                a1> BYE
                a1< 200 BYE
                b< BYE
                b> 200
                """,
                World.usual());
    }

    @TestFactory
    Stream<DynamicTest> headersThatAreOwnedDoNot() {
        return everyWay(
                """
                a1> INVITE to:bob P-Asserted-Identity:"<sip:king@example.org>" Remote-Party-ID:"<sip:king@example.org>" User-Agent:Spy/1 Supported:replaces,timer Session-Expires:1200 Referred-By:carol Date:now
                b< INVITE P-Asserted-Identity:none Remote-Party-ID:none User-Agent:Referee/test Supported:!*replaces* Session-Expires:1800 Referred-By:none Authorization:none Date:none
                b> 200 Server:Spy/2 Supported:timer Session-Expires:"600;refresher=uas"
                b< ACK
                a1< 200 Server:Referee/test Session-Expires:"1200;refresher=uac"
                a1> ACK
                +1s
                a1> BYE
                a1< 200 BYE
                b< BYE
                b> 200
                """,
                World.usual());
    }

    @TestFactory
    Stream<DynamicTest> eachSideHasItsOwnDialog() {
        return everyWay(
                """
                a1> INVITE to:bob
                b< INVITE Contact:*192.0.2.1* Via:*192.0.2.1:5060* From:*tag=* to:bob uri="sip:bob@198.51.100.2*" Record-Route:none
                b> 200
                b< ACK Via:*192.0.2.1:5060*
                a1< 200 Contact:*192.0.2.1* Via:*198.51.100.1*
                a1> ACK
                +1s
                a1> BYE
                a1< 200 BYE
                b< BYE
                b> 200
                """,
                World.usual());
    }

    @TestFactory
    Stream<DynamicTest> whoMayNotTransferIsNotToldOfRefer() {
        return everyWay(
                """
                a1> INVITE to:bob
                b< INVITE Allow:!*REFER*
                b> 200
                b< ACK
                a1< 200 Allow:!*REFER*
                a1> ACK
                +1s
                a1> BYE
                a1< 200 BYE
                b< BYE
                b> 200
                """,
                World.usual());
    }

    @TestFactory
    Stream<DynamicTest> whoMayTransferIsToldOfRefer() {
        return everyWay(
                """
                a1> INVITE to:bob
                b< INVITE Allow:*REFER*
                b> 200
                b< ACK
                a1< 200 Allow:!*REFER*
                a1> ACK
                +1s
                a1> BYE
                a1< 200 BYE
                b< BYE
                b> 200
                """,
                World.usual().transfer("bob", TransferMode.CONSUME));
    }

    @TestFactory
    Stream<DynamicTest> aCallerBehindAProxy() {
        return everyWay(
                """
                a1> INVITE to:bob Record-Route:"<sip:198.51.100.1;lr>" Contact:"<sip:alice@10.9.9.9:5090>"
                b< INVITE Record-Route:none
                b> 200
                b< ACK
                a1< 200 Record-Route:"<sip:198.51.100.1;lr>"
                a1> ACK
                +1s
                b> re-INVITE formats=0
                a1< re-INVITE Route:"<sip:198.51.100.1;lr>" uri="sip:alice@10.9.9.9:5090"
                a1> 200 Contact:"<sip:alice@10.9.9.9:5090>"
                a1< ACK Route:"<sip:198.51.100.1;lr>" uri="sip:alice@10.9.9.9:5090"
                b< 200
                b> ACK
                b> BYE
                b< 200
                a1< BYE Route:"<sip:198.51.100.1;lr>" uri="sip:alice@10.9.9.9:5090"
                a1> 200
                """,
                World.usual());
    }

    @TestFactory
    Stream<DynamicTest> aCalleeBehindProxies() {
        return everyWay(
                """
                a1> INVITE to:bob
                b< INVITE
                b> 200 Record-Route:"<sip:10.7.7.7;lr>" Record-Route:"<sip:198.51.100.2;lr>" Contact:"<sip:bob@10.9.9.9:5090>"
                b< ACK Route:"<sip:198.51.100.2;lr>" Route:"<sip:10.7.7.7;lr>" uri="sip:bob@10.9.9.9:5090"
                a1< 200 Record-Route:none
                a1> ACK
                +1s
                a1> BYE
                a1< 200
                b< BYE Route:"<sip:198.51.100.2;lr>" Route:"<sip:10.7.7.7;lr>" uri="sip:bob@10.9.9.9:5090"
                b> 200
                """,
                World.usual());
    }

    @TestFactory
    Stream<DynamicTest> phonesBehindNat() {
        return everyWay(
                """
                a1> INVITE to:bob Contact:"<sip:alice@192.168.1.5:5062>"
                b< INVITE
                b> 200 Contact:"<sip:bob@192.168.7.5:5062>"
                b< ACK uri="sip:bob@192.168.7.5:5062"
                a1< 200
                a1> ACK
                +1s
                a1> re-INVITE formats=0 Contact:"<sip:alice@192.168.1.5:5063>"
                b< re-INVITE uri="sip:bob@192.168.7.5:5062"
                b> 200 Contact:"<sip:bob@192.168.7.5:5063>"
                b< ACK uri="sip:bob@192.168.7.5:5063"
                a1< 200
                a1> ACK
                b> BYE
                b< 200
                a1< BYE uri="sip:alice@192.168.1.5:5063"
                a1> 200
                """,
                World.usual());
    }
}
