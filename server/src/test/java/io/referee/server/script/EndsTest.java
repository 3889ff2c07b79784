package io.referee.server.script;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Each way to end is told as what it was, with the line.
class EndsTest {

    static List<Engines> engines() {
        return Engines.here();
    }

    @ParameterizedTest
    @MethodSource("engines")
    void aTextThatIsNoRuby(Engines engine) {
        ScriptEnd end =
                Played.play(engine, "sys.Log 'a'\nif true\n  sys.Log 'b'\nsys.Log )\n").end();

        assertThat(end.kind()).isEqualTo(ScriptEnd.Kind.SYNTAX);
        assertThat(end.kind().reason()).isEqualTo("Dial plan syntax error");
        assertThat(end.line()).isEqualTo(4);
    }

    @ParameterizedTest
    @MethodSource("engines")
    void aSyntaxErrorIsFoundWithoutRunning(Engines engine) {
        assertThat(engine.scripts().check("sys.Log 'a'\nsys.Dial("))
                .isInstanceOf(Syntax.Wrong.class);
        assertThat(engine.scripts().check("sys.Log 'a'\nsys.Log )"))
                .isInstanceOfSatisfying(
                        Syntax.Wrong.class, wrong -> assertThat(wrong.error().line()).isEqualTo(2));
        assertThat(engine.scripts().check("when_there = 1\ncase 1\n when 1 : exit\nend"))
                .isEqualTo(new Syntax.Good());
    }

    @ParameterizedTest
    @MethodSource("engines")
    void aMethodThatIsNotThere(Engines engine) {
        ScriptEnd end = Played.play(engine, "x = 1\nnosuch(x)").end();

        assertThat(end.kind()).isEqualTo(ScriptEnd.Kind.MISSING_METHOD);
        assertThat(end.line()).isEqualTo(2);
        assertThat(end.message()).contains("nosuch");
        assertThat(Played.play(engine, "sys.NoSuchVerb(1)").end().kind())
                .isEqualTo(ScriptEnd.Kind.MISSING_METHOD);
        assertThat(Played.play(engine, "sys.Transfer('1')").end().message()).contains("Transfer");
    }

    @ParameterizedTest
    @MethodSource("engines")
    void anError(Engines engine) {
        ScriptEnd end = Played.play(engine, "def deep\n  1 / 0\nend\n\ndeep").end();

        assertThat(end)
                .isEqualTo(
                        new ScriptEnd(
                                ScriptEnd.Kind.EXCEPTION, "divided by 0", 2, "ZeroDivisionError"));
    }

    @ParameterizedTest
    @MethodSource("engines")
    void nothingToRun(Engines engine) {
        assertThat(Played.play(engine, " \r\n#Ruby\r\n").end().kind())
                .isEqualTo(ScriptEnd.Kind.EMPTY);
    }

    @ParameterizedTest
    @MethodSource("engines")
    void whoHasUsedItsProcessorTimeEndsLikeWhoTookTooLong(Engines engine) {
        Played played = limited(engine, "sys.Log 'a'\nloop {}", 50, 10_000);

        assertThat(played.end())
                .isEqualTo(
                        ScriptEnd.of(ScriptEnd.Kind.TIMED_OUT, "it used all its processor time"));
        assertThat(played.end().kind().reason()).isEmpty();
        assertThat(played.logs()).containsExactly("a", "it used all its processor time");
    }

    @ParameterizedTest
    @MethodSource("engines")
    void linesThatTheLogDoesNotHoldAreNotShown(Engines engine) {
        Played many =
                limited(engine, "9.times { |i| sys.Log i }\nputs 'x'\nsys.Dial('a@b')", 3, 10_000);
        Played large = limited(engine, "4.times { sys.Log 'äöü' * 10 }\nsys.Dial('a@b')", 50, 130);

        assertThat(many.end().kind()).isEqualTo(ScriptEnd.Kind.FINISHED);
        assertThat(many.logs()).containsExactly("0", "1", "2", "more lines are not shown");
        assertThat(many.calls()).containsExactly("Dial[a@b]");
        assertThat(large.end().kind()).isEqualTo(ScriptEnd.Kind.FINISHED);
        assertThat(large.logs())
                .containsExactly("äöü".repeat(10), "äöü".repeat(10), "more lines are not shown");
        assertThat(large.calls()).containsExactly("Dial[a@b]");
    }

    /// What no frame holds reaches the server as little as what the log does not hold.
    @ParameterizedTest
    @MethodSource("engines")
    void aTextThatIsFarTooLongIsNotShown(Engines engine) {
        Played log = limited(engine, "sys.Log 'ä' * 2_000_000\nsys.Dial('a@b')", 50, 131);
        Played call =
                limited(
                        engine,
                        "begin; sys.Dial('x' * 2_000_000); rescue => e; sys.Log e.message; end",
                        50,
                        10_000);

        assertThat(log.end().kind()).isEqualTo(ScriptEnd.Kind.FINISHED);
        assertThat(log.logs()).containsExactly("more lines are not shown");
        assertThat(log.calls()).containsExactly("Dial[a@b]");
        assertThat(call.end().kind()).isEqualTo(ScriptEnd.Kind.FINISHED);
        assertThat(call.logs()).containsExactly("more than 524288 octets at once");
        assertThat(call.calls()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("engines")
    void whoAsksTooOftenIsEnded(Engines engine) {
        Played played = limited(engine, "60.times { sys.IsAvailable }", 50, 10_000);

        assertThat(played.end())
                .isEqualTo(ScriptEnd.of(ScriptEnd.Kind.OUTPUT, "more than 50 calls"));
        assertThat(played.calls()).hasSize(50);
    }

    /// On CRuby that is the death of a process which nobody shares.
    @Test
    void whoChangesHowTextsAreCutEndsAllTheSame() {
        Played played =
                limited(
                        Engines.JRUBY,
                        "class String; def [](*) = self; end\nraise 'x' * 600_000",
                        50,
                        10_000);

        assertThat(played.end().kind()).isEqualTo(ScriptEnd.Kind.EXCEPTION);
        assertThat(played.end().message()).isEqualTo("an error whose text is too long");
    }

    private static Played limited(Engines engine, String text, int lines, int octets) {
        ScriptLimits limits =
                new ScriptLimits(
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(90),
                        Duration.ofSeconds(1),
                        96L * 1024 * 1024,
                        lines,
                        octets,
                        50);
        Played played = Played.start(engine.scripts(), Played.run(text).with(limits), Map.of());
        played.end();
        return played;
    }

    @ParameterizedTest
    @MethodSource("engines")
    void linesAreTold(Engines engine) {
        Played played =
                Played.start(
                        engine.scripts(),
                        Played.run("x = 1\nif x == 2\n  x = 3\nelse\n  x = 4\nend\nsys.Log x")
                                .traced(),
                        Map.of());

        assertThat(played.end().kind()).isEqualTo(ScriptEnd.Kind.FINISHED);
        assertThat(played.lines()).containsExactly(1, 2, 5, 7);
    }
}
