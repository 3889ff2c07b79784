package io.referee.server.ladders;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.ladder.Medium;

import org.junit.jupiter.api.Test;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.LongStream;

/// Every second datagram is lost, in either direction.
class HalfOfThePacketsLostTest {
    private static final int PERCENT = 50;
    private static final int HISTORIES = Integer.getInteger("simulation.runs", 40);

    /// Whatever breaks: each transfer has an outcome, no call is locked, and in the end nothing is
    /// left of any of them.
    @Test
    void callsAndTransfersEndInKnownStatesAndNothingIsLeftOver() {
        Map<Long, String> failures = new ConcurrentSkipListMap<>();
        LongStream.range(1, 1 + HISTORIES)
                .parallel()
                .forEach(
                        seed -> {
                            Medium medium = Medium.losing(seed, PERCENT);
                            try {
                                new Simulation(seed, medium).runOnADeadlyLine();
                            } catch (AssertionError | RuntimeException e) {
                                failures.put(seed, e.toString());
                            }
                        });
        assertThat(failures).as("histories that failed, by seed").isEmpty();
    }
}
