package io.referee.server.ladders;

import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_ALICE;

import io.referee.server.account.TransferMode;
import io.referee.server.transfer.NotifyStyles;
import io.referee.server.transfer.TransferSettings.AcceptCode;
import io.referee.server.transfer.TransferSettings.ReferRules;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.List;
import java.util.stream.Stream;

/// What a REFER that is passed on may bring into the INVITE that it asks for.
class PassedHeadersLaddersTest {
    private static World passing(String... headers) {
        return World.usual()
                .transfer("alice", TransferMode.PASS)
                .settings(
                        s ->
                                s.transfer(
                                        s.transfer()
                                                .refer(
                                                        new ReferRules(
                                                                AcceptCode.AUTO,
                                                                NotifyStyles.FULL,
                                                                true,
                                                                false,
                                                                List.of(headers)))));
    }

    private static final String REFUSED =
            """
            b> 603
            a1< 603
            """
                    + BOB_ENDS_IT_WITH_ALICE;

    @TestFactory
    @DisplayName("A10.9: configured headers of a REFER that is passed on reach the target")
    Stream<DynamicTest> configuredHeadersReachTheTarget() {
        return TransferPlaying.inOrder(
                """
                a1> REFER Refer-To:"<sip:carol@example.org?Subject=lunch>" X-Ticket:"7;a=b" X-Other:8
                b< REFER Refer-To:"<sip:carol@example.org;xid=*?Subject=lunch&X-Ticket=7%3Ba%3Db>" X-Ticket:"7;a=b" X-Other:none
                b> 202
                a1< 202
                b2> INVITE referred
                c< INVITE from:bob Subject:lunch X-Ticket:"7;a=b"
                c> 200
                c< ACK
                b2< 200
                b2> ACK
                b> NOTIFY Event:refer Subscription-State:"terminated;reason=noresource" body="SIP/2.0 200 OK" type=message/sipfrag
                b< 200 NOTIFY
                a1< NOTIFY 200 terminated
                a1> 200
                a1> BYE
                a1< 200
                b< BYE
                b> 200
                +3s
                b2> BYE
                b2< 200
                c< BYE
                c> 200
                """,
                passing("X-Ticket"));
    }

    @TestFactory
    @DisplayName("A10.9: one that stands in Refer-To already counts; who may not cross does not")
    Stream<DynamicTest> whatIsInReferToCounts() {
        return TransferPlaying.inOrder(
                """
                a1> REFER Refer-To:"<sip:carol@example.org?X-Ticket=1>" X-Ticket:2 Diversion:"<sip:x@y>"
                b< REFER Refer-To:"<sip:carol@example.org;xid=*?X-Ticket=1>" X-Ticket:2 Diversion:none
                """
                        + REFUSED,
                passing("X-Ticket", "Diversion"));
    }

    @TestFactory
    @DisplayName("A10.9: a number has no place for them, and an address only for so many")
    Stream<DynamicTest> aNumberAndALongHeader() {
        String much = "x".repeat(510);
        return Stream.concat(
                TransferPlaying.inOrder(
                        """
                        a1> REFER Refer-To:"<tel:+1555>" X-Ticket:7
                        b< REFER Refer-To:"<tel:+1555>" X-Ticket:7
                        """
                                + REFUSED,
                        passing("X-Ticket")),
                TransferPlaying.inOrder(
                        ("""
                        a1> REFER Refer-To:carol X-A:MUCH X-B:MUCH X-C:MUCH X-D:MUCH
                        b< REFER Refer-To:"<sip:carol@example.org;xid=*?X-A=MUCH&X-B=MUCH&X-C=MUCH>" X-D:MUCH
                        """
                                        + REFUSED)
                                .replace("MUCH", much),
                        passing("X-A", "X-B", "X-C", "X-D")));
    }

    @TestFactory
    @DisplayName("A10.9: without the setting none crosses")
    Stream<DynamicTest> withoutTheSetting() {
        return TransferPlaying.inOrder(
                """
                a1> REFER Refer-To:carol X-Ticket:7
                b< REFER Refer-To:"<sip:carol@example.org;xid=*>" X-Ticket:none
                """
                        + REFUSED,
                passing());
    }
}
