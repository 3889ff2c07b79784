package io.referee.server.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.util.List;

/// The table of acceptance cases tells what the tests say.
class TransferCasesTest {

    @Test
    void theCommittedTableIsWhatTheTestsGive() throws Exception {
        SourceTree tree = SourceTree.find();

        assertThat(Files.readString(tree.root().resolve(TransferCases.FILE)))
                .as("display names have changed: run `make cases`, commit " + TransferCases.FILE)
                .isEqualTo(TransferCases.of(tree).table());
    }

    @Test
    void everyCaseHasItsWordsAndEveryNumberIsACase() throws Exception {
        assertThat(TransferCases.of(SourceTree.find()).wrong()).isEmpty();
    }

    @Test
    void numbersAreFoundInAllTheirForms() {
        assertThat(TransferCases.numbers("case 7: a target that never answers")).containsExactly(7);
        assertThat(TransferCases.numbers("cases 17, 18 and 24: what is refused"))
                .containsExactly(17, 18, 24);
        assertThat(TransferCases.numbers("cases 38 to 40: joined")).containsExactly(38, 39, 40);
        assertThat(TransferCases.numbers("F15, case 91: two phones")).containsExactly(91);
        assertThat(TransferCases.numbers("in any case 2x is answered once")).isEmpty();
        assertThat(TransferCases.numbers("S6: nobody else pays")).isEmpty();
    }

    @Test
    void aTestIsFoundByItsDisplayNameEvenOverSeveralLines() {
        String test =
                """
                class ATest {
                    @TestFactory
                    @DisplayName(
                            "case 2: a name that is longer"
                                    + " than a line")
                    Stream<DynamicTest> aNameInTwoLines() {}

                    @Test
                    @DisplayName("case 101: none")
                    void none() {}

                    @Test
                    void withoutAName() {}
                }
                """;
        var cases =
                new TransferCases(
                        "1 | one |\n2 | two | some\n3 | three | more\n",
                        List.of(new SourceFile("server/src/test/java/a/ATest.java", test)));

        assertThat(cases.table())
                .contains("1 of 3 cases have a test.")
                .contains("| 1 | one | – | **untested** | – |")
                .contains(
                        "| 2 | two | [ATest](../server/src/test/java/a/ATest.java): aNameInTwoLines"
                                + " | in part; missing: some | otherwise |");
        assertThat(cases.wrong())
                .contains("case 4 has no line in " + TransferCases.TITLES)
                .contains("case 3 lacks more than more")
                .anyMatch(line -> line.startsWith("there is no case 101"));
    }

    @Test
    void aFailureIsFoundByItsKeyAndAKindByItsParts() {
        String test =
                """
                class BTest {
                    @Test
                    @DisplayName("F5, F6: two of them")
                    void both() {}

                    @Test
                    @DisplayName("A8.2: music, and F.6: a limit")
                    void music() {}
                }
                """;
        var cases =
                new TransferCases(
                        "F5 | five |\nF7 | seven |\nA8 | hold |\ncrossing BYE | BYE | F5 F9 7\n",
                        List.of(new SourceFile("server/src/test/java/a/BTest.java", test)));

        assertThat(cases.table())
                .contains("| F5 | five | – | [BTest](../server/src/test/java/a/BTest.java): both |")
                .contains(
                        "| A8 | hold | – | [BTest](../server/src/test/java/a/BTest.java): music |")
                .contains("| crossing BYE | BYE | F5, F9, case 7 | – |");
        assertThat(cases.wrong())
                .contains("F1 has no line", "F6 has no line", "F7 has no test")
                .contains("crossing BYE refers to F9, which is not tested")
                .contains("crossing BYE refers to 7, which is not tested")
                .doesNotContain("F5 has no test");
    }

    @Test
    void whatIsNotPlayedEveryWaySaysWhy() {
        String test =
                """
                class CTest {
                    @TestFactory
                    @DisplayName("cases 1, 2: played in order")
                    Stream<DynamicTest> inOrder() {
                        return Playing.inOrder(TEXT);
                    }
                }
                """;
        var cases =
                new TransferCases(
                        "1 | one |\n2 | two | | because\n",
                        List.of(new SourceFile("server/src/test/java/a/CTest.java", test)));

        assertThat(cases.table()).contains("- Case 2: because\n");
        assertThat(cases.wrong())
                .contains("case 1 is played in order")
                .doesNotContain("case 2 is played in order");
    }

    @Test
    void oneRoleIsLessThanBothAndOnlyWhatATestCallsCounts() {
        String test =
                """
                class DTest {
                    @DisplayName("case 1: a helper of the next test stands behind it")
                    Stream<DynamicTest> one() {
                        return Playing.everyWay(TEXT, WORLD);
                    }

                    private static Stream<DynamicTest> both(String text) {
                        return more(text);
                    }

                    private static Stream<DynamicTest> more(String text) {
                        return TransferPlaying.everyWay(text, WORLD);
                    }

                    @DisplayName("case 2: what it calls counts")
                    Stream<DynamicTest> two() {
                        return both(TEXT);
                    }

                    private static Stream<DynamicTest> everyWay(String text) {
                        return Playing.inOrder(text, WORLD);
                    }

                    @DisplayName("case 3: the name of a helper counts for nothing")
                    Stream<DynamicTest> three() {
                        return everyWay(TEXT);
                    }

                    @DisplayName("case 4: roles that are swapped are both")
                    Stream<DynamicTest> four() {
                        return Playing.everyWay(TEXT, WORLD, Map.of("one", "b"));
                    }

                    @DisplayName("case 5: two beginnings are both")
                    Stream<DynamicTest> five() {
                        return Playing.bothRoles(CALLS, IS_CALLED, WORLD);
                    }
                }
                """;

        String table =
                new TransferCases(
                                "1 | a | | so\n2 | b |\n3 | c |\n4 | d |\n5 | e |\n",
                                List.of(new SourceFile("server/src/test/java/a/DTest.java", test)))
                        .table();

        assertThat(table)
                .containsPattern("\\| 1 \\|.* every way, one role \\|")
                .containsPattern("\\| 2 \\|.* every way, both roles \\|")
                .containsPattern("\\| 3 \\|.* in order \\|")
                .containsPattern("\\| 4 \\|.* every way, both roles \\|")
                .containsPattern("\\| 5 \\|.* every way, both roles \\|");
    }

    @Test
    void aLineOfAnotherFormIsRefused() {
        assertThatThrownBy(() -> new TransferCases("one | two", List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
