package io.referee.sip.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.referee.sip.routing.ResourceRecord.Srv;

import org.junit.jupiter.api.Test;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/// RFC 2782, "Weight"; RFC 3263 §4.2 asks for it.
class WeightsTest {
    private static final int DRAWS = 100_000;
    private static final long SEED = 20_261_121;

    private static Srv server(int priority, int weight, String name) {
        return new Srv(priority, weight, 5060, name);
    }

    /// How often each server came first, in shares.
    private static Map<String, Double> firsts(List<Srv> servers) {
        Random random = new Random(SEED);
        Map<String, Double> shares = new HashMap<>();
        for (int i = 0; i < DRAWS; i++) {
            String first = Weights.order(servers, random::nextInt).getFirst().target();
            shares.merge(first, 1.0 / DRAWS, Double::sum);
        }
        return shares;
    }

    @Test
    void serversAreChosenInProportionToTheirWeights() {
        Map<String, Double> shares =
                firsts(List.of(server(1, 60, "a"), server(1, 30, "b"), server(1, 10, "c")));
        assertThat(shares.get("a")).isCloseTo(0.6, within(0.015));
        assertThat(shares.get("b")).isCloseTo(0.3, within(0.015));
        assertThat(shares.get("c")).isCloseTo(0.1, within(0.015));
    }

    @Test
    void theSecondIsChosenInProportionAmongThoseThatAreLeft() {
        List<Srv> servers = List.of(server(1, 60, "a"), server(1, 30, "b"), server(1, 10, "c"));
        Random random = new Random(SEED);
        int third = 0;
        int cases = 0;
        for (int i = 0; i < DRAWS; i++) {
            List<Srv> order = Weights.order(servers, random::nextInt);
            if (order.getFirst().target().equals("a")) {
                cases++;
                third += order.get(1).target().equals("c") ? 1 : 0;
            }
        }
        assertThat((double) third / cases).isCloseTo(0.25, within(0.02));
    }

    @Test
    void weightZeroHasASmallChanceBesideOthers() {
        Map<String, Double> shares = firsts(List.of(server(1, 99, "a"), server(1, 0, "b")));
        assertThat(shares.get("b")).isBetween(0.005, 0.02);
    }

    @Test
    void withoutWeightsEverybodyIsThereOnce() {
        List<Srv> servers = IntStream.range(0, 5).mapToObj(i -> server(1, 0, "s" + i)).toList();
        assertThat(Weights.order(servers, _ -> 0)).containsExactlyElementsOf(servers);
    }

    @Test
    void aLowerPriorityNeverComesFirst() {
        Map<String, Double> shares = firsts(List.of(server(2, 65_535, "b"), server(1, 0, "a")));
        assertThat(shares).containsOnlyKeys("a");
    }

    @Test
    void theHeaviestWeightsDoNotOverflow() {
        List<Srv> servers =
                IntStream.range(0, ServerSearch.MAX_RECORDS)
                        .mapToObj(i -> server(1, 65_535, "s" + i))
                        .toList();
        assertThat(Weights.order(servers, bound -> bound - 1))
                .containsExactlyInAnyOrderElementsOf(servers);
    }
}
