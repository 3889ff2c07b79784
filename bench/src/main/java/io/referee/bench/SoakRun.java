package io.referee.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A mixed load against one server, and what is left of it afterwards: calls, transfers, plans,
/// registrations and readers of events, in parts with silence between them. It fails when anything
/// has grown from one silence to the last. Bounded in time; ends what it started.
public final class SoakRun {
    private static final int PARTS = 3;

    /// Until what is kept on purpose is full: the latest events, with 65,536 messages.
    private static final int WARM_UP_STEPS = 7_500;

    private static final int LONGEST_SECONDS = 7_200;
    private static final int HIGHEST_RATE = 2_000;
    private static final int USAGE = 2;

    /// Longer than it takes to find a phone that has dropped its call: SIPp does on a busy machine.
    private static final int QUIET_SECONDS = 240;

    private SoakRun() {}

    /// @param words seconds of load after the warm-up, steps in a second, the file for the table
    public static void main(String[] words) throws IOException, InterruptedException {
        int seconds = number(words, 0, LONGEST_SECONDS);
        int rate = number(words, 1, HIGHEST_RATE);
        if (words.length != 3 || seconds == 0 || rate < SoakLoads.LEAST_RATE) {
            System.err.println(
                    "soak: SECONDS up to %d, RATE from %d to %d"
                            .formatted(LONGEST_SECONDS, SoakLoads.LEAST_RATE, HIGHEST_RATE));
            System.exit(USAGE);
            return;
        }
        Path root = Path.of(System.getProperty("bench.root", ".")).toAbsolutePath();
        Path folder = Files.createTempDirectory("referee-soak");
        boolean held;
        try (Processes processes = new Processes(folder)) {
            held = run(new SoakTable(root, seconds, rate), processes, words[2]);
        }
        if (!held) {
            System.err.println("soak: something has grown; what was written is in " + folder);
            System.exit(1);
        }
    }

    private static int number(String[] words, int index, int most) {
        boolean there = words.length > index && words[index].matches("\\d{1,5}");
        int number = there ? Integer.parseInt(words[index]) : 0;
        return number > most ? 0 : number;
    }

    private static boolean run(SoakTable table, Processes processes, String result)
            throws IOException, InterruptedException {
        SoakServer server = SoakServer.start(table.root(), processes);
        SoakLoads loads = new SoakLoads(table.root(), processes, server);
        List<SoakCounts> silences = new ArrayList<>();
        int part = Math.max(1, table.seconds() / PARTS);
        long failed = 0;
        try (SoakReaders readers = new SoakReaders(server)) {
            for (int i = 0; i <= PARTS; i++) {
                int warmUp = Math.max(part, WARM_UP_STEPS / table.rate());
                SoakLoads.Done done = loads.run(table.rate(), i == 0 ? warmUp : part);
                if (i > 0) {
                    failed += done.failed();
                    table.done(done);
                }
                boolean ends = i == 0 || i == PARTS;
                silences.add(ends ? server.silent(QUIET_SECONDS) : server.quiet(QUIET_SECONDS));
                System.err.println("silence " + i + ": " + silences.getLast() + ", " + done);
            }
            table.readers(readers.told(), readers.cutOff());
        }
        int exit = server.stop();
        SoakTable.Verdict verdict =
                table.verdict(silences, failed, server.openRows(), server.pauses(), exit);
        if (result.equals("-")) {
            System.out.print(verdict.text());
        } else {
            Files.writeString(table.root().resolve(result), verdict.text());
        }
        return verdict.held();
    }
}
