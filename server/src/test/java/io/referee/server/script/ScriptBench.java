package io.referee.server.script;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Prints what starting a plan costs when the workers are warm, and what waiting plans weigh. A
/// program, not a test: run its main with the test class path.
final class ScriptBench {

    private static final int RUNS = 2_000;
    private static final int WAITING = 1_000;
    private static final String PLAN =
            """
            SPEED = { '100' => 'mum@provider', '101' => 'dad@provider' }
            def dial(*args) sys.Dial(*args) end
            begin
              sys.Log "to #{req.URI.User}"
              case req.URI.User
                when /^\\*22/ : dial("voice@mail")
                else dial("#{req.URI.User}@provider", 20)
              end
              sys.Respond(486, "Busy") unless sys.LastFailureStatus == 404
            rescue
              sys.Log("** Error: " + $!)
            end
            """;

    private ScriptBench() {}

    public static void main(String[] arguments) throws InterruptedException, IOException {
        for (Engines engine : Engines.hereWithWalls()) {
            try (ScriptWorkers scripts = new ScriptWorkers(engine.settings())) {
                scripts.awaitReady(120);
                for (int i = 0; i < RUNS; i++) {
                    startedAfter(scripts);
                }
                starts(engine, scripts);
                weight(engine, scripts);
            }
        }
    }

    private static void starts(Engines engine, ScriptWorkers scripts) {
        List<Long> micros = new ArrayList<>();
        for (int i = 0; i < RUNS; i++) {
            micros.add(startedAfter(scripts));
        }
        micros.sort(null);
        System.out.printf(
                "%s: a plan starts within %.1f ms (median), %.1f ms (99 of 100)%n",
                engine, micros.get(RUNS / 2) / 1e3, micros.get(RUNS * 99 / 100) / 1e3);
    }

    /// Microseconds until the first call of a plan.
    private static long startedAfter(ScriptWorkers scripts) {
        long begun = System.nanoTime();
        Played played = Played.start(scripts, Played.run(PLAN), Map.of("Dial", Played.NEVER));
        Reply reply = played.open();
        long micros = (System.nanoTime() - begun) / 1_000;
        reply.answer("Failed");
        played.end();
        return micros;
    }

    private static void weight(Engines engine, ScriptWorkers scripts) throws IOException {
        long before = resident(scripts);
        List<Played> waiting = new ArrayList<>();
        for (int i = 0; i < WAITING; i++) {
            Played played = Played.start(scripts, Played.run(PLAN), Map.of("Dial", Played.NEVER));
            played.open();
            waiting.add(played);
        }
        long grown = resident(scripts) - before;
        System.out.printf(
                "%s: %d waiting plans weigh %d KiB each, %d MiB before the first%n",
                engine, WAITING, grown / WAITING, before / 1024);
        waiting.forEach(it -> it.running().stop("over"));
        waiting.forEach(Played::end);
    }

    /// KiB of memory that only the workers and their children have.
    private static long resident(ScriptWorkers scripts) throws IOException {
        long sum = 0;
        for (WorkerProcess worker : scripts.processes()) {
            sum += own(worker.pid());
            for (ProcessHandle child :
                    ProcessHandle.of(worker.pid()).orElseThrow().descendants().toList()) {
                sum += own(child.pid());
            }
        }
        return sum;
    }

    private static long own(long pid) throws IOException {
        Path map = Path.of("/proc/" + pid + "/smaps_rollup");
        if (!Files.isReadable(map)) {
            return 0;
        }
        return Files.readAllLines(map).stream()
                .filter(it -> it.startsWith("Pss:"))
                .mapToLong(it -> Long.parseLong(it.replaceAll("\\D", "")))
                .sum();
    }
}
