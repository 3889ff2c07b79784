package io.referee.server.house;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;

/// The list of exceptions stays honest.
class ExceptionsTest {

    @Test
    void everyExceptionNamesAPlaceThatExistsAndAReason() {
        List<String> places =
                SourceTree.find().all().stream()
                        .flatMap(file -> List.of(file.path(), className(file)).stream())
                        .toList();

        assertThat(Exceptions.ALL)
                .allSatisfy(it -> assertThat(it.where()).isIn(places))
                .allSatisfy(it -> assertThat(it.reason()).isNotBlank());
    }

    @Test
    void anExceptionCoversItsRuleAndItsPlaceOnly() {
        Exceptions.Allowed allowed = Exceptions.ALL.getFirst();
        Violation same = new Violation(allowed.rule(), allowed.where(), 3, "");
        Violation otherRule = new Violation("file-lines", allowed.where(), 3, "");
        Violation otherPlace = new Violation(allowed.rule(), "x/A.java", 3, "");

        assertThat(Exceptions.without(List.of(same, otherRule, otherPlace)))
                .containsExactly(otherRule, otherPlace);
    }

    private static String className(SourceFile file) {
        String name = file.path().substring(file.path().lastIndexOf('/') + 1);
        return file.packageName() + "." + name.replace(".java", "");
    }
}
