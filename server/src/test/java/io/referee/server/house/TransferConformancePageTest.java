package io.referee.server.house;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// docs/transfer-conformance.md has a row for each thing that is asked, and names tests that are
/// there.
class TransferConformancePageTest {
    private static final Pattern ROW = Pattern.compile("\\| ([BCS]\\d+) \\| (.+) \\| (.+) \\|");
    private static final Pattern TEST = Pattern.compile("`(\\w+)#(\\w+)`");

    private static final int FLOWS = 50;
    private static final int LIMITS = 9;
    private static final int ABUSES = 22;

    private final SourceTree tree = SourceTree.find();

    private List<Matcher> rows() throws IOException {
        Path page = tree.root().resolve("docs/transfer-conformance.md");
        return Files.readAllLines(page).stream()
                .map(ROW::matcher)
                .filter(Matcher::matches)
                .toList();
    }

    private static Stream<String> numbered(String letter, int most) {
        return IntStream.rangeClosed(1, most).mapToObj(number -> letter + number);
    }

    @Test
    void thereIsARowForEach() throws IOException {
        List<String> wanted =
                Stream.of(numbered("B", FLOWS), numbered("C", LIMITS), numbered("S", ABUSES))
                        .flatMap(some -> some)
                        .toList();

        assertThat(rows()).extracting(row -> row.group(1)).containsExactlyElementsOf(wanted);
    }

    @Test
    void everyTestIsThere() throws IOException {
        List<SourceFile> sources = tree.tests();
        List<String> missing = new ArrayList<>();
        for (Matcher row : rows()) {
            Matcher named = TEST.matcher(row.group(3));
            boolean any = false;
            while (named.find()) {
                any = true;
                if (!isThere(sources, named.group(1), named.group(2))) {
                    missing.add(named.group());
                }
            }
            if (!any && !row.group(2).startsWith("Not ")) {
                missing.add(row.group(1) + " has no test");
            }
        }
        assertThat(missing).isEmpty();
    }

    private static boolean isThere(List<SourceFile> sources, String type, String method) {
        return sources.stream()
                .filter(source -> source.path().endsWith("/" + type + ".java"))
                .anyMatch(source -> source.text().contains(" " + method + "("));
    }
}
