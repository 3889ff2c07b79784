package io.referee.server.ladders;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.account.TransferMode;
import io.referee.server.cdr.LegRecord;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/// Phones that leave the headers of a Refer-To in the Request-URI of the INVITE that it asks for
/// (`transfers.md` H24).
class UriFieldsLaddersTest {
    @TestFactory
    @DisplayName(
            "case 51: a phone that leaves Replaces in the Request-URI takes the transferor's place,"
                    + " too")
    Stream<DynamicTest> anAttendedTransferThatWasPassedOn() {
        return TransferPlaying.everyWay(
                """
                a2> INVITE to:carol
                c< INVITE offer=a2
                c> 200
                c< ACK
                a2< 200
                a2> ACK
                +1s
                a1> REFER Refer-To:"carol?Replaces=[a2]"
                b< REFER Refer-To:"<sip:carol@192.0.2.1:5060;xid=*?Replaces=[a2]>"
                b> 202
                a1< 202
                b2> INVITE referred verbatim
                c< re-INVITE offer=b2
                c> 200
                c< ACK
                b2< 200 answer=c
                b2> ACK
                a2< BYE Reason:"SIP;cause=200;text=\\"Replaced\\""
                a2> 200
                b> NOTIFY Event:refer Subscription-State:terminated body="SIP/2.0 200 OK" type=message/sipfrag
                b< 200 NOTIFY
                a1< NOTIFY 200 terminated
                a1> 200
                a1> BYE
                a1< 200
                b< BYE
                b> 200
                +8s
                b2> BYE
                b2< 200
                c< BYE Reason:none
                c> 200
                """,
                World.usual()
                        .transfer("alice", TransferMode.PASS)
                        .records(
                                book ->
                                        assertThat(book.records.values())
                                                .filteredOn(LegRecord.class::isInstance)
                                                .map(leg -> ((LegRecord) leg).to())
                                                .noneMatch(to -> to.contains("Replaces"))));
    }

    @TestFactory
    @DisplayName("what a Refer-To may ask for reaches the callee as headers, the rest nobody")
    Stream<DynamicTest> headersInTheUriOfACall() {
        return Playing.everyWay(
                """
                a1> INVITE to:bob uri="sip:bob@example.org?User-to-User=5631%3Bencoding%3Dhex&Subject=lunch&X-Ticket=7&Organization=x" Subject:dinner
                b< INVITE uri="sip:bob@198.51.100.2*" User-to-User:"5631;encoding=hex" X-Ticket:7 Subject:dinner Organization:none
                b> 200
                b< ACK
                a1< 200
                a1> ACK
                +1s
                a1> BYE
                a1< 200
                b< BYE
                b> 200
                """,
                World.usual());
    }

    @TestFactory
    @DisplayName("a Replaces whose escapes a phone has made question marks rings nobody")
    Stream<DynamicTest> aReplacesThatNobodyCanRead() {
        return TransferPlaying.inOrder(
                """
                a2> INVITE to:carol
                c< INVITE offer=a2
                c> 200
                c< ACK
                a2< 200
                a2> ACK
                +1s
                b2> INVITE to:carol uri="sip:carol@example.org?Replaces=4711?to-tag?1?from-tag?2"
                b2< 400
                +1s
                a2> BYE
                a2< 200
                c< BYE
                c> 200
                a1> BYE
                a1< 200
                b< BYE
                b> 200
                """,
                World.usual());
    }

    @TestFactory
    @DisplayName("such a caller may give up")
    Stream<DynamicTest> theCallerGivesUp() {
        return Playing.inOrder(
                """
                a1> INVITE to:bob uri="sip:bob@example.org?X-Ticket=7"
                b< INVITE X-Ticket:7
                b> 180
                a1< 180
                a1> CANCEL
                a1< 487
                b< CANCEL
                b> 487
                b< ACK
                """,
                World.usual());
    }
}
