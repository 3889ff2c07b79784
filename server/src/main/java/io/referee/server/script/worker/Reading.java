package io.referee.server.script.worker;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What is seen in the text of a plan before it runs. *Immutable.*
///
/// @param reshapes it changes classes that all plans share
/// @param globals the global variables that it names
record Reading(boolean reshapes, Set<String> globals) {

    /// A plan that says such a thing gets a runtime for itself, thrown away when it ends.
    private static final Pattern RESHAPES =
            Pattern.compile(
                    String.join(
                            "|",
                            "(?:^|;)[ \\t]*(?:class|module)[ \\t]+(?:::)?(?:" + core() + ")\\b",
                            "class\\s*<<\\s*[A-Z]",
                            "(?:class|module)_(?:eval|exec)",
                            "define_singleton_method",
                            "instance_variable_set",
                            "const_set",
                            "class_variable",
                            "def\\s+[A-Z]\\w*\\.",
                            "(?:Object|Kernel)\\.",
                            "\\.send",
                            "__send__",
                            "public_send"),
                    Pattern.MULTILINE);

    private static final Pattern GLOBAL = Pattern.compile("\\$([A-Za-z_][A-Za-z_0-9]*)");

    /// Most runs are of a plan that ran before.
    private static final Map<String, Reading> KNOWN = new ConcurrentHashMap<>();

    private static final int MOST_KNOWN = 200;
    private static final int LONGEST_KNOWN = 50_000;

    Reading {
        globals = Set.copyOf(globals);
    }

    /// @param text with all that is run with it
    static Reading of(String text) {
        Reading known = KNOWN.get(text);
        if (known == null) {
            known = new Reading(RESHAPES.matcher(text).find(), globals(text));
            if (KNOWN.size() >= MOST_KNOWN) {
                KNOWN.clear();
            }
            if (text.length() <= LONGEST_KNOWN) {
                KNOWN.put(text, known);
            }
        }
        return known;
    }

    private static Set<String> globals(String text) {
        Set<String> globals = new LinkedHashSet<>();
        Matcher found = GLOBAL.matcher(text);
        while (found.find()) {
            globals.add("$" + found.group(1));
        }
        return globals;
    }

    private static String core() {
        return """
        Object Kernel Comparable Enumerable Enumerator Hash Array String Symbol Integer Float Numeric Fixnum
        Bignum NilClass TrueClass FalseClass Regexp MatchData Range Proc Time Struct Exception StandardError
        Module Class Math Rational Complex Random System Date DateTime CGI URI Base64 JSON
        """
                .strip()
                .replaceAll("\\s+", "|");
    }
}
