package io.referee.server.ladders;

import static io.referee.server.ladders.TransferPlaying.allowed;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/// Session timers (RFC 4028) of two legs that a transfer joined.
class TransferTimersLaddersTest {
    private static final String TIMED = " Session-Expires:\"90;refresher=uac\" Require:timer";

    /// The phones take no UPDATE: a refresh is a re-INVITE, which carries SDP.
    private static final String ALICE_CALLED =
            """
            a1> INVITE to:bob
            b< INVITE
            b> 200 Allow:INVITE,ACK,BYE,CANCEL
            b< ACK
            a1< 200
            a1> ACK
            +1s
            """;

    private static final String BOB_CALLED =
            """
            b> INVITE to:alice Allow:INVITE,ACK,BYE,CANCEL
            a1< INVITE
            a1> 200
            a1< ACK
            b< 200
            b> ACK
            +1s
            """;

    private static final String JOINED =
            """
            a1> REFER Refer-To:carol
            a1< 202
            a1< NOTIFY 100 active
            a1> 200
            c< INVITE offer=b
            c> 200 Allow:INVITE,ACK,BYE,CANCEL@
            c< ACK
            b< re-INVITE offer=c
            b> 200 Allow:INVITE,ACK,BYE,CANCEL@
            b< ACK
            a1< NOTIFY 200 terminated
            a1> 200
            a1> BYE
            a1< 200
            """
                    .replace("@", TIMED);

    private static final String INTERVAL =
            """
            +46s
            b< re-INVITE offer=c dir=sendrecv
            b> 200 Allow:INVITE,ACK,BYE,CANCEL@
            b< ACK
            c< re-INVITE offer=b dir=sendrecv
            c> 200 Allow:INVITE,ACK,BYE,CANCEL@
            c< ACK
            """
                    .replace("@", TIMED);

    @TestFactory
    @DisplayName(
            "case 93: refreshes of both legs carry the media in force, and the call outlives three"
                    + " intervals")
    Stream<DynamicTest> refreshesCarryTheMediaInForce() {
        String joined =
                JOINED
                        + INTERVAL.repeat(6)
                        + """
                        b> BYE
                        b< 200
                        c< BYE
                        c> 200
                        """;
        return Playing.bothRoles(ALICE_CALLED + joined, BOB_CALLED + joined, allowed());
    }
}
