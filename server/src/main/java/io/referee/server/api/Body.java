package io.referee.server.api;

import tools.jackson.databind.JsonNode;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The fields of a JSON body, all of whose names are known. Reading complains with 400 about what
/// does not fit. *Immutable.*
final class Body {
    private final JsonNode object;

    private Body(JsonNode object) {
        this.object = object;
    }

    /// @param known the names that may stand in it
    static Body of(byte[] octets, List<String> known) {
        JsonNode node = Json.read(octets);
        if (!node.isObject()) {
            throw Problem.badRequest(
                    "request body: an object is expected, with " + String.join(", ", known) + ".");
        }
        for (String name : node.propertyNames()) {
            if (!known.contains(name)) {
                throw Problem.badRequest(
                        "request body: unknown field " + name + "; " + remedy(name, known) + ".");
            }
        }
        return new Body(node);
    }

    /// The text of a field; empty when it is missing or null.
    Optional<String> text(String name) {
        JsonNode node = object.path(name);
        if (absent(node)) {
            return Optional.empty();
        }
        if (!node.isString()) {
            throw wrong(name, "a text");
        }
        return Optional.of(node.asString());
    }

    /// Whether a field is there and not null.
    boolean has(String name) {
        return !absent(object.path(name));
    }

    /// Whether a field is `true`; a missing one is not.
    boolean flag(String name) {
        JsonNode node = object.path(name);
        if (!absent(node) && !node.isBoolean()) {
            throw wrong(name, "true or false");
        }
        return node.asBoolean(false);
    }

    String required(String name) {
        return text(name)
                .filter(text -> !text.isBlank())
                .orElseThrow(
                        () ->
                                Problem.badRequest(
                                        "request body: the field " + name + " is missing."));
    }

    /// A time of a field, as in `2026-11-21T04:00:00Z`; empty when it is missing or null.
    Optional<Instant> time(String name) {
        try {
            return text(name).map(Instant::parse);
        } catch (DateTimeParseException _) {
            throw wrong(name, "a time like 2026-11-21T04:00:00Z");
        }
    }

    /// A whole number of a field; empty when it is missing or null.
    Optional<Integer> number(String name, int least, int most) {
        JsonNode node = object.path(name);
        if (absent(node)) {
            return Optional.empty();
        }
        if (!node.isIntegralNumber()
                || !node.canConvertToInt()
                || node.asInt() < least
                || node.asInt() > most) {
            throw wrong(name, "a whole number from " + least + " to " + most);
        }
        return Optional.of(node.asInt());
    }

    /// The texts of an object field by their names; none when it is missing or null.
    Map<String, String> texts(String name) {
        JsonNode node = object.path(name);
        Map<String, String> texts = new LinkedHashMap<>();
        if (absent(node)) {
            return texts;
        }
        if (!node.isObject()) {
            throw wrong(name, "an object of texts");
        }
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            if (!entry.getValue().isString()) {
                throw wrong(name + "." + entry.getKey(), "a text");
            }
            texts.put(entry.getKey(), entry.getValue().asString());
        }
        return texts;
    }

    private static boolean absent(JsonNode node) {
        return node.isMissingNode() || node.isNull();
    }

    private static Problem wrong(String name, String expected) {
        return Problem.badRequest("request body: the field " + name + " must be " + expected + ".");
    }

    /// The known name with the fewest edits to `word`, or all when each would be mostly another.
    static String remedy(String word, List<String> known) {
        String near =
                Collections.min(known, Comparator.comparingInt((String name) -> edits(word, name)));
        return edits(word, near) <= Math.max(2, Math.max(word.length(), near.length()) / 2)
                ? "the nearest known one is " + near
                : "known are " + String.join(", ", known);
    }

    private static int edits(String a, String b) {
        int[] row = new int[b.length() + 1];
        java.util.Arrays.setAll(row, column -> column);
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (lower(a, i) == lower(b, j) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }

    private static char lower(String text, int end) {
        return text.substring(end - 1, end).toLowerCase(Locale.ROOT).charAt(0);
    }
}
