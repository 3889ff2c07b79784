package io.referee.server.ladders;

import static io.referee.server.ladders.DialogEventPlaying.DAVE_STOPS_WATCHING;
import static io.referee.server.ladders.TransferPlaying.allowed;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/// What a watcher sees of joins that are not asked for by a REFER between two answered calls
/// (`transfers.md` A13): over HTTP, with a target that rings, and of a call that a phone places
/// because of a REFER of ours.
class DialogEventJoinLaddersTest {
    private static final String CAROL_HANGS_UP =
            """
            +3s
            c> BYE
            c< 200
            b< BYE
            b> 200
            """;

    private static String watching(String account, String seen) {
        return """
        d1> SUBSCRIBE to:%s Event:dialog Expires:600
        d1< 200 SUBSCRIBE
        d1<* NOTIFY active dialogs=full count=1 %s
        d1> 200 NOTIFY
        +2s
        """
                .formatted(account, seen);
    }

    @TestFactory
    @DisplayName("case 80: two calls joined over HTTP: both kept dialogs see each other")
    Stream<DynamicTest> aDualTransferIsSeen() {
        return TransferPlaying.everyWay(
                """
                a2> INVITE to:carol
                c< INVITE
                c> 200
                c< ACK
                a2< 200
                a2> ACK
                +1s
                """
                        + watching("bob", "of=b remote=alice state=confirmed")
                        + """
                        api> join leg=a1 other=a2
                        api< 202
                        b< re-INVITE offer=none
                        b> 200
                        c< re-INVITE offer=b
                        c> 200
                        c< ACK
                        b< ACK
                        a2< BYE
                        a2> 200 BYE
                        a1<* BYE
                        a1> 200 BYE
                        d1<* NOTIFY active dialogs=partial of=b state=confirmed remote=carol event=none
                        d1> 200 NOTIFY
                        """
                        + CAROL_HANGS_UP
                        + "d1< NOTIFY active of=b state=terminated event=remote-bye\nd1> 200\n"
                        + DAVE_STOPS_WATCHING,
                World.usual());
    }

    @TestFactory
    @DisplayName("case 80: a target that rang when it was joined talks with the transferee")
    Stream<DynamicTest> aSemiAttendedTransferIsSeen() {
        String ringing =
                "c> 180\na2< 180\n+1s\n" + watching("carol", "of=c remote=alice state=early");
        String called = "+1s\n" + watching("carol", "of=c remote=alice");
        String told = "+900ms\na1<* NOTIFY 180 active\na1> 200\n";
        return Stream.concat(
                TransferPlaying.inOrder(semiAttended(ringing, told), allowed()),
                TransferPlaying.everyWay(semiAttended(called, ""), allowed()));
    }

    /// What is seen of carol, who does this before alice refers bob to her, and alice is told that.
    private static String semiAttended(String before, String told) {
        return "a2> INVITE to:carol\nc< INVITE\n"
                + before
                + """
                a1> REFER Refer-To:carol?Replaces=[a2]
                a1< 202
                a1< NOTIFY 100 active
                a1> 200
                """
                + told
                + """
                a2> CANCEL
                a2< 487
                a1> BYE
                a1< 200
                c> 200 INVITE
                c<* ACK
                b<* re-INVITE offer=none
                b> 200
                c< re-INVITE offer=b
                c> 200 INVITE
                c< ACK
                b< ACK
                a1<* NOTIFY 200 terminated
                a1> 481
                d1<* NOTIFY active dialogs=partial of=c state=confirmed
                d1> 200 NOTIFY
                +1s
                d1<* NOTIFY active dialogs=partial of=c state=confirmed remote=bob
                d1> 200 NOTIFY
                """
                + CAROL_HANGS_UP
                + "d1< NOTIFY active of=c state=terminated event=local-bye\nd1> 200\n"
                + DAVE_STOPS_WATCHING;
    }

    @TestFactory
    @DisplayName("case 80: the call that a referred phone places says who referred it")
    Stream<DynamicTest> aReferredCallIsSeen() {
        return TransferPlaying.everyWay(
                watching("bob", "of=b remote=alice state=confirmed")
                        + """
                        api> refer leg=b to=carol
                        api< 202
                        b< REFER
                        b> 202
                        b2> INVITE referred
                        c< INVITE
                        d1<* NOTIFY active dialogs=partial count=1 of=b2 direction=initiator referredBy=alice
                        d1> 200 NOTIFY
                        +1s
                        c> 486
                        c< ACK
                        b2< 486
                        d1<* NOTIFY active dialogs=partial of=b2 state=terminated referredBy=alice
                        d1> 200 NOTIFY
                        b> NOTIFY Event:refer Subscription-State:terminated body="SIP/2.0 486 Busy Here" type=message/sipfrag
                        b< 200 NOTIFY
                        """
                        + TransferPlaying.BOB_ENDS_IT_WITH_ALICE
                        + "d1<* NOTIFY active of=b state=terminated\nd1> 200 NOTIFY\n"
                        + DAVE_STOPS_WATCHING,
                World.usual());
    }
}
