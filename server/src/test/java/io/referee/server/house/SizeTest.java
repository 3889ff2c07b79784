package io.referee.server.house;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;

/// No file, method or parameter list of the tree is above its limit.
class SizeTest {

    @Test
    void nothingInTheTreeIsAboveItsLimit() {
        List<Violation> found =
                ParsedSource.parse(SourceTree.find().all()).stream()
                        .flatMap(source -> SizeRules.check(source).stream())
                        .toList();

        assertThat(Exceptions.without(found)).isEmpty();
    }

    @Test
    void aLongFileIsNamed() {
        String text = "class A {}\n" + "\n".repeat(SizeRules.FILE_LINES);

        assertThat(check(text))
                .containsExactly("m/src/main/java/A.java: file of 501 lines; the limit is 500");
    }

    @Test
    void aLongMethodIsNamedWithItsLine() {
        String text = "class A {\n\n    void f() {\n" + "        g();\n".repeat(59) + "    }\n}\n";

        assertThat(check(text))
                .containsExactly(
                        "m/src/main/java/A.java:3: method f has 61 lines; the limit is 60");
    }

    @Test
    void aTransitionTableMayBeLonger() {
        assertThat(check(table(95))).isEmpty();
        assertThat(check(table(96)))
                .containsExactly(
                        "m/src/main/java/A.java:2: method f has 101 lines; the limit is 100");
    }

    @Test
    void aSixthParameterIsOneTooMany() {
        assertThat(check("class A {\n    A(int a, int b, int c, int d, int e) {}\n}\n")).isEmpty();
        assertThat(check("class A {\n    A(int a, int b, int c, int d, int e, int f) {}\n}\n"))
                .containsExactly(
                        "m/src/main/java/A.java:2: constructor of A has 6 parameters; the limit is"
                                + " 5");
    }

    @Test
    void aRecordMayHaveManyComponents() {
        String components = "int a, int b, int c, int d, int e, boolean f";

        assertThat(
                        check(
                                "public record A(%s) {\n    static int g;\n    public A(%s) {}\n}\n"
                                        .formatted(components, components)))
                .isEmpty();
    }

    @Test
    void aBooleanParameterOfAPublicTypeIsNamed() {
        assertThat(check("public interface A {\n    void hold(String leg, boolean on);\n}\n"))
                .singleElement()
                .asString()
                .startsWith("m/src/main/java/A.java:2: method hold has the boolean parameter on;");
    }

    @Test
    void aBooleanParameterIsNobodysBusinessInsideATypeThatIsNotPublic() {
        assertThat(check("class A {\n    void hold(boolean on) {}\n}\n")).isEmpty();
    }

    @Test
    void anOverridingMethodDidNotChooseItsParameters() {
        assertThat(check("public class A {\n    @Override\n    void f(boolean b) {}\n}\n"))
                .isEmpty();
    }

    private static String table(int cases) {
        return "class A {\n    int f(int s) {\n        return switch (s) {\n"
                + "            case 1 -> 1;\n".repeat(cases)
                + "            default -> 0;\n        };\n    }\n}\n";
    }

    private static List<String> check(String text) {
        SourceFile file = new SourceFile("m/src/main/java/A.java", text);
        return SizeRules.check(ParsedSource.parse(file)).stream().map(Violation::toString).toList();
    }
}
