package io.referee.server.ladders;

import io.referee.ladder.Ladder;
import io.referee.ladder.Ladders;
import io.referee.ladder.Variation;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// Bad lines.
class LossTest {
    private static final int CALLS = 100;

    private static final Ladder CALL =
            Ladder.parse(
                    """
                    a1> INVITE to:bob
                    b< INVITE offer=a1
                    b> 180
                    a1<? 180
                    +1s
                    b> 200
                    b< ACK
                    a1< 200 answer=b
                    a1> ACK
                    +5s
                    a1> BYE
                    a1< 200 BYE
                    b< BYE
                    b> 200
                    """);

    @TestFactory
    Stream<DynamicTest> aHundredCallsCompleteWhereTenPercentOfTheDatagramsAreLost() {
        return runs(seed -> Variation.loss(seed, 10));
    }

    @TestFactory
    Stream<DynamicTest> aHundredCallsCompleteWhereDatagramsOvertakeEachOther() {
        return runs(Variation::reorder);
    }

    private static Stream<DynamicTest> runs(LongFunction<Variation> variation) {
        long first = Playing.SEED * CALLS;
        List<Variation> variations =
                LongStream.range(first, first + CALLS).mapToObj(variation).toList();
        return Ladders.runs(CALL, World.usual(), variations)
                .map(run -> DynamicTest.dynamicTest(run.name(), run.body()::run));
    }
}
