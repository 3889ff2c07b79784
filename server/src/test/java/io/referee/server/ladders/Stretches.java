package io.referee.server.ladders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.referee.server.cdr.Facts;
import io.referee.server.cdr.LegRecord;
import io.referee.server.cdr.SegmentRecord;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The segments that a ladder left in its records, as the examples of `transfers.md` G.4 write
/// them: `TALK alice-bob 5 60.3` is what alice and bob talked, in seconds from the first INVITE,
/// `MOH bob 60.3 70` what bob heard alone. A second leg of an account has a 2 behind its name. One
/// thread.
final class Stretches {
    private static final Comparator<LegRecord> BY_INVITE =
            Comparator.comparing(LegRecord::inviteAt);

    private final List<SegmentRecord> segments;
    private final Map<String, String> names = new LinkedHashMap<>();
    private final Instant start;

    private Stretches(Facts.Book book) {
        List<LegRecord> legs =
                book.records.values().stream()
                        .filter(LegRecord.class::isInstance)
                        .map(LegRecord.class::cast)
                        .sorted(BY_INVITE)
                        .toList();
        start = legs.getFirst().inviteAt();
        for (LegRecord leg : legs) {
            String account = leg.account().replaceFirst("@.*", "");
            names.put(leg.legId(), names.containsValue(account) ? account + '2' : account);
        }
        segments =
                book.segments().stream()
                        .sorted(
                                Comparator.comparing(SegmentRecord::startAt)
                                        .thenComparing(this::who))
                        .toList();
    }

    /// What they are without their times, in the order in which they began.
    static List<String> kinds(Facts.Book book) {
        Stretches all = new Stretches(book);
        return all.segments.stream().map(s -> s.kind() + " " + all.who(s)).toList();
    }

    /// These and no others, each time to a tenth of a second.
    static void are(Facts.Book book, String... wanted) {
        Stretches all = new Stretches(book);
        List<String[]> rows = Stream.of(wanted).map(line -> line.split(" ")).toList();
        assertThat(kinds(book))
                .as(all.toString())
                .isEqualTo(rows.stream().map(row -> row[0] + ' ' + row[1]).toList());
        for (int i = 0; i < wanted.length; i++) {
            SegmentRecord found = all.segments.get(i);
            all.isAt(wanted[i], found.startAt(), rows.get(i)[2]);
            all.isAt(wanted[i], found.endAt(), rows.get(i)[3]);
        }
    }

    private void isAt(String line, Instant at, String wanted) {
        assertThat(seconds(at))
                .as(line + " in " + this)
                .isCloseTo(Double.parseDouble(wanted), within(0.1));
    }

    private String who(SegmentRecord segment) {
        return Stream.of(segment.legX(), segment.legY())
                .flatMap(leg -> Optional.ofNullable(names.get(leg)).stream())
                .sorted()
                .reduce((one, other) -> one + '-' + other)
                .orElse("nobody");
    }

    private double seconds(Instant at) {
        return Duration.between(start, at).toMillis() / 1000.0;
    }

    @Override
    public String toString() {
        return segments.stream()
                .map(s -> "%s %s %s %s".formatted(s.kind(), who(s), s.startAt(), s.endAt()))
                .toList()
                .toString();
    }
}
