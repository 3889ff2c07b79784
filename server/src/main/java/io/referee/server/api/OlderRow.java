package io.referee.server.api;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/// Makes a row of the older service: each field of its kind, in the order of their names, with
/// nothing in those that have nothing here. *One thread.*
final class OlderRow {
    /// As .NET writes a time with its offset: 33 characters.
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSSxxx");

    private final Map<String, @Nullable Object> row = new TreeMap<>();

    OlderRow(List<String> fields) {
        fields.forEach(field -> row.put(field, null));
    }

    /// @throws IllegalArgumentException for a field that its kind does not have
    OlderRow with(String field, @Nullable Object value) {
        if (!row.containsKey(field)) {
            throw new IllegalArgumentException("a row of this kind has no field " + field);
        }
        row.put(field, value);
        return this;
    }

    /// An empty text is nothing.
    OlderRow text(String field, String value) {
        return with(field, value.isEmpty() ? null : value);
    }

    OlderRow time(String field, @Nullable Instant at) {
        return with(field, at == null ? null : TIME.format(at.atOffset(ZoneOffset.UTC)));
    }

    Map<String, @Nullable Object> done() {
        return Collections.unmodifiableMap(row);
    }

    /// The id of what has a name and no id of its own. It is the same as long as the name is.
    ///
    /// @param kind in front of the name, as in `SIPAccount`
    static String id(String kind, String name) {
        return UUID.nameUUIDFromBytes((kind + ' ' + name).getBytes(StandardCharsets.UTF_8))
                .toString();
    }
}
