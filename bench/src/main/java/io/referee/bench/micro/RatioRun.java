package io.referee.bench.micro;

import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// Measures the library with JMH and compares with the committed baseline. Times are multiples of a
/// plain scan of the same octets in the same run, allocations multiples of the message's length. Of
/// single calls the time that the fastest tenth keeps counts: what else the machine does, and how
/// late its compiler was, shows in the others.
///
/// `RatioRun baseline.txt` compares, and ends with 1 when a ratio is more than 20 % above its
/// baseline; `RatioRun baseline.txt --update` writes the baseline.
public final class RatioRun {
    private static final double ALLOWED = 1.2;
    private static final double FASTEST_TENTH = 10;
    private static final String SCAN = "MessageBench.scan";

    private RatioRun() {}

    /// @throws IllegalArgumentException without the baseline's path
    public static void main(String[] arguments) throws RunnerException, IOException {
        if (arguments.length == 0) {
            throw new IllegalArgumentException("usage: RatioRun BASELINE [--update]");
        }
        Path file = Path.of(arguments[0]);
        Map<String, Double> ratios = ratios(measure());
        if (List.of(arguments).contains("--update")) {
            write(file, ratios);
        }
        Map<String, Double> baseline = read(file);
        System.out.println();
        System.out.println("| what | ratio | baseline | |");
        System.out.println("|---|---:|---:|---|");
        boolean worse = false;
        for (Map.Entry<String, Double> entry : ratios.entrySet()) {
            double before = baseline.getOrDefault(entry.getKey(), Double.NaN);
            boolean bad = !(entry.getValue() <= before * ALLOWED);
            worse |= bad;
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %.2f | %.2f | %s |%n",
                    entry.getKey(),
                    entry.getValue(),
                    before,
                    bad ? "REGRESSION" : "");
        }
        System.exit(worse ? 1 : 0);
    }

    private static Collection<RunResult> measure() throws RunnerException {
        return new Runner(
                        new OptionsBuilder()
                                .include("io\\.referee\\.bench\\.micro\\..*")
                                .addProfiler(GCProfiler.class)
                                .forks(4)
                                .warmupIterations(5)
                                .warmupTime(TimeValue.seconds(1))
                                .measurementIterations(4)
                                .measurementTime(TimeValue.seconds(1))
                                .jvmArgsAppend("-Xms512m", "-Xmx512m", "-XX:+UseSerialGC")
                                .build())
                .run();
    }

    private static Map<String, Double> ratios(Collection<RunResult> results) {
        Map<String, Double> ratios = new TreeMap<>();
        double scan = 0;
        for (RunResult result : results) {
            if (name(result).equals(SCAN)) {
                scan = result.getPrimaryResult().getStatistics().getPercentile(FASTEST_TENTH);
            }
        }
        for (RunResult result : results) {
            double time = result.getPrimaryResult().getStatistics().getPercentile(FASTEST_TENTH);
            double octets = allocated(result);
            System.out.printf(
                    Locale.ROOT, "%s %.1f ns, %.0f octets allocated%n", name(result), time, octets);
            if (!name(result).equals(SCAN)) {
                ratios.put(name(result) + " time/scan", time / scan);
                ratios.put(name(result) + " allocated/message", octets / Octets.LENGTH);
            }
        }
        return ratios;
    }

    /// Octets per call; not a number when the profiler told nothing, which counts as a regression.
    private static double allocated(RunResult result) {
        Result<?> octets = result.getSecondaryResults().get("gc.alloc.rate.norm");
        return octets == null ? Double.NaN : octets.getScore();
    }

    private static String name(RunResult result) {
        String full = result.getParams().getBenchmark();
        return full.substring(full.lastIndexOf('.', full.lastIndexOf('.') - 1) + 1);
    }

    private static void write(Path file, Map<String, Double> ratios) throws IOException {
        StringBuilder text = new StringBuilder();
        ratios.forEach(
                (name, ratio) ->
                        text.append(String.format(Locale.ROOT, "%s = %.2f%n", name, ratio)));
        Files.writeString(file, text, StandardCharsets.UTF_8);
    }

    private static Map<String, Double> read(Path file) throws IOException {
        Map<String, Double> ratios = new TreeMap<>();
        for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
            int equals = line.indexOf('=');
            if (equals > 0 && !line.startsWith("#")) {
                ratios.put(
                        line.substring(0, equals).strip(),
                        Double.valueOf(line.substring(equals + 1).strip()));
            }
        }
        return ratios;
    }
}
