package io.referee.server.house;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The second table of `docs/transfer-cases.md`: where each failure (`F1` to `F20`, `transfers.md`
/// A18), each kind of transfer (`A1` to `A9`, A19) and each message that may cross is tested. A
/// display name says the key, as in `F5, F6: ...`; a row may also refer to cases and other rows.
/// One thread.
final class TransferBranches {
    private static final Pattern KEY = Pattern.compile("\\b([FA]\\d+(?:\\.\\d+)?)\\b(?!\\.\\d)");
    private static final int FAILURES = 20;

    private final Map<String, Row> rows = new LinkedHashMap<>();
    private final Map<String, SortedSet<TransferCases.Named>> tests = new LinkedHashMap<>();

    /// A row in words.
    ///
    /// @param also cases and rows whose tests are about it, too
    private record Row(String text, List<String> also) {}

    /// Whether a line that begins so is a row: `F7`, `A5.3`, `crossing BYE`.
    static boolean isKey(String text) {
        return text.matches("[FA]\\d+(\\.\\d+)?|crossing .+");
    }

    /// @param also numbers of cases and keys of rows, with blanks between them
    void row(String key, String text, String also) {
        List<String> others = also.isEmpty() ? List.of() : Arrays.asList(also.split("\\s+"));
        rows.put(key, new Row(text, others));
    }

    /// A test with what its display name says.
    void note(String words, TransferCases.Named test) {
        Matcher key = KEY.matcher(words);
        while (key.find()) {
            tests.computeIfAbsent(key.group(1), _ -> new TreeSet<>()).add(test);
        }
    }

    /// The tests that name a row, or a part of it: A8 has those of A8.1, too.
    private SortedSet<TransferCases.Named> of(String key) {
        SortedSet<TransferCases.Named> found = new TreeSet<>();
        tests.forEach(
                (named, those) -> {
                    if (named.equals(key)
                            || named.startsWith(key + '.') && !rows.containsKey(named)) {
                        found.addAll(those);
                    }
                });
        return found;
    }

    /// Rows without a test, and references that lead nowhere.
    List<String> wrong(Set<Integer> cases) {
        List<String> wrong = new ArrayList<>();
        for (int number = 1; number <= FAILURES && !rows.isEmpty(); number++) {
            if (!rows.containsKey("F" + number)) {
                wrong.add("F" + number + " has no line");
            }
        }
        rows.forEach(
                (key, row) -> {
                    if (of(key).isEmpty() && row.also().isEmpty()) {
                        wrong.add(key + " has no test");
                    }
                    for (String other : row.also()) {
                        boolean known =
                                other.matches("\\d+")
                                        ? cases.contains(Integer.parseInt(other))
                                        : rows.containsKey(other);
                        if (!known) {
                            wrong.add(key + " refers to " + other + ", which is not tested");
                        }
                    }
                });
        return wrong;
    }

    /// The table, with its heading; nothing when there are no rows.
    String table() {
        if (rows.isEmpty()) {
            return "";
        }
        StringBuilder page =
                new StringBuilder(
                        """

                        ## Failures, kinds and crossings

                        Each failure of transfers (F), each kind of transfer (A), and each message that may cross a transfer, with the tests that name it, and the cases
                        and rows whose tests are about it, too.

                        | row | about | also | tests |
                        |---|---|---|---|
                        """);
        rows.forEach(
                (key, row) ->
                        page.append("| ")
                                .append(key)
                                .append(" | ")
                                .append(row.text())
                                .append(" | ")
                                .append(row.also().isEmpty() ? "–" : words(row.also()))
                                .append(" | ")
                                .append(TransferCases.links(of(key)))
                                .append(" |\n"));
        return page.toString();
    }

    private static String words(List<String> also) {
        return String.join(
                ", ", also.stream().map(o -> o.matches("\\d+") ? "case " + o : o).toList());
    }
}
