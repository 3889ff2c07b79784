package io.referee.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The memory of a server and of its workers, every ten seconds while a load lasts. The heap of the
/// server is what is left after a collection that is asked for; workers cannot be asked, so theirs
/// is what the kernel counts. *One thread of its own; read after [#close()].*
final class Growth implements AutoCloseable {
    private static final long EVERY_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final int FIRST_MINUTE = 60;

    /// One look. *Immutable.* All memory in MiB.
    private record Sample(double second, double heap, double server, double workers) {}

    private final Process server;
    private final long begun = System.nanoTime();
    private final List<Sample> samples = new ArrayList<>();
    private final Thread thread;

    Growth(Subject subject) {
        if (subject.process() == null) {
            throw new IllegalArgumentException("no server");
        }
        server = subject.process();
        thread = Thread.ofPlatform().name("growth").start(this::work);
    }

    private void work() {
        try {
            for (int i = 1; ; i++) {
                samples.add(look());
                TimeUnit.NANOSECONDS.sleep(begun + i * EVERY_NANOS - System.nanoTime());
            }
        } catch (InterruptedException | IOException _) {
            Thread.currentThread().interrupt();
        }
    }

    private Sample look() throws IOException, InterruptedException {
        double heap = Heap.live(server) / 1_024.0;
        long workers = server.descendants().mapToLong(Processes::kibibytes).sum();
        return new Sample(
                (System.nanoTime() - begun) / 1e9,
                heap,
                Processes.kibibytes(server.toHandle()) / 1_024.0,
                workers / 1_024.0);
    }

    @Override
    public void close() throws InterruptedException {
        thread.interrupt();
        thread.join();
    }

    /// Every look, and by how much each figure grew in a minute after the first one, as the line
    /// through all of them rises.
    String table() {
        StringBuilder out = new StringBuilder();
        out.append("| second | heap of the server, MiB | server, MiB | workers, MiB |\n");
        out.append("|---|---|---|---|\n");
        for (Sample it : samples) {
            row(out, Series.number("%.0f", it.second()), it.heap(), it.server(), it.workers());
        }
        row(
                out,
                "growth a minute",
                slope(Sample::heap),
                slope(Sample::server),
                slope(Sample::workers));
        return out.toString();
    }

    private static void row(
            StringBuilder out, String name, double heap, double server, double workers) {
        out.append("| ").append(name).append(" | ");
        for (double it : new double[] {heap, server, workers}) {
            out.append(Series.number("%.1f", it)).append(" | ");
        }
        out.append('\n');
    }

    /// Least squares; nothing when the load was shorter than a minute and two looks.
    private double slope(java.util.function.ToDoubleFunction<Sample> figure) {
        List<Sample> late = samples.stream().filter(it -> it.second() >= FIRST_MINUTE).toList();
        double time = late.stream().mapToDouble(Sample::second).average().orElse(Double.NaN);
        double mean = late.stream().mapToDouble(figure).average().orElse(Double.NaN);
        double above = 0;
        double below = 0;
        for (Sample it : late) {
            above += (it.second() - time) * (figure.applyAsDouble(it) - mean);
            below += (it.second() - time) * (it.second() - time);
        }
        return below == 0 ? Double.NaN : 60 * above / below;
    }
}
