package io.referee.bench;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// The processes of a run: started here, measured here, and ended here, whatever happens. Others
/// are not touched.
final class Processes implements AutoCloseable {
    private static final long TICKS_PER_SECOND = 100;
    private static final int END_SECONDS = 10;

    private final Path folder;
    private final Deque<Process> started = new ArrayDeque<>();
    private final Thread lastResort = new Thread(this::endAll);

    /// @param folder where they run and write what they say
    Processes(Path folder) {
        this.folder = folder;
        Runtime.getRuntime().addShutdownHook(lastResort);
    }

    Path folder() {
        return folder;
    }

    /// Starts a program; what it says goes to `name.out`.
    Process start(String name, List<String> command) throws IOException {
        return start(name, command, Map.of());
    }

    /// The same with further variables in its environment.
    Process start(String name, List<String> command, Map<String, String> variables)
            throws IOException {
        File out = folder.resolve(name + ".out").toFile();
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectInput(new File("/dev/null"))
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(out));
        builder.environment().putAll(variables);
        Process process = builder.start();
        synchronized (started) {
            started.push(process);
        }
        return process;
    }

    /// Runs a program to its end.
    ///
    /// @throws IllegalStateException when it takes longer than `seconds`
    int run(String name, List<String> command, int seconds)
            throws IOException, InterruptedException {
        Process process = start(name, command);
        if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
            end(process);
            throw new IllegalStateException(name + " did not end within " + seconds + " s");
        }
        return process.exitValue();
    }

    /// CPU that the process and its children have used so far, in microseconds, those that have
    /// ended included. The kernel counts in hundredths of a second.
    static long cpuMicros(Process process) {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                        .mapToLong(handle -> ticks(handle.pid()))
                        .sum()
                * (1_000_000 / TICKS_PER_SECOND);
    }

    /// CPU that this program itself has used so far, in microseconds.
    static long ownMicros() {
        return ticks(ProcessHandle.current().pid()) * (1_000_000 / TICKS_PER_SECOND);
    }

    private static long ticks(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return Stream.of(11, 12, 13, 14).mapToLong(i -> Long.parseLong(fields[i])).sum();
        } catch (NoSuchFileException e) {
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Memory of the process that is in the machine's memory, in KiB, what it shares included.
    static long residentKibibytes(ProcessHandle process) {
        return kibibytes(Path.of("/proc/" + process.pid() + "/status"), "VmRSS:");
    }

    /// Memory that the process has in use, in KiB; what it shares with others counts in part.
    static long kibibytes(ProcessHandle process) {
        return kibibytes(Path.of("/proc/" + process.pid() + "/smaps_rollup"), "Pss:");
    }

    private static long kibibytes(Path file, String field) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(field))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .sum();
        } catch (IOException | UncheckedIOException _) {
            return 0;
        }
    }

    static void end(Process process) {
        List<ProcessHandle> all =
                Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
        process.destroy();
        try {
            if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                all.forEach(ProcessHandle::destroyForcibly);
            }
        } catch (InterruptedException e) {
            all.forEach(ProcessHandle::destroyForcibly);
            Thread.currentThread().interrupt();
        }
    }

    private void endAll() {
        synchronized (started) {
            while (!started.isEmpty()) {
                Process process = started.pop();
                if (process.isAlive()) {
                    end(process);
                }
            }
        }
    }

    @Override
    public void close() {
        endAll();
        Runtime.getRuntime().removeShutdownHook(lastResort);
    }
}
