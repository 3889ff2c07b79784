package io.referee.server.ladders;

import static io.referee.server.ladders.DialogEventPlaying.DAVE_STOPS_WATCHING;
import static io.referee.server.ladders.TransferPlaying.ALICE_LEAVES;
import static io.referee.server.ladders.TransferPlaying.CAROL_AND_BOB_ARE_JOINED;
import static io.referee.server.ladders.TransferPlaying.CAROL_IS_CALLED;
import static io.referee.server.ladders.TransferPlaying.allowed;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/// What a watcher sees of a transfer (`transfers.md` A13): dave watches the transferor, the
/// transferee or the target.
class DialogEventTransferLaddersTest {
    private static final String CAROL_HANGS_UP =
            """
            +3s
            c> BYE
            c< 200
            b< BYE
            b> 200
            """;

    /// Dave begins to watch somebody who talks already.
    private static String watching(String account, String seen) {
        return """
        d1> SUBSCRIBE to:%s Event:dialog Expires:600
        d1< 200 SUBSCRIBE
        d1<* NOTIFY active dialogs=full count=1 %s state=confirmed event=none
        d1> 200 NOTIFY
        +2s
        """
                .formatted(account, seen);
    }

    private static String sees(String what) {
        return "d1< NOTIFY active dialogs=partial count=1 " + what + "\nd1> 200\n";
    }

    @TestFactory
    @DisplayName("case 80: a watcher of the transferor sees its dialog end as replaced")
    Stream<DynamicTest> theTransferorsDialogIsReplaced() {
        return TransferPlaying.everyWay(
                watching("alice", "of=a1 remote=bob")
                        + CAROL_IS_CALLED
                        + CAROL_AND_BOB_ARE_JOINED
                        + ALICE_LEAVES
                        + sees("of=a1 state=terminated event=replaced")
                        + CAROL_HANGS_UP
                        + DAVE_STOPS_WATCHING,
                allowed());
    }

    @TestFactory
    @DisplayName("case 80: a watcher of the transferee sees whom it talks with now, within 1 s")
    Stream<DynamicTest> theTransfereesPartnerIsSeen() {
        return TransferPlaying.everyWay(
                watching("bob", "of=b remote=alice")
                        + CAROL_IS_CALLED
                        + CAROL_AND_BOB_ARE_JOINED
                        + ALICE_LEAVES
                        + "+600ms\n"
                        + sees("of=b state=confirmed remote=carol replaces=none referredBy=none")
                        + CAROL_HANGS_UP
                        + sees("of=b state=terminated event=remote-bye remote=carol")
                        + DAVE_STOPS_WATCHING,
                allowed());
    }

    @TestFactory
    @DisplayName("case 80: the same whatever the network does")
    Stream<DynamicTest> theTransfereesPartnerIsSeenInAnyCase() {
        return TransferPlaying.everyWay(
                watching("bob", "of=b remote=alice")
                        + CAROL_IS_CALLED
                        + CAROL_AND_BOB_ARE_JOINED
                        + sees("of=b state=confirmed remote=carol")
                        + ALICE_LEAVES
                        + CAROL_HANGS_UP
                        + sees("of=b state=terminated event=remote-bye")
                        + DAVE_STOPS_WATCHING,
                allowed());
    }

    @TestFactory
    @DisplayName("case 80: a watcher of the target sees who referred the caller to it")
    Stream<DynamicTest> theTargetsDialogIsReferred() {
        return TransferPlaying.everyWay(
                """
                d1> SUBSCRIBE to:carol Event:dialog Expires:600
                d1< 200 SUBSCRIBE
                d1< NOTIFY active dialogs=full count=0
                d1> 200
                +2s
                a1> REFER Refer-To:carol Referred-By:alice
                a1< 202
                a1< NOTIFY 100 active
                a1> 200
                c< INVITE offer=b dir=sendrecv
                """
                        + sees("state=trying direction=recipient remote=bob referredBy=alice")
                        + "+1s\n"
                        + CAROL_AND_BOB_ARE_JOINED.replace("c> 200", "c> 200 INVITE")
                        + sees("of=c state=confirmed remote=bob referredBy=alice")
                        + ALICE_LEAVES
                        + CAROL_HANGS_UP
                        + sees("of=c state=terminated event=local-bye referredBy=alice")
                        + DAVE_STOPS_WATCHING,
                allowed());
    }

    @TestFactory
    @DisplayName("case 80: a transfer that fails changes nothing but what rang")
    Stream<DynamicTest> aFailedTransferChangesNothing() {
        return TransferPlaying.everyWay(
                watching("bob", "of=b remote=alice")
                        + CAROL_IS_CALLED
                        + """
                        c> 486
                        c< ACK
                        a1< NOTIFY 486 terminated
                        a1> 200
                        +3s
                        """
                        + TransferPlaying.BOB_ENDS_IT_WITH_ALICE
                        + sees("of=b state=terminated event=local-bye remote=alice")
                        + DAVE_STOPS_WATCHING,
                allowed());
    }

    @TestFactory
    @DisplayName(
            "case 80: a transferor that hangs up before the target answers has not been replaced")
    Stream<DynamicTest> aTransferorThatLeavesBeforeIsNotReplaced() {
        return TransferPlaying.everyWay(
                watching("alice", "of=a1 remote=bob")
                        + CAROL_IS_CALLED
                        + """
                        a1> BYE
                        a1< 200
                        """
                        + sees("of=a1 state=terminated event=local-bye")
                        + CAROL_AND_BOB_ARE_JOINED
                        + """
                        a1< NOTIFY 200 terminated
                        a1> 200
                        """
                        + CAROL_HANGS_UP
                        + DAVE_STOPS_WATCHING,
                allowed());
    }

    // ---- attended

    private static final String ALICE_CONSULTS_CAROL =
            """
            a2> INVITE to:carol
            c< INVITE
            c> 200
            c< ACK
            a2< 200
            a2> ACK
            +2s
            """;

    private static final String JOINED =
            """
            a1> REFER Refer-To:carol?Replaces=[a2]
            a1< 202
            a1< NOTIFY 100 active
            a1> 200
            b< re-INVITE offer=none
            b> 200
            c< re-INVITE offer=b
            c> 200
            c< ACK
            b< ACK
            a2< BYE
            a2> 200 BYE
            a1<* NOTIFY 200 terminated
            a1> 200 NOTIFY
            a1> BYE
            a1<* 200 BYE
            """;

    @TestFactory
    @DisplayName("case 80: an attended transfer ends both dialogs of the transferor as replaced")
    Stream<DynamicTest> bothDialogsOfTheTransferorAreReplaced() {
        return TransferPlaying.everyWay(
                ALICE_CONSULTS_CAROL
                        + """
                        d1> SUBSCRIBE to:alice Event:dialog Expires:600
                        d1< 200 SUBSCRIBE
                        d1< NOTIFY active dialogs=full count=2
                        d1> 200
                        +2s
                        """
                        + JOINED
                        + """
                        d1<* NOTIFY active of=a2 state=terminated event=replaced remote=carol
                        d1> 200 NOTIFY
                        +1s
                        d1<* NOTIFY active of=a1 state=terminated event=replaced remote=bob
                        d1> 200 NOTIFY
                        """
                        + CAROL_HANGS_UP
                        + DAVE_STOPS_WATCHING,
                allowed());
    }

    @TestFactory
    @DisplayName(
            "case 80: the two that an attended transfer joins are seen to talk with each other")
    Stream<DynamicTest> theJoinedAreSeenWithEachOther() {
        return Stream.of("bob of=b remote=alice carol", "carol of=c remote=alice bob")
                .map(text -> text.split(" "))
                .flatMap(
                        word ->
                                TransferPlaying.everyWay(
                                        ALICE_CONSULTS_CAROL
                                                + watching(word[0], word[1] + ' ' + word[2])
                                                + JOINED
                                                + sees(
                                                        word[1]
                                                                + " state=confirmed remote="
                                                                + word[3])
                                                + CAROL_HANGS_UP
                                                + sees(word[1] + " state=terminated")
                                                + DAVE_STOPS_WATCHING,
                                        allowed()));
    }
}
