package io.referee.server.dialplan.rule;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;

/// A moment as people write it: `2026-12-24T18:30:00Z`, with another offset, or without one as on a
/// clock, `2026-12-24 18:30`.
public final class WrittenTime {

    private WrittenTime() {}

    /// The moment, on a clock in UTC when it says no offset; empty when it cannot be read.
    public static Optional<Instant> read(String text) {
        return read(text, ZoneOffset.UTC);
    }

    /// The moment, on a clock of this zone when it says no offset; empty when it cannot be read.
    public static Optional<Instant> read(String text, ZoneId zone) {
        String iso = text.strip().replace(' ', 'T');
        int time = iso.indexOf('T') + 1;
        boolean offset =
                time > 0
                        && (iso.endsWith("Z")
                                || iso.indexOf('+', time) >= 0
                                || iso.indexOf('-', time) >= 0);
        try {
            return Optional.of(
                    offset
                            ? OffsetDateTime.parse(iso).toInstant()
                            : LocalDateTime.parse(iso).atZone(zone).toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
