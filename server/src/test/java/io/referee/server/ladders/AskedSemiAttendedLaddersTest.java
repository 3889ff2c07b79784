package io.referee.server.ladders;

import io.referee.server.account.TransferMode;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.stream.Stream;

/// The owner is asked about a transfer to somebody who still rings, and the transferor has hung up
/// when the word comes (`transfers.md` A5.4, F5, F6).
class AskedSemiAttendedLaddersTest {
    private static final String ACCEPTED_WHEN_ALICE_HAS_LEFT =
            """
            a2> INVITE to:carol
            c< INVITE offer=a2
            +1s
            a1> REFER Refer-To:carol?Replaces=[a2]
            a1< 202
            a1< NOTIFY 100 active
            a1> 200
            +1s
            a1> BYE
            a1< 200
            +2s
            api> decide accept
            api< 200
            +2s
            """;

    private static World asking() {
        return World.usual().transfer("alice", TransferMode.ASK);
    }

    @TestFactory
    @DisplayName("F6: a transferee that does not wait for the target ends what rings for it")
    Stream<DynamicTest> aTransfereeThatDoesNotWait() {
        return TransferPlaying.inOrder(
                ACCEPTED_WHEN_ALICE_HAS_LEFT
                        + """
                        b> BYE
                        b< 200
                        c< CANCEL
                        c> 487
                        c< ACK
                        a1< NOTIFY 487 terminated
                        a1> 200
                        a2< 487
                        """,
                asking());
    }

    @TestFactory
    @DisplayName("A5.4: a target that answers then talks with the transferee")
    Stream<DynamicTest> aTargetThatAnswers() {
        return TransferPlaying.inOrder(
                ACCEPTED_WHEN_ALICE_HAS_LEFT
                        + """
                        c> 200
                        c< ACK
                        b< re-INVITE offer=none
                        b> 200
                        c< re-INVITE offer=b
                        c> 200
                        c< ACK
                        b< ACK answer=c
                        a1< NOTIFY 200 terminated
                        a1> 200
                        a2< 487
                        +8s
                        c> BYE
                        c< 200
                        b< BYE
                        b> 200
                        """,
                asking());
    }
}
