package io.referee.server.house;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// docs/faults.md names tests that are there.
class FaultsPageTest {
    private static final Pattern TEST = Pattern.compile("`(\\w+)#(\\w+)`");

    @Test
    void everyFaultHasATestThatIsThere() throws IOException {
        Path root = SourceTree.find().root();
        List<String> rows =
                Files.readAllLines(root.resolve("docs/faults.md")).stream()
                        .filter(line -> line.startsWith("| ") && !line.startsWith("| fault "))
                        .toList();
        assertThat(rows).hasSizeGreaterThan(10);
        List<String> missing = new ArrayList<>();
        for (String row : rows) {
            Matcher named = TEST.matcher(row);
            assertThat(named.find()).as(row).isTrue();
            do {
                if (!isThere(root, named.group(1), named.group(2))) {
                    missing.add(named.group());
                }
            } while (named.find());
        }
        assertThat(missing).isEmpty();
    }

    private static boolean isThere(Path root, String type, String method) throws IOException {
        Optional<Path> file = source(root, type + ".java");
        return file.isPresent() && Files.readString(file.get()).contains(" " + method + "(");
    }

    private static Optional<Path> source(Path root, String name) throws IOException {
        for (String module : List.of("server", "sip-net", "acceptance")) {
            try (Stream<Path> files = Files.walk(root.resolve(module).resolve("src/test"))) {
                Optional<Path> found =
                        files.filter(file -> file.getFileName().toString().equals(name)).findAny();
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }
}
