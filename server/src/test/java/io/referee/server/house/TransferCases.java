package io.referee.server.house;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The tables of `docs/transfer-cases.md`: which acceptance case of transfers is tested where, and
/// which failure and door ([TransferBranches]). A test says so in its display name, as in `case 7:
/// ...` or `cases 17, 18: ...`. One thread.
///
/// It needs nothing but a JDK: `java .../TransferCases.java`, or `make cases`, writes the table.
final class TransferCases {

    static final String FILE = "docs/transfer-cases.md";
    static final String TITLES = "docs/transfer-cases.txt";

    /// How many cases there are.
    static final int CASES = 100;

    private static final String HOUSE = "server/src/test/java/io/referee/server/house/";
    private static final Pattern NAMED =
            Pattern.compile("@DisplayName\\(\\s*((?:\"(?:[^\"\\\\]|\\\\.)*\"[\\s+]*)+)\\)");
    private static final Pattern METHOD =
            Pattern.compile("\\b(?:void|Stream<DynamicTest>)\\s+(\\w+)\\s*\\(");
    private static final Pattern CASE =
            Pattern.compile("\\bcases? (\\d+(?:(?:, | and | to )\\d+)*)\\b");
    private static final Pattern NUMBERS = Pattern.compile("(\\d+)(?: to (\\d+))?");

    private final SortedMap<Integer, Title> titles = new TreeMap<>();
    private final SortedMap<Integer, SortedSet<Named>> tests = new TreeMap<>();
    private final TransferBranches branches = new TransferBranches();

    /// A case in words.
    ///
    /// @param missing what its tests do not test yet, or empty
    /// @param why why none of its tests is played every way in both roles, or empty
    private record Title(String text, String missing, String why) {}

    /// A test that names a case.
    record Named(String path, String method, Played played) implements Comparable<Named> {
        @Override
        public int compareTo(Named other) {
            int byPath = path.compareTo(other.path);
            return byPath == 0 ? method.compareTo(other.method) : byPath;
        }
    }

    TransferCases(String titleLines, List<SourceFile> sources) {
        titleLines
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .forEach(this::title);
        for (SourceFile source : sources) {
            if (!source.path().startsWith(HOUSE)) {
                note(source);
            }
        }
    }

    /// Of the tree as it lies on disk.
    static TransferCases of(SourceTree tree) throws IOException {
        return new TransferCases(Files.readString(tree.root().resolve(TITLES)), tree.tests());
    }

    /// Writes the table.
    public static void main(String[] args) throws IOException {
        SourceTree tree = SourceTree.find();
        Path file = tree.root().resolve(FILE);
        Files.writeString(file, of(tree).table());
        System.out.println("written: " + file);
    }

    private void title(String line) {
        String[] parts = line.split("\\|", -1);
        String key = parts[0].strip();
        if (parts.length == 3 && TransferBranches.isKey(key)) {
            branches.row(key, parts[1].strip(), parts[2].strip());
            return;
        }
        if (parts.length < 3 || parts.length > 4 || !key.matches("\\d+")) {
            throw new IllegalArgumentException("not number | text | missing | why: " + line);
        }
        String why = parts.length == 4 ? parts[3].strip() : "";
        titles.put(Integer.parseInt(key), new Title(parts[1].strip(), parts[2].strip(), why));
    }

    private void note(SourceFile source) {
        Matcher named = NAMED.matcher(source.text());
        while (named.find()) {
            Matcher method = METHOD.matcher(source.text());
            if (method.find(named.end())) {
                Played played = Played.of(source.text(), method.end());
                Named test = new Named(source.path(), method.group(1), played);
                String words = words(named.group(1));
                for (int number : numbers(words)) {
                    tests.computeIfAbsent(number, _ -> new TreeSet<>()).add(test);
                }
                branches.note(words, test);
            }
        }
    }

    /// The text of string literals with plus signs between them.
    private static String words(String literals) {
        return literals.replaceAll("\"\\s*\\+\\s*\"", "").strip();
    }

    /// The cases that a display name names.
    static List<Integer> numbers(String name) {
        List<Integer> numbers = new ArrayList<>();
        CASE.matcher(name)
                .results()
                .flatMap(list -> NUMBERS.matcher(list.group(1)).results())
                .forEach(range -> add(range, numbers));
        return numbers;
    }

    private static void add(MatchResult range, List<Integer> numbers) {
        int first = Integer.parseInt(range.group(1));
        int last = range.group(2) == null ? first : Integer.parseInt(range.group(2));
        for (int number = first; number <= last; number++) {
            numbers.add(number);
        }
    }

    /// What does not fit together: cases without words, and numbers of cases that do not exist.
    List<String> wrong() {
        List<String> wrong = new ArrayList<>();
        for (int number = 1; number <= CASES; number++) {
            if (!titles.containsKey(number)) {
                wrong.add("case " + number + " has no line in " + TITLES);
            }
        }
        tests.forEach(
                (number, by) -> {
                    if (number < 1 || number > CASES) {
                        wrong.add("there is no case " + number + ": " + by.first());
                    }
                });
        titles.forEach(
                (number, title) -> {
                    if (!title.missing().isEmpty() && !tests.containsKey(number)) {
                        wrong.add("case " + number + " lacks more than " + title.missing());
                    }
                    boolean all = tests.containsKey(number) && bothRoles(number);
                    if (tests.containsKey(number) && all != title.why().isEmpty()) {
                        wrong.add("case " + number + " is played " + played(number));
                    }
                });
        wrong.addAll(branches.wrong(tests.keySet()));
        return wrong;
    }

    private boolean bothRoles(int number) {
        return played(number).equals(Played.BOTH_ROLES.words);
    }

    /// The page.
    String table() {
        long tested = titles.keySet().stream().filter(tests::containsKey).count();
        StringBuilder page =
                new StringBuilder(
                        """
                        # Acceptance cases of transfers

                        Made from the display names of the tests by `make cases`; change those, or [transfer-cases.txt](transfer-cases.txt), not this page.
                        The last column says how the ladders of a case are played, by that of its tests which does most. *Every way*: over UDP as written, with duplicates,
                        with each datagram lost once, with 10 % loss and with reordering, and over TCP; with *both roles*: all of that with the transferor as caller and again
                        as callee (in a call without a transfer: with caller and callee swapped), or with *one role*. *In order*: the same without loss and reordering, for
                        messages that have to cross just so or that nobody sends again. *As written*: once, for what lasts, or is about a loss of its own. *Otherwise*: by no
                        ladder, or by many in a crowd. Below the table stands why a case has less than every way and both roles. All tests pass, or the build fails.

                        """);
        page.append(tested).append(" of ").append(titles.size()).append(" cases have a test.\n\n");
        page.append("| case | about | tests | state | played |\n|---|---|---|---|---|\n");
        titles.forEach(
                (number, title) ->
                        page.append("| ")
                                .append(number)
                                .append(" | ")
                                .append(title.text())
                                .append(" | ")
                                .append(links(number))
                                .append(" | ")
                                .append(state(number, title))
                                .append(" | ")
                                .append(played(number))
                                .append(" |\n"));
        page.append("\n## What is not played every way in both roles\n\n");
        titles.forEach(
                (number, title) -> {
                    if (!title.why().isEmpty()) {
                        page.append("- Case ").append(number).append(": ").append(title.why());
                        page.append('\n');
                    }
                });
        return page + branches.table();
    }

    private String played(int number) {
        return tests.getOrDefault(number, new TreeSet<>()).stream()
                .map(Named::played)
                .min(Comparator.naturalOrder())
                .map(way -> way.words)
                .orElse("–");
    }

    private String state(int number, Title title) {
        if (!tests.containsKey(number)) {
            return "**untested**";
        }
        return title.missing().isEmpty() ? "tested" : "in part; missing: " + title.missing();
    }

    /// The tests, class by class.
    private String links(int number) {
        return links(tests.getOrDefault(number, new TreeSet<>()));
    }

    /// Links to these tests, class by class; a dash for none.
    static String links(SortedSet<Named> tests) {
        SortedMap<String, List<String>> byPath = new TreeMap<>();
        for (Named test : tests) {
            byPath.computeIfAbsent(test.path(), _ -> new ArrayList<>()).add(test.method());
        }
        List<String> links = new ArrayList<>();
        byPath.forEach(
                (path, methods) ->
                        links.add(
                                "["
                                        + type(path)
                                        + "](../"
                                        + path
                                        + "): "
                                        + String.join(", ", methods)));
        return links.isEmpty() ? "–" : String.join("; ", links);
    }

    private static String type(String path) {
        return path.substring(path.lastIndexOf('/') + 1, path.length() - ".java".length());
    }
}
