package io.referee.server.script;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A script that runs away costs its owner the script, and nobody else a call.
class HostileTest {

    private static final ScriptLimits SHORT =
            new ScriptLimits(
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(40),
                    Duration.ofMillis(300),
                    64L * 1024 * 1024,
                    50,
                    10_000,
                    50);

    static Map<String, String> scripts() {
        Map<String, String> scripts = new LinkedHashMap<>();
        scripts.put("runaway loop", "while true; end");
        scripts.put("loop of blocks", "10_000_000_000.times { |x| x + 1 }");
        scripts.put("loop in ensure", "begin; while true; end; ensure; while true; end; end");
        scripts.put(
                "loop in ensure in ensure",
                "begin; loop {}; ensure; begin; loop {}; ensure; loop {}; end; end");
        scripts.put("rescue of everything", "loop { begin; loop {}; rescue Exception; end }");
        scripts.put("rescue and retry", "begin; loop {}; rescue Exception; retry; end");
        scripts.put("memory bomb", "a = []; loop { a << 'x' * 100_000 }");
        scripts.put("doubling text", "a = 'x' * 1000; loop { a = a + a }");
        scripts.put("table bomb", "h = {}; i = 0; loop { h[i += 1] = [i] * 10 }");
        scripts.put("deep recursion", "def r(x) r(x + 1) + 1 end; r(0)");
        scripts.put("symbols", "i = 0; loop { \"s#{i += 1}\".to_sym }");
        scripts.put("bignum arithmetic", "x = 3; loop { x = x * x }");
        scripts.put("regexp bomb", "('a' * 60 + 'b') =~ /^(a|aa|a+)+$/; loop {}");
        scripts.put("sort with a slow block", "(1..5_000_000).sort_by { |x| -x }; loop {}");
        scripts.put("log flood", "loop { sys.Log 'x' * 100 }");
        scripts.put("text that fits nowhere", "sys.IsAvailable('x' * 2_000_000)");
        scripts.put(
                "class with a long name",
                "class E < StandardError; def self.name; 'x' * 2_000_000; end; end; raise E");
        scripts.put(
                "class that does not say what it is",
                "class E < StandardError; def class = raise('x' * 600_000); end; raise E");
        scripts.put("call flood", "loop { sys.IsAvailable() }");
        scripts.put(
                "fork bomb", "begin; loop { fork { loop {} } }; rescue Exception; loop {}; end");
        return scripts;
    }

    static List<Engines> engines() {
        return Engines.here();
    }

    /// Each of them while a good script waits, in the same worker. On CRuby, where each is a
    /// process of its own, all at once; on JRuby in turn, as one that costs its worker is a matter
    /// of who else is there.
    @ParameterizedTest
    @MethodSource("engines")
    void costsTheOffenderOnly(Engines engine) {
        try (ScriptWorkers own = new ScriptWorkers(engine.settings())) {
            Played good = good(own);
            Reply answer = good.open();

            Map<String, Played> all = hostile(engine, own);

            all.forEach(
                    (name, played) ->
                            assertThat(played.end().kind())
                                    .as(name)
                                    .isIn(
                                            ScriptEnd.Kind.TIMED_OUT,
                                            ScriptEnd.Kind.MEMORY,
                                            ScriptEnd.Kind.OUTPUT,
                                            ScriptEnd.Kind.EXCEPTION));
            Played after = good(own);
            after.open().answer("Failed");
            answer.answer("TimedOut");
            assertThat(good.end().kind()).isEqualTo(ScriptEnd.Kind.FINISHED);
            assertThat(good.logs()).containsExactly("TimedOut");
            assertThat(after.end().kind()).isEqualTo(ScriptEnd.Kind.FINISHED);
        }
    }

    private static Played good(ScriptWorkers workers) {
        ScriptRun run =
                ScriptRun.of("good", "main", "sys.Log sys.Dial('a@b').to_s", Played.variables());
        return Played.start(workers, run.with(Played.PATIENT), Map.of("Dial", Played.NEVER));
    }

    /// Each by another owner: who does it twice gets a worker of his own.
    private static Map<String, Played> hostile(Engines engine, ScriptWorkers workers) {
        Map<String, Played> all = new LinkedHashMap<>();
        scripts()
                .forEach(
                        (name, text) -> {
                            ScriptRun run =
                                    ScriptRun.of("evil " + name, "main", text, Played.variables());
                            Played played = Played.start(workers, run.with(SHORT), Map.of());
                            all.put(name, played);
                            if (!engine.isCRuby()) {
                                played.end();
                            }
                        });
        return all;
    }
}
