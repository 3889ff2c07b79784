package io.referee.server.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.util.List;

/// The conformance table tells what the sources say.
class ConformanceTest {

    private static final String MAIN = "sip/src/main/java/io/referee/sip/A.java";
    private static final String TEST = "sip/src/test/java/io/referee/sip/ATest.java";

    @Test
    void theCommittedTableIsWhatTheSourcesGive() throws Exception {
        SourceTree tree = SourceTree.find();

        assertThat(Files.readString(tree.root().resolve(Conformance.FILE)))
                .as("the citations have changed: run `make rfc` and commit " + Conformance.FILE)
                .isEqualTo(Conformance.of(tree).table());
    }

    @Test
    void everyRfcThatCodeCitesHasALineOfMaturity() throws Exception {
        assertThat(Conformance.of(SourceTree.find()).unknown())
                .as("add a line to " + Maturity.FILE)
                .isEmpty();
    }

    @Test
    void whatIsCalledCompleteIsTestedSectionBySection() throws Exception {
        assertThat(Conformance.of(SourceTree.find()).untestedOfComplete())
                .as("cite these in their tests, or call the RFC `works`")
                .isEmpty();
    }

    @Test
    void citationsAreFoundInAllTheirForms() {
        String source =
                """
                /// A machine (RFC 3261 §17.1.1.2, §17.1.3) with RFC
                /// 6026 in it.
                class A {
                    /// Only a section (§8.1) belongs to the first; RFC 3581
                    /// §4 does not, and RFC 3261 §13-15 are three.
                    void f() {} // §9.1

                    # RFC 5393 §4.2 in a ladder
                }
                """;

        assertThat(Citation.in(source))
                .containsExactly(
                        new Citation(3261, "17.1.1.2"),
                        new Citation(3261, "17.1.3"),
                        new Citation(6026, ""),
                        new Citation(3261, "8.1"),
                        new Citation(3581, "4"),
                        new Citation(3261, "13"),
                        new Citation(3261, "14"),
                        new Citation(3261, "15"),
                        new Citation(3261, "9.1"),
                        new Citation(5393, "4.2"));
    }

    @Test
    void aSectionWithoutATestIsCalledUntestedAndOneTestedInPartsIsNot() {
        SourceFile main = new SourceFile(MAIN, "/// RFC 3261 §9.1 and §17.\nclass A {}\n");
        SourceFile test = new SourceFile(TEST, "/// RFC 3261 §17.1\nclass ATest {}\n");
        Conformance table = table("3261 | works | SIP | nothing", main, test);

        assertThat(table.table())
                .contains("| §9.1 | [A](../../" + MAIN + ") | untested |")
                .contains("| §17 | [A](../../" + MAIN + ") | in its parts |")
                .contains("| §17.1 | – | [ATest](../../" + TEST + ") |")
                .contains("| [3261](#rfc-3261) | SIP | works | 2 | 1 |");
        assertThat(table.untestedOfComplete()).isEmpty();
        assertThat(table("3261 | complete | SIP |", main, test).untestedOfComplete())
                .containsExactly("RFC 3261 §9.1");
    }

    @Test
    void anRfcWithoutALineIsNamedWithTheFileThatCitesIt() {
        SourceFile main = new SourceFile(MAIN, "/// RFC 3515 §2.4.2\nclass A {}\n");

        assertThat(table("3261 | works | SIP |", main).unknown())
                .containsExactly("RFC 3515 is cited in " + MAIN);
        assertThat(table("3515 | planned | Refer |", main).table())
                .contains("planned, though code cites it");
    }

    @Test
    void aLineOfAnotherFormIsRefused() {
        assertThatThrownBy(() -> Maturity.read("3261 | good | SIP |"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(Maturity.read("# a remark\n\n3261 | works | SIP | some")).hasSize(1);
    }

    private static Conformance table(String lines, SourceFile... sources) {
        return new Conformance(Maturity.read(lines), List.of(sources));
    }
}
