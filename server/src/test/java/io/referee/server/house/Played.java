package io.referee.server.house;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// In what variations the ladders of a test are played, the most first; read from the text of the
/// test itself and of the methods of its class that it calls.
enum Played {
    /// In all variations, with the transferor as caller and as callee, or with roles swapped.
    BOTH_ROLES(
            "every way, both roles",
            "(?<!\\w)bothRoles\\(|\\b(?:Transfer|Attended)Playing\\.everyWay\\("
                    + "|(?<!\\w)everyWay\\([^;]*(?:\\bMap\\.of\\(|\\bSWAPPED\\b)"),
    ONE_ROLE("every way, one role", "(?<!\\w)everyWay\\("),
    IN_ORDER("in order", "(?<!\\w)inOrder\\("),
    PLAINLY("as written", "(?<!\\w)plainly\\("),
    OTHERWISE("otherwise", "");

    private static final Pattern HEAD =
            Pattern.compile(
                    "^    (?! )(?:(?:private|static|public|final) )*[\\w<>\\[\\],. ]+ (\\w+)\\(",
                    Pattern.MULTILINE);
    private static final Pattern CALL = Pattern.compile("(?<![\\w.])(\\w+)\\(");

    final String words;
    private final Pattern asked;

    Played(String words, String asked) {
        this.words = words;
        this.asked = Pattern.compile(asked);
    }

    /// The most of what a method asks for.
    ///
    /// @param source the text of its class
    /// @param from where its parameters begin
    static Played of(String source, int from) {
        String read = read(source, body(source, from));
        return Arrays.stream(values())
                .filter(way -> way.asked.matcher(read).find())
                .findFirst()
                .orElse(OTHERWISE);
    }

    /// The body with those of the methods of the same class that it calls, directly or not. A call
    /// of one of these says nothing by its own name: only what stands in it counts.
    private static String read(String source, String body) {
        Map<String, String> own = methods(source);
        StringBuilder read = new StringBuilder();
        Set<String> seen = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(Set.of(body));
        while (!open.isEmpty()) {
            String next = open.pop();
            Matcher calls = CALL.matcher(next);
            while (calls.find()) {
                if (own.containsKey(calls.group(1)) && seen.add(calls.group(1))) {
                    open.add(own.get(calls.group(1)));
                }
            }
            read.append(calls.replaceAll(call -> own.containsKey(call.group(1)) ? "(" : "$0"));
            read.append(";\n");
        }
        return read.toString();
    }

    /// All methods of a class by name; those of one name together.
    private static Map<String, String> methods(String source) {
        Map<String, String> methods = new HashMap<>();
        Matcher head = HEAD.matcher(source);
        while (head.find()) {
            methods.merge(head.group(1), body(source, head.end()), (a, b) -> a + ";\n" + b);
        }
        return methods;
    }

    /// To the brace that closes the method.
    private static String body(String source, int from) {
        int line = source.indexOf('\n', from);
        if (line < 0 || source.substring(from, line).endsWith("{}")) {
            return "";
        }
        int end = source.indexOf("\n    }", line);
        return source.substring(from, end < 0 ? source.length() : end);
    }
}
