package io.referee.server.house;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;

/// Names that say something, tests that do not sleep, deciding code without monitors, packages
/// marked for null.
class HabitTest {

    private static final String MAIN = "server/src/main/java/io/referee/server/call/A.java";
    private static final String TEST = "server/src/test/java/io/referee/server/call/A.java";

    @Test
    void nothingInTheTreeBreaksAHabit() {
        List<Violation> found =
                ParsedSource.parse(SourceTree.find().all()).stream()
                        .flatMap(source -> HabitRules.check(source).stream())
                        .toList();

        assertThat(Exceptions.without(found)).isEmpty();
    }

    @Test
    void everyMainPackageIsMarkedForNull() {
        List<Violation> found = HabitRules.unmarkedPackages(SourceTree.find().main());

        assertThat(Exceptions.without(found)).isEmpty();
    }

    @Test
    void aSleepingTestIsFoundInAnyDisguise() {
        String text =
                """
                class A {
                    void f() throws Exception {
                        Thread.sleep(10);
                        TimeUnit.SECONDS.sleep(1);
                        sleep(5);
                    }
                }
                """;

        assertThat(check(TEST, text)).extracting(Violation::line).containsExactly(3L, 4L, 5L);
    }

    @Test
    void aMonitorInDecidingCodeIsFound() {
        String text =
                """
                class A {
                    synchronized void f() {}

                    void g() {
                        synchronized (this) {
                        }
                    }
                }
                """;

        assertThat(check(MAIN, text))
                .extracting(Violation::rule)
                .containsExactly("monitor", "monitor");
        assertThat(check(MAIN.replace("/call/", "/store/"), text)).isEmpty();
    }

    @Test
    void aTypeNamedAfterNothingIsFound() {
        assertThat(check(MAIN, "class CallManager {}\n"))
                .extracting(Violation::message)
                .containsExactly("CallManager says nothing with Manager");
    }

    @Test
    void aNoteToSelfIsFound() {
        assertThat(check(MAIN, "// TO" + "DO later\nclass A {}\n"))
                .extracting(Violation::rule)
                .containsExactly("note-to-self");
    }

    @Test
    void aPackageThatIsNotMarkedForNullIsFound() {
        SourceFile type = new SourceFile(MAIN, "class A {}\n");
        SourceFile info =
                new SourceFile(
                        MAIN.replace("A.java", "package-info.java"), "@NullMarked\npackage a;\n");

        assertThat(HabitRules.unmarkedPackages(List.of(type))).hasSize(1);
        assertThat(HabitRules.unmarkedPackages(List.of(type, info))).isEmpty();
    }

    private static List<Violation> check(String path, String text) {
        return HabitRules.check(ParsedSource.parse(new SourceFile(path, text)));
    }
}
