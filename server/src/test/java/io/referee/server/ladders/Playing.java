package io.referee.server.ladders;

import io.referee.ladder.Ladder;
import io.referee.ladder.Ladders;
import io.referee.ladder.Run;
import io.referee.ladder.Variation;

import org.junit.jupiter.api.DynamicTest;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// All the runs that a ladder of this server goes through.
final class Playing {
    /// Another one with `-Dseed=...`; it stands in the names of the runs.
    static final long SEED = Long.getLong("seed", 42);

    private Playing() {}

    /// Over datagrams under every variation, and over streams.
    static Stream<DynamicTest> everyWay(String ladder, World world) {
        return tests(runs(Ladder.parse(ladder), world, ""));
    }

    /// The same, and all of it again with other players for some roles.
    static Stream<DynamicTest> everyWay(String ladder, World world, Map<String, String> swapped) {
        Ladder written = Ladder.parse(ladder);
        return tests(
                Stream.concat(
                        runs(written, world, ""),
                        runs(written.recast(swapped), world, "swapped, ")));
    }

    /// Every way, in both roles: as written for a transferor that called, and as written for one
    /// that was called.
    static Stream<DynamicTest> bothRoles(String asCaller, String asCallee, World world) {
        return tests(
                Stream.concat(
                        runs(Ladder.parse(asCaller), world, ""),
                        runs(Ladder.parse(asCallee), world, "transferor was called, ")));
    }

    /// Without loss and without mixing up the order: for ladders whose messages must cross just so.
    static Stream<DynamicTest> inOrder(String ladder, World world) {
        return tests(ordered(Ladder.parse(ladder), world, ""));
    }

    /// The same, and all of it again with other players for some roles.
    static Stream<DynamicTest> inOrder(String ladder, World world, Map<String, String> swapped) {
        Ladder written = Ladder.parse(ladder);
        return tests(
                Stream.concat(
                        ordered(written, world, ""),
                        ordered(written.recast(swapped), world, "swapped, ")));
    }

    private static Stream<Run> ordered(Ladder ladder, World world, String prefix) {
        List<Variation> variations = List.of(Variation.plain(), Variation.duplicate());
        return Stream.concat(Ladders.runs(ladder, world, variations), streams(ladder, world))
                .map(run -> new Run(prefix + run.name(), run.body()));
    }

    /// As written and on a faithful network only: for ladders that are about a loss of their own,
    /// or that last.
    static Stream<DynamicTest> plainly(String ladder, World world) {
        return tests(Ladders.runs(ladder, world, Variation.plain()));
    }

    private static Stream<Run> runs(Ladder ladder, World world, String prefix) {
        Stream<Run> datagrams = Ladders.runs(ladder, world, Variation.usual(SEED));
        return Stream.concat(datagrams, streams(ladder, world))
                .map(run -> new Run(prefix + run.name(), run.body()));
    }

    private static Stream<Run> streams(Ladder ladder, World world) {
        return Ladders.runs(ladder, world.overTcp(), List.of(Variation.plain()))
                .map(run -> new Run("TCP, " + run.name(), run.body()));
    }

    private static Stream<DynamicTest> tests(Stream<Run> runs) {
        return runs.map(run -> DynamicTest.dynamicTest(run.name(), run.body()::run));
    }
}
