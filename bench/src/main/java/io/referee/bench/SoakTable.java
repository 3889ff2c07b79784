package io.referee.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// The result of a soak: what the server held in each silence, and whether anything has grown.
final class SoakTable {
    private static final double HEAP_MEBIBYTES = 10;
    private static final double HEAP_SHARE = 0.05;

    /// After the first part nothing is left to be filled but what comes and goes, and the little
    /// that is remembered of transfers for a day.
    private static final double LATER_MEBIBYTES = 4;

    private static final double OCTETS_OF_A_CALL = 32;

    /// With fewer calls the heap breathes by more than what they could leave behind.
    private static final long CALLS_THAT_TELL = 20_000;

    private static final double MEBI = 1 << 20;

    /// Pools of threads and of connections breathe.
    private static final long BREATH = 8;

    /// Of the calls, so many of a hundred may fail because the machine is busy.
    private static final int FAILED_PERCENT = 1;

    private static final long TWO_HOURS_SECONDS = 7_200;

    private final Path root;
    private final int seconds;
    private final int rate;
    private SoakLoads.Done done = new SoakLoads.Done(0, 0, 0, 0, 0);
    private long callsOfFirst;
    private long told;
    private long cutOff;

    /// The text, and whether nothing has grown.
    record Verdict(String text, boolean held) {}

    SoakTable(Path root, int seconds, int rate) {
        this.root = root;
        this.seconds = seconds;
        this.rate = rate;
    }

    Path root() {
        return root;
    }

    int seconds() {
        return seconds;
    }

    int rate() {
        return rate;
    }

    void done(SoakLoads.Done part) {
        callsOfFirst = done.calls() == 0 ? part.calls() : callsOfFirst;
        done = done.plus(part);
    }

    void readers(long octets, long ended) {
        told = octets;
        cutOff = ended;
    }

    Verdict verdict(
            List<SoakCounts> silences, long failed, long openRows, List<Double> pauses, int exit)
            throws IOException, InterruptedException {
        List<String> grown = grown(silences.get(0), silences.getLast());
        Later later = later(silences);
        if (later.tooMuch()) {
            grown.add("the heap went on growing after the first part: " + later);
        }
        if (openRows > 0) {
            grown.add(openRows + " rows are open");
        }
        if (failed * 100 > (done.calls() + done.registrations()) * FAILED_PERCENT) {
            grown.add(failed + " calls failed");
        }
        if (exit != 0) {
            grown.add("the server ended with " + exit);
        }
        StringBuilder out = new StringBuilder("# What is left after a mixed load\n\n");
        facts(out);
        rows(out, silences);
        out.append("\nHeap that is there at the end and was not after part 1: ")
                .append(later)
                .append(".\n");
        out.append("\nRows that are open after SIGTERM: ").append(openRows).append(". ");
        pauses(out, pauses);
        out.append(
                grown.isEmpty()
                        ? "\n**Nothing has grown.**\n"
                        : "\n**Failed:** " + String.join("; ", grown) + ".\n");
        return new Verdict(out.toString(), grown.isEmpty());
    }

    /// By how much the heap has grown after the first part, and how many calls there were then.
    private record Later(double octets, long calls) {
        boolean tooMuch() {
            return calls >= CALLS_THAT_TELL
                    && octets > LATER_MEBIBYTES * MEBI + OCTETS_OF_A_CALL * calls;
        }

        @Override
        public String toString() {
            return "%.1f MiB in %d calls, %.0f octets a call%s"
                    .formatted(
                            octets / MEBI,
                            calls,
                            octets / Math.max(1, calls),
                            calls < CALLS_THAT_TELL ? "; too few calls to judge by" : "");
        }
    }

    private Later later(List<SoakCounts> silences) {
        double grown = silences.getLast().heapMebibytes() - silences.get(1).heapMebibytes();
        return new Later(grown * MEBI, done.calls() - callsOfFirst);
    }

    private static List<String> grown(SoakCounts first, SoakCounts last) {
        List<String> grown = new ArrayList<>();
        double heap = last.heapMebibytes() - first.heapMebibytes();
        if (heap > Math.max(HEAP_MEBIBYTES, first.heapMebibytes() * HEAP_SHARE)) {
            grown.add("the heap has grown by %.1f MiB".formatted(heap));
        }
        more(grown, "descriptors", first.descriptors() + BREATH, last.descriptors());
        more(grown, "threads", first.threads() + BREATH, last.threads());
        more(grown, "timers", first.timers() + BREATH, last.timers());
        more(grown, "bindings", first.bindings(), last.bindings());
        more(grown, "sessions and transactions", 0, last.stack());
        more(grown, "legs", 0, last.legs());
        more(grown, "unwritten rows", 0, last.unwritten());
        return grown;
    }

    private static void more(List<String> grown, String what, long most, long now) {
        if (now > most) {
            grown.add(now + " " + what + ", at most " + most + " were expected");
        }
    }

    private void facts(StringBuilder out) throws IOException, InterruptedException {
        fact(out, "Date", LocalDate.now(ZoneOffset.UTC).toString());
        fact(out, "Commit", said("git", "-C", root.toString(), "describe", "--always", "--dirty"));
        fact(
                out,
                "Machine",
                Runtime.getRuntime().availableProcessors()
                        + " cores; load at the end "
                        + Files.readString(Path.of("/proc/loadavg")).strip());
        fact(out, "Command", "`bench/soak " + seconds + ' ' + rate + '`');
        fact(
                out,
                "Load",
                "a warm-up and three parts of "
                        + seconds / 3
                        + " s at "
                        + rate
                        + " steps a second: calls, calls through rules and Ruby, calls of a second"
                        + " tenant, transfers by REFER, registrations with digest; six readers of"
                        + " events, two of them too slow; records, events and traces on");
        fact(out, "Done after the warm-up", done.toString());
        fact(
                out,
                "As much as",
                "%.1f calls a second for two hours"
                        .formatted((double) done.calls() / TWO_HOURS_SECONDS));
        fact(out, "Events read", told / (1 << 20) + " MiB; readers came back " + cutOff + " times");
        out.append('\n');
    }

    private static void fact(StringBuilder out, String what, String value) {
        out.append("- ").append(what).append(": ").append(value).append('\n');
    }

    private static String said(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return text.strip();
    }

    private static void rows(StringBuilder out, List<SoakCounts> silences) {
        out.append("What the server holds when nothing is under way:\n\n| |");
        for (int i = 0; i < silences.size(); i++) {
            out.append(i == 0 ? " after the warm-up |" : " after part " + i + " |");
        }
        out.append("\n|---|").append("---|".repeat(silences.size())).append('\n');
        row(
                out,
                "heap after a collection, MiB",
                silences,
                c -> Series.number("%.1f", c.heapMebibytes()));
        row(
                out,
                "resident memory of the server, MiB",
                silences,
                c -> Series.number("%.1f", c.residentMebibytes()));
        row(
                out,
                "resident memory of the script workers, MiB",
                silences,
                c -> Series.number("%.1f", c.workersMebibytes()));
        row(out, "file descriptors", silences, c -> "" + c.descriptors());
        row(out, "threads", silences, c -> "" + c.threads());
        row(out, "timers (of a transfer one lasts half a minute)", silences, c -> "" + c.timers());
        row(out, "sessions and transactions", silences, c -> "" + c.stack());
        row(out, "legs", silences, c -> "" + c.legs());
        row(out, "bindings", silences, c -> "" + c.bindings());
        row(out, "writes that wait", silences, c -> "" + c.unwritten());
    }

    private static void row(
            StringBuilder out,
            String name,
            List<SoakCounts> silences,
            Function<SoakCounts, String> cell) {
        out.append("| ").append(name).append(" |");
        silences.forEach(c -> out.append(' ').append(cell.apply(c)).append(" |"));
        out.append('\n');
    }

    private static void pauses(StringBuilder out, List<Double> pauses) {
        if (pauses.isEmpty()) {
            out.append("The collector paused nobody.\n");
            return;
        }
        out.append(
                "The collector paused %d times: median %.1f ms, 99th percentile %.1f ms, longest %.1f ms, %.0f ms in all.\n"
                        .formatted(
                                pauses.size(),
                                pauses.get(pauses.size() / 2),
                                pauses.get(pauses.size() * 99 / 100),
                                pauses.getLast(),
                                pauses.stream().mapToDouble(Double::doubleValue).sum()));
    }
}
