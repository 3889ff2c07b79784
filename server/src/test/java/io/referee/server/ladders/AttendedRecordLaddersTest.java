package io.referee.server.ladders;

import static io.referee.server.ladders.AttendedPlaying.allowed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.referee.server.cdr.Facts;
import io.referee.server.cdr.LegRecord;
import io.referee.server.cdr.SegmentRecord;
import io.referee.server.cdr.TransferRecord;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/// What the records say of attended transfers that were really played (`transfers.md` G).
class AttendedRecordLaddersTest {
    /// The example of `transfers.md` G.4: seconds from the first INVITE.
    private static final String EXAMPLE =
            """
            b> INVITE to:alice
            a1< INVITE
            +4s
            a1> 200
            a1< ACK
            b< 200
            b> ACK
            +24s
            a1> re-INVITE dir=sendonly
            b< re-INVITE
            b> 200
            b< ACK
            a1< 200
            a1> ACK
            +2s
            a2> INVITE to:carol
            c< INVITE
            +8s
            c> 200
            c< ACK
            a2< 200
            a2> ACK
            +12s
            a1> REFER Refer-To:carol?Replaces=[a2]
            a1< 202
            a1< NOTIFY 100
            a1> 200
            b< re-INVITE
            +400ms
            b> 200
            c< re-INVITE
            c> 200
            c< ACK
            b< ACK
            a2< BYE
            a2> 200
            a1< NOTIFY 200
            a1> 200
            +500ms
            a1> BYE
            a1< 200
            +59100ms
            b> BYE
            b< 200
            c< BYE
            c> 200
            """;

    private static List<LegRecord> legs(Facts.Book book, String account) {
        return all(book, LegRecord.class)
                .filter(leg -> leg.account().equals(account + "@example.org"))
                .toList();
    }

    private static LegRecord leg(Facts.Book book, String account) {
        assertThat(legs(book, account)).hasSize(1);
        return legs(book, account).getFirst();
    }

    private static <T> Stream<T> all(Facts.Book book, Class<T> kind) {
        return book.records.values().stream().filter(kind::isInstance).map(kind::cast);
    }

    private static double seconds(Facts.Book book, @Nullable Instant at) {
        assertThat(at).isNotNull();
        return Duration.between(leg(book, "bob").inviteAt(), at).toMillis() / 1000.0;
    }

    private static void checkLeg(Facts.Book book, LegRecord leg, double answer, double end) {
        assertThat(seconds(book, leg.answerAt())).isCloseTo(answer, within(0.1));
        assertThat(seconds(book, leg.endAt())).isCloseTo(end, within(0.1));
    }

    @TestFactory
    @DisplayName("case 85: in the attended example the target's leg is one record, not restarted")
    Stream<DynamicTest> theTargetsLegIsOneRecord() {
        return Playing.inOrder(EXAMPLE, allowed().records(AttendedRecordLaddersTest::check));
    }

    @TestFactory
    @DisplayName("case 85: on a bad line, too, the target's leg is one record that alice pays for")
    Stream<DynamicTest> theTargetsLegIsOneRecordOnABadLine() {
        return Playing.everyWay(EXAMPLE, allowed().records(AttendedRecordLaddersTest::checkShape));
    }

    private static void checkShape(Facts.Book book) {
        LegRecord carol = leg(book, "carol");
        assertThat(carol.payer()).isEqualTo("alice@example.org");
        assertThat(carol.createdBy()).isEqualTo("dial");
        assertThat(legs(book, "alice")).hasSize(2);
        List<SegmentRecord> talks =
                book.segments().stream()
                        .filter(s -> s.of(carol.legId()) && s.kind() == SegmentRecord.Kind.TALK)
                        .toList();
        assertThat(talks).hasSize(2);
        assertThat(talks.getLast().startAt()).isEqualTo(talks.getFirst().endAt());
        assertThat(talks.getLast().of(leg(book, "bob").legId())).isTrue();
    }

    private static void check(Facts.Book book) {
        LegRecord carol = leg(book, "carol");
        checkLeg(book, leg(book, "bob"), 4, 110);
        checkLeg(book, carol, 38, 110);
        assertThat(carol.payer()).isEqualTo("alice@example.org");
        assertThat(carol.createdBy()).isEqualTo("dial");
        List<LegRecord> alice = legs(book, "alice");
        assertThat(alice).hasSize(2);
        for (LegRecord leg : alice) {
            boolean consultation = leg.direction().equals("in");
            checkLeg(book, leg, consultation ? 38 : 4, consultation ? 50.4 : 50.9);
        }
        checkTalk(book, carol);
        List<TransferRecord> rows = all(book, TransferRecord.class).toList();
        assertThat(rows).hasSize(1);
        assertThat(rows.getFirst().kind()).isEqualTo("attended");
        assertThat(rows.getFirst().targetLeg()).isEqualTo(carol.legId());
        assertThat(rows.getFirst().outcome()).isEqualTo(TransferRecord.Outcome.COMPLETED);
    }

    /// The target talks with the transferor, then with the transferee, without a gap.
    private static void checkTalk(Facts.Book book, LegRecord carol) {
        List<SegmentRecord> talks =
                book.segments().stream().filter(s -> s.of(carol.legId())).toList();
        assertThat(talks).hasSize(2);
        assertThat(talks).allMatch(s -> s.kind() == SegmentRecord.Kind.TALK);
        assertThat(seconds(book, talks.getFirst().startAt())).isCloseTo(38, within(0.1));
        assertThat(seconds(book, talks.getLast().startAt())).isCloseTo(50.4, within(0.1));
        assertThat(talks.getLast().of(leg(book, "bob").legId())).isTrue();
    }
}
