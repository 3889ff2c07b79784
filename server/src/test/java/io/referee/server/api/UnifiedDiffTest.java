package io.referee.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.stream.IntStream;

class UnifiedDiffTest {
    private static String diff(String from, String to) {
        return UnifiedDiff.of("a", lines(from), "b", lines(to));
    }

    private static List<String> lines(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(" "));
    }

    @Test
    void whatIsTheSameDoesNotDiffer() {
        assertThat(diff("1 2 3", "1 2 3")).isEmpty();
    }

    @Test
    void aLineInTheMiddleHasThreeLinesAroundIt() {
        assertThat(diff("1 2 3 4 5 6 7 8 9", "1 2 3 4 x 6 7 8 9"))
                .isEqualTo(
                        """
                        --- a
                        +++ b
                        @@ -2,7 +2,7 @@
                         2
                         3
                         4
                        -5
                        +x
                         6
                         7
                         8
                        """);
    }

    @Test
    void differencesThatAreFarApartStandApart() {
        assertThat(diff("1 2 3 4 5 6 7 8 9", "2 3 4 5 6 7 8 9 10"))
                .isEqualTo(
                        """
                        --- a
                        +++ b
                        @@ -1,4 +1,3 @@
                        -1
                         2
                         3
                         4
                        @@ -7,3 +6,4 @@
                         7
                         8
                         9
                        +10
                        """);
    }

    @Test
    void everythingMayBeNewOrGone() {
        assertThat(diff("", "1")).isEqualTo("--- a\n+++ b\n@@ -0,0 +1 @@\n+1\n");
        assertThat(diff("1", "")).isEqualTo("--- a\n+++ b\n@@ -1 +0,0 @@\n-1\n");
    }

    @Test
    void textsThatAreTooLongAreReplacedAltogether() {
        List<String> from = IntStream.range(0, 3_000).mapToObj(i -> "a" + i).toList();
        List<String> to = IntStream.range(0, 3_000).mapToObj(i -> "b" + i).toList();

        assertThat(UnifiedDiff.of("a", from, "b", to).lines())
                .hasSize(6_003)
                .contains("@@ -1,3000 +1,3000 @@");
    }
}
