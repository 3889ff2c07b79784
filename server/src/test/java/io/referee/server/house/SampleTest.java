package io.referee.server.house;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/// The Java in the pages for users of the library is taken from `examples`, where it is compiled
/// and run.
class SampleTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "README.md",
                "sip/README.md",
                "sip-net/README.md",
                "softphone/README.md",
                "docs/library.md"
            })
    void everySampleStandsInTheExamples(String page) throws Exception {
        SourceTree tree = SourceTree.find();
        List<String> samples = samples(Files.readString(tree.root().resolve(page)));

        assertThat(samples).isNotEmpty().allMatch(sample -> stands(sample, tree.all()), page);
    }

    @Test
    void aSampleIsComparedWithoutBlanks() {
        String page = "Text\n```java\nint a = 1;\n\n    int b = 2;\n```\n```yaml\nx: 1\n```\n";
        SourceFile example =
                new SourceFile("examples/A.java", "class A {\n  int a = 1;\n  int b = 2;\n}\n");

        assertThat(samples(page)).containsExactly("inta=1;intb=2;");
        assertThat(stands(samples(page).getFirst(), List.of(example))).isTrue();
        assertThat(stands("inta=2;", List.of(example))).isFalse();
    }

    private static boolean stands(String sample, List<SourceFile> sources) {
        return sources.stream()
                .filter(source -> source.path().startsWith("examples/"))
                .anyMatch(source -> bare(source.text()).contains(sample));
    }

    private static List<String> samples(String page) {
        List<String> samples = new ArrayList<>();
        String[] parts = page.split("```", -1);
        for (int i = 1; i < parts.length; i += 2) {
            if (parts[i].startsWith("java\n")) {
                samples.add(bare(parts[i].substring("java\n".length())));
            }
        }
        return samples;
    }

    /// The formatter breaks lines where their indentation asks for it.
    private static String bare(String text) {
        return text.chars()
                .filter(c -> !Character.isWhitespace(c))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
