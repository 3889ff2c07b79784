package io.referee.server.ladders;

import static io.referee.server.ladders.AttendedPlaying.BOB_ENDS_IT;
import static io.referee.server.ladders.AttendedPlaying.allowed;
import static io.referee.server.ladders.TransferPlaying.BOB_ENDS_IT_WITH_ALICE;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.cdr.Facts;
import io.referee.server.cdr.GroupLink;
import io.referee.server.cdr.TransferRecord;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.List;
import java.util.stream.Stream;

/// Which groups of calls the records make one, when the target of an attended transfer still rings
/// (`transfers.md` A5.4, G.2).
class SemiAttendedRecordLaddersTest {
    private static final String CAROL_RINGS_ON =
            """
            a2> INVITE to:carol
            c< INVITE offer=a2
            +1s
            a1> REFER Refer-To:carol?Replaces=[a2]
            a1< 202
            a1< NOTIFY 100 active
            a1> 200
            a2> CANCEL
            a2< 487
            """;

    private static List<GroupLink> merges(Facts.Book book) {
        return book.records.values().stream()
                .filter(GroupLink.class::isInstance)
                .map(GroupLink.class::cast)
                .filter(link -> link.kind() == GroupLink.Kind.MERGED)
                .toList();
    }

    private static TransferRecord transfer(Facts.Book book) {
        return book.records.values().stream()
                .filter(TransferRecord.class::isInstance)
                .map(TransferRecord.class::cast)
                .findFirst()
                .orElseThrow();
    }

    @TestFactory
    @DisplayName("a target that is busy in the end: the two calls stay two groups")
    Stream<DynamicTest> whatWasNotJoinedIsNotMerged() {
        return TransferPlaying.everyWay(
                CAROL_RINGS_ON
                        + """
                        c> 486
                        c< ACK
                        a1< NOTIFY 486 terminated
                        a1> 200
                        """
                        + BOB_ENDS_IT_WITH_ALICE,
                allowed().records(book -> assertThat(merges(book)).isEmpty()));
    }

    @TestFactory
    @DisplayName("a target that answers: its group is absorbed at the join")
    Stream<DynamicTest> whatWasJoinedIsMerged() {
        return TransferPlaying.everyWay(
                CAROL_RINGS_ON
                        + """
                        +3s
                        c> 200
                        c< ACK
                        b< re-INVITE offer=none
                        b> 200
                        c< re-INVITE offer=b dir=sendrecv
                        c> 200
                        c< ACK
                        b< ACK answer=c
                        a1< NOTIFY 200 terminated
                        a1> 200
                        a1> BYE
                        a1< 200
                        """
                        + BOB_ENDS_IT,
                allowed().records(SemiAttendedRecordLaddersTest::mergedAtTheJoin));
    }

    private static void mergedAtTheJoin(Facts.Book book) {
        assertThat(merges(book)).hasSize(1);
        GroupLink link = merges(book).getFirst();
        TransferRecord transfer = transfer(book);
        assertThat(link.otherId()).isEqualTo(transfer.groupId());
        assertThat(link.because()).isEqualTo(transfer.transferId());
        assertThat(link.at()).isEqualTo(transfer.joinedAt());
    }
}
