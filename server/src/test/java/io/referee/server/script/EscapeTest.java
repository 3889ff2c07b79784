package io.referee.server.script;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Attempts to get out of a script, one a line in `escapes.txt`: with and without the walls of the
/// operating system.
class EscapeTest {

    record Attempt(String name, String code) {
        static Attempt of(String line) {
            int colon = line.indexOf(": ");
            return new Attempt(line.substring(0, colon), line.substring(colon + 2));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static List<Attempt> attempts() throws IOException {
        try (InputStream in = EscapeTest.class.getResourceAsStream("escapes.txt")) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return text.lines().filter(it -> !it.startsWith("#")).map(Attempt::of).toList();
        }
    }

    static List<Arguments> attemptsEverywhere() throws IOException {
        List<Attempt> attempts = attempts();
        return Engines.hereWithWalls().stream()
                .flatMap(engine -> attempts.stream().map(it -> Arguments.of(engine, it)))
                .toList();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("attemptsEverywhere")
    void isHeld(Engines engine, Attempt attempt) {
        Played played =
                Played.play(
                        engine,
                        """
                        begin
                          got = (%s)
                          sys.Log(got ? "ESCAPED with #{got.inspect[0, 200]}" : "held")
                        rescue Exception
                          sys.Log("held by #{$!.class}: #{$!.message[0, 200]}")
                        end
                        sys.Log "went on"
                        """
                                .formatted(attempt.code()));

        assertThat(played.logs()).noneMatch(it -> it.contains("ESCAPED"));
        assertThat(played.end().kind())
                .isIn(ScriptEnd.Kind.FINISHED, ScriptEnd.Kind.SYNTAX, ScriptEnd.Kind.MEMORY);
        assertThat(played.logs()).anyMatch(it -> it.startsWith("held"));
    }

    @Test
    void thereAreSixtyAttemptsAtLeast() throws IOException {
        assertThat(attempts().stream().map(Attempt::name).distinct()).hasSizeGreaterThan(60);
    }

    @ParameterizedTest
    @MethodSource("engines")
    void somethingThatIsAllowedIsNotHeld(Engines engine) {
        assertThat(Played.play(engine, "sys.Log [1, 2].map { |x| x * 2 }.inspect").logs())
                .containsExactly("[2, 4]");
    }

    static List<Engines> engines() {
        return Engines.hereWithWalls();
    }
}
