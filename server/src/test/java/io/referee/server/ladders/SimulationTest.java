package io.referee.server.ladders;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.LongStream;

/// Random histories of calls and transfers. `-Dsimulation.runs=100000 -Dsimulation.seed=1` says how
/// many, and where the seeds begin; one that fails is named with its seed, and played alone it
/// shows what happened.
class SimulationTest {
    private static final int RUNS = Integer.getInteger("simulation.runs", 150);
    private static final long SEED = Long.getLong("simulation.seed", 1);

    /// Of more failures only the number is told.
    private static final int SHOWN = 20;

    @Test
    void whoeverTalksIsHeardAndNothingIsLeftOver() {
        Map<String, Integer> outcomes = new ConcurrentSkipListMap<>();
        Map<Long, String> failures = new ConcurrentSkipListMap<>();
        LongStream.range(SEED, SEED + RUNS)
                .parallel()
                .forEach(
                        seed -> {
                            Simulation simulation = new Simulation(seed);
                            try {
                                for (String outcome : simulation.run()) {
                                    outcomes.merge(outcome, 1, Integer::sum);
                                }
                            } catch (AssertionError | RuntimeException e) {
                                failures.put(seed, e.toString());
                                if (RUNS == 1) {
                                    System.out.println(simulation.history().drawing());
                                    e.printStackTrace(System.out);
                                }
                            }
                        });
        System.out.println(RUNS + " histories from seed " + SEED + ": transfers " + outcomes);
        assertThat(failures.entrySet().stream().limit(SHOWN).toList())
                .as(failures.size() + " histories failed, by seed")
                .isEmpty();
        assertThat(outcomes).containsKeys("completed", "failed");
    }
}
