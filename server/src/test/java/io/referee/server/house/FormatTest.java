package io.referee.server.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.StringWrapper;

import org.junit.jupiter.api.Test;

import java.util.List;

/// Every source file looks as google-java-format (AOSP) would print it.
///
/// This is the one check of it, and holds whatever JVM Maven runs on; `make format` makes it so.
class FormatTest {

    private final Formatter formatter =
            new Formatter(
                    JavaFormatterOptions.builder().style(JavaFormatterOptions.Style.AOSP).build());

    @Test
    void everySourceFileIsFormatted() {
        List<String> wrong =
                SourceTree.find().all().parallelStream()
                        .filter(file -> !isFormatted(file))
                        .map(SourceFile::path)
                        .toList();

        assertThat(wrong).as("files that differ from the formatter: run `make format`").isEmpty();
    }

    @Test
    void aBadlyIndentedFileIsFound() {
        SourceFile bad = new SourceFile("x/A.java", "class A {\n  int f() { return 1; }\n}\n");

        assertThat(isFormatted(bad)).isFalse();
    }

    @Test
    void aStringThatIsTooLongIsFound() {
        String text = "word ".repeat(30).strip();
        SourceFile bad =
                new SourceFile("x/A.java", "class A {\n    String a = \"" + text + "\";\n}\n");

        assertThat(isFormatted(bad)).isFalse();
    }

    @Test
    void aFormattedFileOfNewJavaPasses() {
        SourceFile good =
                new SourceFile(
                        "x/A.java",
                        """
                        /// A *choice*.
                        sealed interface A {
                            record B(int x) implements A {}

                            static int f(A a) {
                                return switch (a) {
                                    case B(_) -> 1;
                                };
                            }
                        }
                        """);

        assertThat(isFormatted(good)).isTrue();
    }

    private boolean isFormatted(SourceFile file) {
        try {
            String formatted = formatter.formatSourceAndFixImports(file.text());
            return StringWrapper.wrap(formatted, formatter).equals(file.text());
        } catch (FormatterException e) {
            throw new AssertionError(file.path() + " cannot be read: " + e.getMessage(), e);
        }
    }
}
