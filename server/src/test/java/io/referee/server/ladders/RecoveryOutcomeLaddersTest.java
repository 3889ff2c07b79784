package io.referee.server.ladders;

import static io.referee.server.ladders.TransferPlaying.CAROL_IS_CALLED;
import static io.referee.server.ladders.TransferPlaying.allowed;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.cdr.Facts;
import io.referee.server.cdr.TransferRecord;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// What the records say of a transfer that failed when several steps were tried (`transfers.md`
/// A11): who was found in the end, and not what came of the first step.
class RecoveryOutcomeLaddersTest {
    private static final String CAROL_REFUSES_WHEN_ALICE_HAS_LEFT =
            CAROL_IS_CALLED
                    + """
                    +2s
                    a1> BYE
                    a1< 200 BYE
                    +3s
                    c> 486
                    c< ACK
                    a1< NOTIFY 486 terminated
                    a1> 200
                    """;

    private static World outcomes(String policy, String... recoveries) {
        return allowed()
                .recovery(policy)
                .records(book -> assertThat(recoveries(book)).containsExactly(recoveries));
    }

    private static List<String> recoveries(Facts.Book book) {
        return book.records.values().stream()
                .filter(TransferRecord.class::isInstance)
                .map(TransferRecord.class::cast)
                .sorted(Comparator.comparing(TransferRecord::requestedAt))
                .map(one -> one.door() + ' ' + one.recovery())
                .toList();
    }

    @TestFactory
    @DisplayName("A11: somebody whom the second step finds was found for all of them")
    Stream<DynamicTest> theSecondStepFindsSomebody() {
        return TransferPlaying.inOrder(
                CAROL_REFUSES_WHEN_ALICE_HAS_LEFT
                        + """
                        a2< INVITE offer=b
                        +1s
                        a2> 486
                        a2< ACK
                        d< INVITE offer=b from:bob
                        d> 200
                        d< ACK
                        b< re-INVITE offer=d
                        b> 200
                        b< ACK
                        +8s
                        d> BYE
                        d< 200
                        b< BYE
                        b> 200
                        """,
                outcomes("recall,to:dave", "refer fallback", "recall fallback", "fallback "));
    }

    @TestFactory
    @DisplayName("A11: when no step finds anybody, the transferee was dropped")
    Stream<DynamicTest> noStepFindsAnybody() {
        return TransferPlaying.inOrder(
                CAROL_REFUSES_WHEN_ALICE_HAS_LEFT
                        + """
                        a2< INVITE offer=b
                        +1s
                        a2> 486
                        a2< ACK
                        d< INVITE offer=b
                        +1s
                        d> 603
                        d< ACK
                        b< BYE Reason:"SIP;cause=603*"
                        b> 200
                        """,
                outcomes("recall,to:dave", "refer dropped", "recall dropped", "fallback dropped"));
    }

    @TestFactory
    @DisplayName("F6, A11: a transferee that hangs up during the second step was dropped")
    Stream<DynamicTest> theTransfereeDoesNotWait() {
        return TransferPlaying.inOrder(
                CAROL_REFUSES_WHEN_ALICE_HAS_LEFT
                        + """
                        a2< INVITE offer=b
                        +1s
                        a2> 486
                        a2< ACK
                        d< INVITE offer=b
                        +1s
                        b> BYE
                        b< 200
                        d< CANCEL
                        d> 487
                        d< ACK
                        """,
                outcomes("recall,to:dave", "refer dropped", "recall dropped", "fallback "));
    }
}
