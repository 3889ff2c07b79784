package io.referee.server.ladders;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.LongStream;

/// Random histories in which the server dies up to three times at any moment and comes back at
/// once: nobody is left alone, nothing is left over, and the records are whole. Seeds as in
/// [SimulationTest].
class RestartSimulationTest {
    private static final int RUNS = Integer.getInteger("simulation.runs", 100);
    private static final long SEED = Long.getLong("simulation.seed", 1);
    private static final int KILLS = 3;
    private static final int SHOWN = 20;

    private final Map<Long, String> failures = new ConcurrentSkipListMap<>();

    @Test
    void aServerThatDiesAtAnyMomentComesBackWhole() {
        LongStream.range(SEED, SEED + RUNS).parallel().forEach(this::play);
        assertThat(failures.entrySet().stream().limit(SHOWN).toList())
                .as(failures.size() + " histories failed, by seed")
                .isEmpty();
    }

    private void play(long seed) {
        Simulation simulation = new Simulation(seed).killed(KILLS);
        try {
            simulation.run();
        } catch (AssertionError | RuntimeException e) {
            failures.put(seed, e.toString());
            if (RUNS == 1) {
                System.out.println(simulation.history().drawing());
                e.printStackTrace(System.out);
            }
        }
    }
}
