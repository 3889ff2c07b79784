package io.referee.server.ladders;

import static io.referee.server.ladders.Playing.everyWay;
import static io.referee.server.ladders.Playing.plainly;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.cdr.Facts;
import io.referee.server.cdr.LegRecord;
import io.referee.server.cdr.SegmentRecord;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.List;
import java.util.stream.Stream;

/// What the records say of calls that were really played.
class RecordLaddersTest {

    private static List<LegRecord> legs(Facts.Book book) {
        return book.records.values().stream()
                .filter(LegRecord.class::isInstance)
                .map(LegRecord.class::cast)
                .toList();
    }

    private static List<String> ends(Facts.Book book) {
        return legs(book).stream()
                .map(leg -> leg.party() + " " + leg.endStatus() + " " + leg.endBy())
                .toList();
    }

    private static List<SegmentRecord.Kind> kinds(Facts.Book book) {
        return book.segments().stream().map(SegmentRecord::kind).toList();
    }

    @TestFactory
    Stream<DynamicTest> aCallWithAHold() {
        return plainly(
                """
                a1> INVITE to:bob
                b< INVITE
                b> 200
                b< ACK
                a1< 200
                a1> ACK
                +10s
                a1> re-INVITE dir=sendonly
                b< re-INVITE
                b> 200
                b< ACK
                a1< 200
                a1> ACK
                +20s
                a1> re-INVITE
                b< re-INVITE
                b> 200
                b< ACK
                a1< 200
                a1> ACK
                +30s
                b> BYE
                b< 200
                a1< BYE
                a1> 200
                """,
                World.usual()
                        .records(
                                book -> {
                                    assertThat(ends(book))
                                            .containsExactly(
                                                    "alice@example.org 200 server",
                                                    "bob@example.org 200 peer");
                                    assertThat(kinds(book))
                                            .containsExactly(
                                                    SegmentRecord.Kind.TALK,
                                                    SegmentRecord.Kind.HOLD,
                                                    SegmentRecord.Kind.TALK);
                                    assertThat(legs(book))
                                            .allMatch(leg -> leg.talked().toSeconds() == 60)
                                            .allMatch(
                                                    leg -> leg.payer().equals("alice@example.org"));
                                }));
    }

    @TestFactory
    Stream<DynamicTest> aCallThatTheCallerGaveUp() {
        return everyWay(
                """
                a1> INVITE to:bob
                b< INVITE
                b> 180
                a1<? 180
                a1> CANCEL
                b< CANCEL
                b> 487
                b< ACK
                a1< 487
                """,
                World.usual()
                        .records(
                                book -> {
                                    assertThat(ends(book))
                                            .containsExactly(
                                                    "alice@example.org 487 peer",
                                                    "bob@example.org 487 server");
                                    assertThat(legs(book)).allMatch(leg -> leg.answerAt() == null);
                                }));
    }

    @TestFactory
    Stream<DynamicTest> aPhoneThatRangBesideTheOneThatAnswered() {
        return everyWay(
                """
                a1> INVITE to:bob
                b< INVITE
                bb< INVITE
                b> 200
                b< ACK
                bb< CANCEL
                bb> 487
                bb< ACK
                a1< 200
                a1> ACK
                +1s
                a1> BYE
                a1< 200
                b< BYE
                b> 200
                """,
                World.usual()
                        .phone("bb", "bob")
                        .records(
                                book -> {
                                    assertThat(ends(book))
                                            .containsExactlyInAnyOrder(
                                                    "alice@example.org 200 peer",
                                                    "bob@example.org 200 server",
                                                    "bob@example.org 487 server");
                                    assertThat(legs(book))
                                            .filteredOn(LegRecord::billable)
                                            .hasSize(2);
                                }));
    }
}
