package io.referee.server.ladders;

import static io.referee.server.ladders.AttendedPlaying.allowed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import static java.util.Comparator.naturalOrder;

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
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// What the records say of attended transfers that were really played (`transfers.md` G).
class AttendedRecordLaddersTest {
    /// The example of `transfers.md` G.4: seconds from the first INVITE.
    private static final String BOB_CALLED =
            """
            b> INVITE to:alice
            a1< INVITE
            +4s
            a1> 200
            a1< ACK
            b< 200
            b> ACK
            +24s
            """;

    private static final String ALICE_CALLED =
            """
            a1> INVITE to:bob
            b< INVITE
            +4s
            b> 200
            b< ACK
            a1< 200
            a1> ACK
            +24s
            """;

    private static final String HELD =
            """
            a1> re-INVITE dir=sendonly
            b< re-INVITE
            b> 200
            b< ACK
            a1< 200
            a1> ACK
            +2s
            """;

    private static final String CAROL_IS_CALLED =
            """
            a2> INVITE to:carol
            c< INVITE
            +8s
            c> 200
            c< ACK
            a2< 200
            a2> ACK
            +12s
            """;

    private static final String CAROL_CALLED =
            """
            c> INVITE to:alice
            a2< INVITE
            +8s
            a2> 200
            a2< ACK
            c< 200
            c> ACK
            +12s
            """;

    private static final String JOINED =
            """
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
        Instant start =
                all(book, LegRecord.class)
                        .map(LegRecord::inviteAt)
                        .min(naturalOrder())
                        .orElseThrow();
        return Duration.between(start, at).toMillis() / 1000.0;
    }

    private static void checkLeg(Facts.Book book, LegRecord leg, double answer, double end) {
        assertThat(seconds(book, leg.answerAt())).isCloseTo(answer, within(0.1));
        assertThat(seconds(book, leg.endAt())).isCloseTo(end, within(0.1));
    }

    /// Alice called or was called, first by bob, then by carol.
    private static final List<String> BEGINNINGS =
            List.of(
                    BOB_CALLED + HELD + CAROL_IS_CALLED,
                    BOB_CALLED + HELD + CAROL_CALLED,
                    ALICE_CALLED + HELD + CAROL_IS_CALLED,
                    ALICE_CALLED + HELD + CAROL_CALLED);

    @TestFactory
    @DisplayName("case 85: in the attended example the target's leg is one record, not restarted")
    Stream<DynamicTest> theTargetsLegIsOneRecord() {
        return BEGINNINGS.stream()
                .flatMap(
                        begun ->
                                Playing.inOrder(
                                        begun + JOINED,
                                        allowed().records(AttendedRecordLaddersTest::check)));
    }

    @TestFactory
    @DisplayName("case 85: on a bad line, too, the target's leg is one record that its caller pays")
    Stream<DynamicTest> theTargetsLegIsOneRecordOnABadLine() {
        World world = allowed().records(AttendedRecordLaddersTest::checkShape);
        return Stream.concat(
                Playing.bothRoles(BEGINNINGS.get(2) + JOINED, BEGINNINGS.get(0) + JOINED, world),
                Playing.bothRoles(BEGINNINGS.get(3) + JOINED, BEGINNINGS.get(1) + JOINED, world));
    }

    /// One leg of carol, which goes on at the price of whoever called.
    private static LegRecord oneLeg(Facts.Book book) {
        LegRecord carol = leg(book, "carol");
        boolean called = carol.direction().equals("in");
        assertThat(carol.payer()).isEqualTo((called ? "carol" : "alice") + "@example.org");
        assertThat(carol.createdBy()).isEqualTo(called ? "inbound" : "dial");
        assertThat(legs(book, "alice")).hasSize(2);
        return carol;
    }

    private static void checkShape(Facts.Book book) {
        LegRecord carol = oneLeg(book);
        List<SegmentRecord> talks =
                book.segments().stream()
                        .filter(s -> s.of(carol.legId()) && s.kind() == SegmentRecord.Kind.TALK)
                        .toList();
        assertThat(talks).hasSize(2);
        assertThat(talks.getLast().startAt()).isEqualTo(talks.getFirst().endAt());
        assertThat(Stretches.kinds(book))
                .contains("TALK alice-bob", "HOLD alice-bob", "TALK alice2-carol", "TALK bob-carol")
                .allMatch(kind -> !kind.startsWith("TALK") || kind.contains("-"));
    }

    private static void check(Facts.Book book) {
        LegRecord carol = oneLeg(book);
        checkLeg(book, leg(book, "bob"), 4, 110);
        checkLeg(book, carol, 38, 110);
        List<LegRecord> alice =
                legs(book, "alice").stream()
                        .sorted(Comparator.comparing(LegRecord::inviteAt))
                        .toList();
        checkLeg(book, alice.getFirst(), 4, 50.9);
        checkLeg(book, alice.getLast(), 38, 50.4);
        Stretches.are(
                book,
                "TALK alice-bob 4 28",
                "HOLD alice-bob 28 50.4",
                "TALK alice2-carol 38 50.4",
                "HOLD alice 50.4 50.9",
                "TALK bob-carol 50.4 110");
        List<TransferRecord> rows = all(book, TransferRecord.class).toList();
        assertThat(rows).hasSize(1);
        assertThat(rows.getFirst().kind()).isEqualTo("attended");
        assertThat(rows.getFirst().targetLeg()).isEqualTo(carol.legId());
        assertThat(rows.getFirst().outcome()).isEqualTo(TransferRecord.Outcome.COMPLETED);
    }
}
