package io.referee.sip.message;

import java.util.List;

/// Lists in header values.
final class Commas {
    private Commas() {}

    /// Adds the elements of a comma-separated list; commas in quoted strings and in angle brackets
    /// do not separate.
    static void split(String value, List<String> into) {
        int start = 0;
        boolean quoted = false;
        int angle = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (quoted) {
                if (c == '\\') {
                    i++;
                } else if (c == '"') {
                    quoted = false;
                }
            } else if (c == '"') {
                quoted = true;
            } else if (c == '<') {
                angle++;
            } else if (c == '>') {
                angle = Math.max(0, angle - 1);
            } else if (c == ',' && angle == 0) {
                add(value, start, i, into);
                start = i + 1;
            }
        }
        add(value, start, value.length(), into);
    }

    private static void add(String value, int from, int to, List<String> into) {
        String element = value.substring(from, to).strip();
        if (!element.isEmpty()) {
            into.add(element);
        }
    }
}
