package io.referee.server.api;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;

/// Times as the API writes them.
final class Times {
    private static final DateTimeFormatter MILLIS =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

    private Times() {}

    /// As in `2026-11-21T04:00:00.123Z`; empty text for no time.
    static String text(@Nullable Instant at) {
        return at == null ? "" : MILLIS.format(at);
    }
}
