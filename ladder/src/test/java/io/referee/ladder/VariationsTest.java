package io.referee.ladder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

class VariationsTest {
    private static final String CALL =
            """
            {caller} = a
            {callee} = b
            {caller}> CALL to={callee}
            {caller}<? TRYING
            {callee}< CALL from={caller}
            {callee}> YES
            {caller}< YES from={callee}
            a> REMIND after=60
            +59s
            +10s
            a< REMINDER
            +5s
            """;

    private final List<Scene<Words>> scenes = new ArrayList<>();

    private Stage<Words> office(Scene<Words> scene) {
        scenes.add(scene);
        return new PostOffice(scene);
    }

    private static Stream<DynamicTest> tests(Stream<Run> runs) {
        return runs.map(run -> DynamicTest.dynamicTest(run.name(), run.body()::run));
    }

    @TestFactory
    Stream<DynamicTest> theSameLadderHoldsUnderTheUsualVariations() {
        return tests(Ladders.runs(CALL, PostOffice::new, Variation.usual(42)));
    }

    @TestFactory
    Stream<DynamicTest> theSameLadderHoldsWithManySeeds() {
        return tests(
                LongStream.range(0, 50)
                        .boxed()
                        .flatMap(
                                seed ->
                                        Ladders.runs(
                                                CALL,
                                                PostOffice::new,
                                                Variation.loss(seed, 30),
                                                Variation.reorder(seed))));
    }

    @TestFactory
    Stream<DynamicTest> theSameLadderHoldsWithRolesSwapped() {
        return tests(
                Ladders.runs(
                        CALL,
                        PostOffice::new,
                        Variation.swapRoles(Map.of("caller", "b", "callee", "a"))));
    }

    @TestFactory
    Stream<DynamicTest> theSameLadderHoldsOverStreams() {
        List<Variation> variations = List.of(Variation.plain(), Variation.reorder(1));
        return tests(Ladders.runs(CALL, PostOffice::overStreams, variations));
    }

    @Test
    void loseEachLosesEveryDatagramOfThePlainRunOnce() {
        List<Run> runs = Ladders.runs(CALL, this::office, Variation.loseEach()).toList();
        List<Happening.Sent> plain = scenes.getFirst().history().datagrams();
        assertThat(runs).hasSameSizeAs(plain).hasSizeGreaterThan(10);
        scenes.clear();
        runs.forEach(run -> run.body().run());
        List<List<Integer>> lost = scenes.stream().map(VariationsTest::lost).toList();
        assertThat(lost).isEqualTo(IntStream.range(0, plain.size()).mapToObj(List::of).toList());
        assertThat(runs.getFirst().name()).isEqualTo("lose #0 a → office: CALL to=b");
    }

    private static List<Integer> lost(Scene<Words> scene) {
        return scene.history().datagrams().stream()
                .filter(sent -> sent.fate() instanceof DatagramFate.Drop)
                .map(Happening.Sent::index)
                .toList();
    }

    @Test
    void aLostDatagramIsReallyMissedAndSentAgain() {
        Ladders.play(Ladder.parse(CALL), this::office, Conditions.lossy("x", Medium.losing(0)));
        List<Happening.Sent> sent = scenes.getFirst().history().datagrams();
        assertThat(sent.get(1).route()).isEqualTo(sent.get(0).route());
        assertThat(sent.get(1).at().toMillis()).isEqualTo(500);
    }

    @Test
    void aMessageThatNobodySendsAgainFailsLoseEachUnlessItIsMarkedLosable() {
        String strict = "a> CALL to=b\na< TRYING\nb< CALL";
        List<String> failed = new ArrayList<>();
        for (Run run : Ladders.runs(strict, PostOffice::new, Variation.loseEach()).toList()) {
            try {
                run.body().run();
            } catch (LadderFailure failure) {
                failed.add(run.name());
                assertThat(failure)
                        .hasMessageStartingWith("line 2: nothing arrived at a within 40000 ms");
                assertThat(failure.getMessage()).contains("  lost\n");
            }
        }
        assertThat(failed).containsExactly("lose #2 office → a: TRYING");
    }

    @Test
    void aLadderThatFailsPlainFailsLoseEachInOneRun() {
        List<Run> runs = Ladders.runs("a< X", PostOffice::new, Variation.loseEach()).toList();
        assertThat(runs).hasSize(1);
        assertThatThrownBy(runs.getFirst().body()::run)
                .isInstanceOf(LadderFailure.class)
                .hasMessageStartingWith("line 1: nothing arrived at a");
    }

    @Test
    void loseEachRefusesALadderWithTooManyDatagramsOrNone() {
        int letters = Variation.MAX_LOSE_EACH_RUNS / 2 + 1;
        Run tooMany =
                Ladders.runs("a> HI\n".repeat(letters), PostOffice::new, Variation.loseEach())
                        .findFirst()
                        .orElseThrow();
        assertThatThrownBy(tooMany.body()::run)
                .hasMessageContaining("the plain run sends " + 2 * letters + " datagrams");
        Run none =
                Ladders.runs("+1s", PostOffice::new, Variation.loseEach())
                        .findFirst()
                        .orElseThrow();
        assertThatThrownBy(none.body()::run).hasMessageContaining("sends 0 datagrams");
    }

    @Test
    void loseEachNoticesAStageThatIsNotDeterministic() {
        StageFactory<Words> moody =
                scene -> {
                    scenes.add(scene);
                    return scenes.size() == 1
                            ? new PostOffice(scene)
                            : PostOffice.overStreams(scene);
                };
        Run run = Ladders.runs("a> HI", moody, Variation.loseEach()).findFirst().orElseThrow();
        assertThatThrownBy(run.body()::run).hasMessageContaining("is not deterministic");
    }

    @Test
    void duplicateDeliversEveryDatagramTwice() {
        Ladders.runs(CALL, this::office, Variation.duplicate()).forEach(run -> run.body().run());
        assertThat(scenes.getFirst().history().datagrams())
                .allMatch(sent -> sent.fate() instanceof DatagramFate.DeliverTwice);
        List<Integer> arrivals = new ArrayList<>();
        Scene<Words> scene = Scene.with(Medium.doubling());
        scene.network().datagram(new Route("a", "b", "X"), () -> arrivals.add(1));
        scene.time().advance(Duration.ofSeconds(1));
        assertThat(arrivals).hasSize(2);
    }

    @Test
    void reorderLetsDatagramsOvertakeAndLosesNone() {
        Scene<Words> scene = Scene.with(Medium.mixing(7));
        List<Integer> arrived = new ArrayList<>();
        List<Integer> sent = IntStream.range(0, 100).boxed().toList();
        sent.forEach(i -> scene.network().datagram(new Route("a", "b", "x"), () -> arrived.add(i)));
        scene.time().advance(Duration.ofSeconds(1));
        assertThat(arrived).containsExactlyInAnyOrderElementsOf(sent).isNotEqualTo(sent);
    }

    @Test
    void lossLosesAboutThePercentageItSays() {
        Medium medium = Medium.losing(3, 10);
        long lost =
                IntStream.range(0, 10_000)
                        .filter(i -> medium.fate(i) instanceof DatagramFate.Drop)
                        .count();
        assertThat(lost).isBetween(850L, 1150L);
        assertThatThrownBy(() -> Variation.loss(1, Variation.MAX_LOSS_PERCENT + 1))
                .hasMessageContaining("loss of 51 %");
    }

    @Test
    void theSameSeedPlaysTheSameRunAndAnotherSeedAnother() {
        assertThat(drawing(5)).isEqualTo(drawing(5)).isNotEqualTo(drawing(6));
    }

    private static String drawing(long seed) {
        Conditions lossy = Conditions.lossy("seed " + seed, Medium.losing(seed, 30));
        return Ladders.play(Ladder.parse(CALL), PostOffice::new, lossy).drawing();
    }

    @Test
    void swappingARoleThatIsNotThereIsRefused() {
        Variation swap = Variation.swapRoles(Map.of("target", "c"));
        assertThatThrownBy(() -> Ladders.runs(CALL, PostOffice::new, swap).toList())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no role {target}");
    }
}
