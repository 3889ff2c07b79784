package io.referee.server.ladders;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;

/// Random histories of calls and transfers. `-Dsimulation.runs=100000 -Dsimulation.seed=1` says how
/// many, and where the seeds begin; one that fails is named with its seed, and played alone it
/// shows what happened.
class SimulationTest {
    private static final int RUNS = Integer.getInteger("simulation.runs", 150);
    private static final long SEED = Long.getLong("simulation.seed", 1);

    /// Of more failures only the number is told.
    private static final int SHOWN = 20;

    /// What must have happened in so many histories; fewer show what they show.
    private static final int MANY = 1_000;

    /// After so many it is told how far it got.
    private static final int REPORTED = 10_000;

    private static final List<String> KINDS =
            List.of(
                    "refer blind completed",
                    "refer blind failed",
                    "refer blind aborted",
                    "refer blind to a slot completed",
                    "refer attended completed",
                    "refer pass completed",
                    "refer pass failed",
                    "asked refer blind completed",
                    "asked refer blind failed",
                    "asked refer attended completed",
                    "owner says YES",
                    "owner says NO",
                    "recall blind completed",
                    "fallback blind completed",
                    "invite replaces completed",
                    "invite replaces failed",
                    "invite retrieve completed",
                    "pickup",
                    "early takeover",
                    "takeover",
                    "api blind completed",
                    "api blind aborted",
                    "api blind to a slot completed",
                    "api attended completed",
                    "api dual completed",
                    "api dual failed",
                    "api refer completed",
                    "api refer failed",
                    "api refer unknown",
                    "referred call",
                    "server hold ok",
                    "server unhold ok",
                    "hold music",
                    "early media",
                    "released",
                    "intrusion refused",
                    "call through stages",
                    "redirection followed");

    private final Map<String, Integer> outcomes = new ConcurrentSkipListMap<>();
    private final Map<String, Integer> kinds = new ConcurrentSkipListMap<>();
    private final Map<Long, String> failures = new ConcurrentSkipListMap<>();
    private final AtomicInteger played = new AtomicInteger();

    @Test
    void whoeverTalksIsHeardAndNothingIsLeftOver() {
        LongStream.range(SEED, SEED + RUNS).parallel().forEach(this::play);
        System.out.println(RUNS + " histories from seed " + SEED + ": transfers " + outcomes);
        kinds.forEach((kind, count) -> System.out.println("  " + kind + ": " + count));
        assertThat(failures.entrySet().stream().limit(SHOWN).toList())
                .as(failures.size() + " histories failed, by seed")
                .isEmpty();
        if (RUNS >= MANY) {
            assertThat(kinds).containsKeys(KINDS.toArray(String[]::new));
        }
    }

    private void play(long seed) {
        Simulation simulation = new Simulation(seed);
        try {
            simulation.run().forEach(outcome -> outcomes.merge(outcome, 1, Integer::sum));
            simulation.kinds().forEach((kind, count) -> kinds.merge(kind, count, Integer::sum));
        } catch (AssertionError | RuntimeException e) {
            failures.put(seed, e.toString());
            System.out.println("history " + seed + " failed: " + e);
            if (RUNS == 1) {
                System.out.println(simulation.history().drawing());
                e.printStackTrace(System.out);
            }
        }
        int so = played.incrementAndGet();
        if (so % REPORTED == 0) {
            System.out.println(so + " histories, " + failures.size() + " failed");
        }
    }
}
