package io.referee.server.ladders;

import static io.referee.server.ladders.DialogEventPlaying.DAVE_STOPS_WATCHING;
import static io.referee.server.ladders.DialogEventPlaying.watching;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/// A watcher takes a call over with nothing but what a NOTIFY has told it (`transfers.md` A12,
/// A13): dave on leg `d1`, whose NOTIFY names the dialog as `[d1!]`.
class DialogEventPickupLaddersTest {
    private static final String BOB_RINGS =
            watching("bob")
                    + """
                    a> INVITE to:bob
                    b< INVITE offer=a
                    d1< NOTIFY active count=1 direction=recipient state=trying remote=alice
                    d1> 200
                    +1s
                    b> 180
                    a< 180
                    d1< NOTIFY active of=b state=early remote=alice
                    d1> 200
                    +2s
                    """;

    /// In order: a 180 that is lost is not sent again, and without one there is no dialog to name.
    @TestFactory
    @DisplayName("case 80: a watcher picks up a ringing call with the ids of the NOTIFY")
    Stream<DynamicTest> aRingingCallIsPickedUp() {
        return Playing.inOrder(
                BOB_RINGS
                        + """
                        d2> INVITE to:bob Replaces:[d1!];early-only
                        d2< 200 answer=a
                        d2> ACK
                        a< 200 answer=d2
                        a> ACK
                        b< CANCEL Reason:"SIP;cause=200;*"
                        b> 487 INVITE
                        b< ACK
                        d1< NOTIFY active of=b state=terminated event=replaced
                        d1> 200
                        +3s
                        a> BYE
                        a< 200
                        d2< BYE
                        d2> 200
                        """
                        + DAVE_STOPS_WATCHING,
                World.usual());
    }

    @TestFactory
    @DisplayName("case 80: a watcher takes over an answered call with the ids of the NOTIFY")
    Stream<DynamicTest> aTalkingCallIsTakenOver() {
        return TransferPlaying.everyWay(
                """
                d1> SUBSCRIBE to:alice Event:dialog Expires:600
                d1< 200 SUBSCRIBE
                d1<* NOTIFY active dialogs=full count=1 of=a1 state=confirmed remote=bob
                d1> 200 NOTIFY
                +2s
                d2> INVITE to:bob Replaces:[d1!]
                b< re-INVITE offer=d2
                b> 200
                b< ACK
                d2< 200 answer=b
                d2> ACK
                a1< BYE Reason:"SIP;cause=200;text=\\"Replaced\\""
                a1> 200
                d1< NOTIFY active of=a1 state=terminated event=replaced
                d1> 200
                +2s
                b> BYE
                b< 200
                d2< BYE
                d2> 200
                """
                        + DAVE_STOPS_WATCHING,
                World.usual());
    }

    @TestFactory
    @DisplayName("case 80: the dialog of who took a call over names the one that it replaces")
    Stream<DynamicTest> theNewcomersDialogNamesTheOldOne() {
        return TransferPlaying.everyWay(
                watching("carol")
                        + """
                        c> INVITE to:bob Replaces:[a1]
                        b< re-INVITE offer=c
                        b> 200
                        b< ACK
                        c< 200 answer=b
                        c> ACK
                        a1< BYE
                        a1> 200
                        d1< NOTIFY active of=c state=proceeding replaces=a1 remote=bob
                        d1> 200
                        +1s
                        d1< NOTIFY active of=c state=confirmed replaces=a1 remote=bob
                        d1> 200
                        +2s
                        c> BYE
                        c< 200
                        b< BYE
                        b> 200
                        d1< NOTIFY active of=c state=terminated event=local-bye replaces=a1
                        d1> 200
                        """
                        + DAVE_STOPS_WATCHING,
                World.usual());
    }

    @TestFactory
    @DisplayName("case 80: a takeover that fails leaves the old dialog as it was")
    Stream<DynamicTest> aTakeoverThatFailsReplacesNothing() {
        return TransferPlaying.everyWay(
                """
                d1> SUBSCRIBE to:alice Event:dialog Expires:600
                d1< 200 SUBSCRIBE
                d1< NOTIFY active dialogs=full count=1 of=a1 state=confirmed
                d1> 200
                +2s
                d2> INVITE to:bob Replaces:[d1!]
                b< re-INVITE offer=d2
                b> 488
                b< ACK
                d2< 488
                +2s
                a1> BYE
                a1< 200
                b< BYE
                b> 200
                d1< NOTIFY active of=a1 state=terminated event=local-bye
                d1> 200
                """
                        + DAVE_STOPS_WATCHING,
                World.usual());
    }
}
