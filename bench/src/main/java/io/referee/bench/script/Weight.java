package io.referee.bench.script;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// What the workers and this process have used, as the kernel counts it.
final class Weight {
    private static final long TICK_MICROS = 10_000;

    /// Processor time of the workers, their children, and those of them that have ended.
    long workerMicros() {
        return ProcessHandle.current().descendants().mapToLong(it -> ticks(it.pid())).sum()
                * TICK_MICROS;
    }

    /// Processor time of this process: what the server does for scripts, and what the bench does.
    static long ownMicros() {
        return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos() / 1_000;
    }

    private static long ticks(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return Stream.of(11, 12, 13, 14).mapToLong(i -> Long.parseLong(fields[i])).sum();
        } catch (IOException e) {
            return 0;
        }
    }

    /// Memory that only the workers and their children have.
    long kibibytes() {
        return ProcessHandle.current().descendants().mapToLong(it -> own(it.pid())).sum();
    }

    private static long own(long pid) {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/smaps_rollup"))) {
            return lines.filter(it -> it.startsWith("Pss:"))
                    .mapToLong(it -> Long.parseLong(it.replaceAll("\\D", "")))
                    .sum();
        } catch (IOException | java.io.UncheckedIOException e) {
            return 0;
        }
    }
}
