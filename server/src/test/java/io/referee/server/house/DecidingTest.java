package io.referee.server.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

import io.referee.server.house.example.call.ActingCall;

import org.junit.jupiter.api.Test;

/// Code that decides does not act, and no code of the server looks at itself.
class DecidingTest {

    private static final JavaClasses ours =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages(Rooms.SIP, Rooms.SERVER);
    private static final JavaClasses example =
            new ClassFileImporter().importClasses(ActingCall.class);

    @Test
    void whatDecidesDoesNotAct() {
        JavaClasses deciding =
                ours.that(
                        DescribedPredicate.describe(
                                "decide", (JavaClass it) -> Rooms.isDeciding(it.getPackageName())));

        assertThat(Exceptions.without(DecidingRules.acting(deciding))).isEmpty();
    }

    @Test
    void theServerDoesNotReflect() {
        assertThat(Exceptions.without(DecidingRules.reflecting(ours))).isEmpty();
    }

    @Test
    void actingIsFoundInEveryForm() {
        assertThat(DecidingRules.acting(example))
                .extracting(Violation::message)
                .anySatisfy(it -> assertThat(it).contains("Instant.now()"))
                .anySatisfy(it -> assertThat(it).contains("System.nanoTime()"))
                .anySatisfy(it -> assertThat(it).contains("java.util.Random.<init>()"))
                .anySatisfy(it -> assertThat(it).contains("java.lang.Thread"))
                .anySatisfy(it -> assertThat(it).contains("java.net.Socket"))
                .anySatisfy(it -> assertThat(it).contains("ReentrantLock"));
    }

    @Test
    void aDieWithASeedIsAllowed() {
        assertThat(DecidingRules.acting(example))
                .extracting(Violation::message)
                .noneMatch(it -> it.contains("Random.<init>(long)"));
    }

    @Test
    void reflectionIsFound() {
        assertThat(DecidingRules.reflecting(example))
                .extracting(Violation::message)
                .anySatisfy(it -> assertThat(it).contains("getMethods()"));
    }

    @Test
    void theRoomsThatDecideAreTheRightOnes() {
        assertThat(Rooms.isDeciding("io.referee.sip.transaction")).isTrue();
        assertThat(Rooms.isDeciding("io.referee.server.transfer")).isTrue();
        assertThat(Rooms.isDeciding("io.referee.server.store")).isFalse();
        assertThat(Rooms.isDeciding("io.referee.sipnet")).isFalse();
    }
}
