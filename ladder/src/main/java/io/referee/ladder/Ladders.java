package io.referee.ladder;

import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Turns a ladder and its variations into named runs. For JUnit:
///
/// ```java
/// @TestFactory
/// Stream<DynamicTest> blindTransfer() {
///     return Ladders.runs(text, BridgeStage::new, Variation.usual(42))
///             .map(run -> DynamicTest.dynamicTest(run.name(), run.body()::run));
/// }
/// ```
///
/// A stage with several constructors needs a lambda or a static method instead of `::new`, because
/// the compiler cannot tell the type of its messages otherwise.
public final class Ladders {
    private Ladders() {}

    /// The runs of a ladder text, as [#runs(Ladder, StageFactory, List)].
    ///
    /// @throws BadLadder when the text cannot be read
    public static <M> Stream<Run> runs(
            String text, StageFactory<M> stages, List<Variation> variations) {
        return runs(Ladder.parse(text), stages, variations);
    }

    /// The runs of a ladder text, as [#runs(Ladder, StageFactory, List)].
    ///
    /// @throws BadLadder when the text cannot be read
    public static <M> Stream<Run> runs(
            String text, StageFactory<M> stages, Variation... variations) {
        return runs(Ladder.parse(text), stages, List.of(variations));
    }

    /// The runs of a ladder under each variation, in order and made as the stream is read. To count
    /// the datagrams for [Variation.LoseEach] the plain run is played while reading, unless the run
    /// of [Variation.Plain] was played before; when it fails, the variation is one run that fails
    /// the same way.
    public static <M> Stream<Run> runs(
            Ladder ladder, StageFactory<M> stages, List<Variation> variations) {
        PlainRun<M> plain = new PlainRun<>(ladder, stages);
        return variations.stream().flatMap(variation -> runs(ladder, stages, variation, plain));
    }

    /// Plays a ladder once.
    ///
    /// @throws LadderFailure when it does not hold
    public static <M> Played play(Ladder ladder, StageFactory<M> stages, Conditions conditions) {
        return new Runner<M>(ladder, conditions).play(stages);
    }

    private static <M> Stream<Run> runs(
            Ladder ladder, StageFactory<M> stages, Variation variation, PlainRun<M> plain) {
        return switch (variation) {
            case Variation.Plain _ ->
                    Stream.of(new Run(PlainRun.conditions().name(), plain::played));
            case Variation.Duplicate _ ->
                    one(ladder, stages, Conditions.ordered("duplicate", Medium.doubling()));
            case Variation.Loss(long seed, int percent) -> {
                String name = "loss of " + percent + " %, seed " + seed;
                Medium medium = Medium.losing(seed, percent);
                yield one(ladder, stages, Conditions.lossy(name, medium));
            }
            case Variation.Reorder(long seed) -> {
                String name = "reorder, seed " + seed;
                yield one(ladder, stages, Conditions.unordered(name, Medium.mixing(seed)));
            }
            case Variation.SwapRoles swap ->
                    one(
                            ladder.recast(swap.players()),
                            stages,
                            Conditions.ordered(
                                    "roles " + new TreeMap<>(swap.players()), Medium.faithful()));
            case Variation.LoseEach _ -> loseEach(ladder, stages, plain);
        };
    }

    private static <M> Stream<Run> one(
            Ladder ladder, StageFactory<M> stages, Conditions conditions) {
        return Stream.of(new Run(conditions.name(), () -> play(ladder, stages, conditions)));
    }

    private static <M> Stream<Run> loseEach(
            Ladder ladder, StageFactory<M> stages, PlainRun<M> plain) {
        List<Happening.Sent> datagrams;
        try {
            datagrams = plain.played().datagrams();
        } catch (LadderFailure failed) {
            return failing("lose each: the plain run fails", failed);
        }
        if (datagrams.isEmpty() || datagrams.size() > Variation.MAX_LOSE_EACH_RUNS) {
            String why =
                    "the plain run sends "
                            + datagrams.size()
                            + " datagrams; lose each needs 1 to "
                            + Variation.MAX_LOSE_EACH_RUNS;
            return failing("lose each", new LadderFailure(0, why, null));
        }
        return IntStream.range(0, datagrams.size())
                .mapToObj(index -> losing(ladder, stages, datagrams.get(index)));
    }

    private static Stream<Run> failing(String name, LadderFailure failure) {
        return Stream.of(
                new Run(
                        name,
                        () -> {
                            throw failure;
                        }));
    }

    /// A run that must send the same datagram as the plain run did, and lose it.
    private static <M> Run losing(Ladder ladder, StageFactory<M> stages, Happening.Sent lost) {
        String name = "lose #" + lost.index() + " " + lost.route();
        Conditions conditions = Conditions.lossy(name, Medium.losing(lost.index()));
        return new Run(name, () -> checkLost(lost, play(ladder, stages, conditions)));
    }

    private static void checkLost(Happening.Sent lost, Played played) {
        boolean same =
                played.datagrams().size() > lost.index()
                        && played.datagrams().get(lost.index()).route().equals(lost.route());
        if (!same) {
            String why =
                    "datagram "
                            + lost.index()
                            + " was "
                            + lost.route()
                            + " in the plain run and"
                            + " is another one now: the stage is not deterministic\n";
            throw new LadderFailure(0, why + played.drawing(), null);
        }
    }
}
