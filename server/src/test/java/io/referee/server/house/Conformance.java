package io.referee.server.house;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// The table of `docs/rfc/conformance.md`: which section of an RFC is cited in which code and in
/// which tests. One thread.
///
/// It needs nothing but a JDK: `java .../Conformance.java`, or `make rfc`, writes the table.
final class Conformance {

    static final String FILE = "docs/rfc/conformance.md";

    private static final String HOUSE = "server/src/test/java/io/referee/server/house/";
    private static final List<String> LIBRARY =
            List.of("sip/", "sip-net/", "softphone/", "server/", "console/");

    private final Map<Integer, Maturity> maturity = new TreeMap<>();
    private final Map<Integer, Map<String, Cited>> cited = new TreeMap<>();

    /// Where one section is cited. Paths from the project's root.
    private record Cited(SortedSet<String> code, SortedSet<String> tests) {
        Cited() {
            this(new TreeSet<>(), new TreeSet<>());
        }
    }

    Conformance(List<Maturity> lines, List<SourceFile> sources) {
        for (Maturity line : lines) {
            maturity.put(line.rfc(), line);
        }
        for (SourceFile source : sources) {
            if (!source.path().startsWith(HOUSE)) {
                note(source);
            }
        }
    }

    /// Of the tree as it lies on disk.
    static Conformance of(SourceTree tree) throws IOException {
        String lines = Files.readString(tree.root().resolve(Maturity.FILE));
        return new Conformance(Maturity.read(lines), tree.all());
    }

    /// Writes the table.
    public static void main(String[] args) throws IOException {
        SourceTree tree = SourceTree.find();
        Path file = tree.root().resolve(FILE);
        Files.writeString(file, of(tree).table());
        System.out.println("written: " + file);
    }

    private void note(SourceFile source) {
        boolean test = source.path().contains("/src/test/");
        boolean code = !test && LIBRARY.stream().anyMatch(source.path()::startsWith);
        for (Citation citation : Citation.in(source.text())) {
            Cited where =
                    cited.computeIfAbsent(citation.rfc(), rfc -> new TreeMap<>(BY_NUMBERS))
                            .computeIfAbsent(citation.section(), section -> new Cited());
            if (test) {
                where.tests().add(source.path());
            } else if (code) {
                where.code().add(source.path());
            }
        }
    }

    /// `9` before `10`, `10.2` before `10.10`, letters behind numbers, the whole RFC first.
    private static final Comparator<String> BY_NUMBERS =
            Comparator.comparing(Conformance::sortable).thenComparing(Comparator.naturalOrder());

    private static String sortable(String section) {
        StringBuilder key = new StringBuilder();
        for (String part : section.split("\\.", -1)) {
            boolean number = !part.isEmpty() && part.chars().allMatch(Character::isDigit);
            key.append(number ? "0".repeat(Math.max(0, 4 - part.length())) + part : part);
            key.append('.');
        }
        return key.toString();
    }

    /// RFCs that code cites and [Maturity#FILE] does not know, with a file that does so.
    List<String> unknown() {
        List<String> unknown = new ArrayList<>();
        cited.forEach(
                (rfc, sections) -> {
                    Optional<String> code =
                            sections.values().stream()
                                    .flatMap(where -> where.code().stream())
                                    .findFirst();
                    if (code.isPresent() && !maturity.containsKey(rfc)) {
                        unknown.add("RFC " + rfc + " is cited in " + code.get());
                    }
                });
        return unknown;
    }

    /// Sections of RFCs called complete that code cites and no test does.
    List<String> untestedOfComplete() {
        List<String> untested = new ArrayList<>();
        for (Maturity line : maturity.values()) {
            if (line.word().equals("complete")) {
                Map<String, Cited> sections = cited.getOrDefault(line.rfc(), Map.of());
                sections.forEach(
                        (section, where) -> {
                            if (!where.code().isEmpty() && !tested(section, sections)) {
                                untested.add("RFC " + line.rfc() + " §" + section);
                            }
                        });
            }
        }
        return untested;
    }

    /// Cited by a test itself, or a part of it is; the RFC as a whole when any part is.
    private static boolean tested(String section, Map<String, Cited> sections) {
        return sections.entrySet().stream()
                .filter(entry -> !entry.getValue().tests().isEmpty())
                .map(Map.Entry::getKey)
                .anyMatch(
                        other ->
                                section.isEmpty()
                                        || other.equals(section)
                                        || other.startsWith(section + "."));
    }

    /// The page.
    String table() {
        StringBuilder page =
                new StringBuilder(
                        """
                        # Conformance

                        Made from the citations in the sources by `make rfc`; change those, or [maturity.txt](maturity.txt), not this page.
                        Departures have [a page of their own](README.md).

                        - **complete**: all that concerns us; each cited section has a test that cites it.
                        - **works**: what people use works and is tested; the remark says what is left out.
                        - **partial**: pieces of it, see the remark.
                        - **planned**: nothing that could be relied on yet.
                        - **reference**: cited for a word or an example; there is nothing to implement.

                        A section counts as tested when a test cites it or a part of it.

                        | RFC | title | maturity | sections in code | tested |
                        |---|---|---|---|---|
                        """);
        SortedSet<Integer> all = new TreeSet<>(maturity.keySet());
        all.addAll(cited.keySet());
        all.forEach(rfc -> page.append(overview(rfc)));
        all.forEach(rfc -> page.append(chapter(rfc)));
        return page.toString();
    }

    private Maturity line(int rfc) {
        return maturity.getOrDefault(rfc, new Maturity(rfc, "planned", "cited by tests only", ""));
    }

    private String overview(int rfc) {
        Map<String, Cited> sections = cited.getOrDefault(rfc, Map.of());
        List<String> inCode =
                sections.entrySet().stream()
                        .filter(entry -> !entry.getValue().code().isEmpty())
                        .map(Map.Entry::getKey)
                        .toList();
        long tested = inCode.stream().filter(section -> tested(section, sections)).count();
        Maturity line = line(rfc);
        boolean ahead = line.word().equals("planned") && !inCode.isEmpty();
        String word = ahead ? "planned, though code cites it" : line.word();
        String number = sections.isEmpty() ? "" + rfc : "[" + rfc + "](#rfc-" + rfc + ")";
        return row(number, line.title(), word, "" + inCode.size(), "" + tested);
    }

    private String chapter(int rfc) {
        Map<String, Cited> sections = cited.getOrDefault(rfc, Map.of());
        if (sections.isEmpty()) {
            return "";
        }
        Maturity line = line(rfc);
        StringBuilder chapter = new StringBuilder("\n## RFC " + rfc + "\n\n");
        chapter.append(line.title()).append(": **").append(line.word()).append("**.");
        chapter.append(line.remark().isEmpty() ? "\n\n" : ' ' + line.remark() + "\n\n");
        chapter.append("| section | code | tests |\n|---|---|---|\n");
        sections.forEach(
                (section, where) -> {
                    boolean untested = where.tests().isEmpty() && !tested(section, sections);
                    String inParts = untested ? "untested" : "in its parts";
                    chapter.append(
                            row(
                                    section.isEmpty() ? "as a whole" : "§" + section,
                                    links(where.code(), "–"),
                                    links(where.tests(), inParts)));
                });
        return chapter.toString();
    }

    private static String row(String... cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }

    private static String links(SortedSet<String> paths, String none) {
        if (paths.isEmpty()) {
            return none;
        }
        return String.join(
                ", ",
                paths.stream()
                        .sorted(Comparator.comparing(Conformance::name).thenComparing(p -> p))
                        .map(path -> "[" + name(path) + "](../../" + path + ")")
                        .toList());
    }

    private static String name(String path) {
        String file = path.substring(path.lastIndexOf('/') + 1, path.length() - ".java".length());
        if (!file.equals("package-info")) {
            return file;
        }
        String folder = path.substring(0, path.lastIndexOf('/'));
        return folder.substring(folder.lastIndexOf('/') + 1);
    }
}
