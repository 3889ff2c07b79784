package io.referee.server.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

import org.junit.jupiter.api.Test;

import java.util.List;

/// Imports point down, the core stands on its own, and only `app` knows the shell.
class ImportTest {

    private static final String EXAMPLE = "io.referee.server.house.example";

    private static final JavaClasses ours =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages("io.referee");
    private static final JavaClasses example = new ClassFileImporter().importPackages(EXAMPLE);

    @Test
    void importsPointDownOnly() {
        assertThat(Exceptions.without(ImportRules.upward(Rooms.SERVER, ours))).isEmpty();
    }

    @Test
    void roomsOfOneFloorDoNotKnowEachOtherInACircle() {
        assertThat(Exceptions.without(ImportRules.circles(Rooms.SERVER, ours))).isEmpty();
    }

    @Test
    void onlyAppKnowsTheShellAndTheSoftphone() {
        assertThat(Exceptions.without(ImportRules.shellOutsideApp(Rooms.SERVER, ours))).isEmpty();
    }

    @Test
    void sipKnowsNothingButJavaBase() {
        assertThat(Exceptions.without(ImportRules.outsideJavaBase(Rooms.SIP, ours))).isEmpty();
    }

    @Test
    void theLadderKnowsNothingOfSip() {
        assertThat(Exceptions.without(ImportRules.onOurOtherPackages(Rooms.LADDER, ours)))
                .isEmpty();
    }

    @Test
    void theServerIsAmongTheClassesRead() {
        assertThat(ours).extracting("name").contains("io.referee.server.event.Event");
    }

    @Test
    void anUpwardImportIsFound() {
        List<Violation> found = ImportRules.upward(EXAMPLE, example);

        assertThat(found)
                .filteredOn(violation -> violation.rule().equals("upward"))
                .allSatisfy(it -> assertThat(it.where()).endsWith("UpwardCall"))
                .extracting(Violation::message)
                .anySatisfy(it -> assertThat(it).startsWith("call lies below app"));
    }

    @Test
    void aRoomThatTheHouseDoesNotHaveIsFound() {
        assertThat(ImportRules.upward(EXAMPLE, example))
                .filteredOn(violation -> violation.rule().equals("unknown-room"))
                .isNotEmpty()
                .allSatisfy(it -> assertThat(it.where()).endsWith("Stranger"));
    }

    @Test
    void aCircleOnOneFloorIsFound() {
        assertThat(ImportRules.circles(EXAMPLE, example))
                .extracting(Violation::where)
                .containsExactly("account", "cdr");
    }

    @Test
    void aLibraryInTheCoreIsFound() {
        assertThat(ImportRules.outsideJavaBase(EXAMPLE, example))
                .isNotEmpty()
                .allSatisfy(it -> assertThat(it.message()).contains("com.tngtech.archunit"));
    }

    @Test
    void aLookAtOurOtherPackagesIsFound() {
        assertThat(ImportRules.onOurOtherPackages(EXAMPLE + ".somewhere", example))
                .isNotEmpty()
                .allSatisfy(it -> assertThat(it.message()).contains("Bill"));
    }
}
