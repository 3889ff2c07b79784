package io.referee.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Runs the same calls directly, through a relay, through Kamailio and through Referee, in turns,
/// and says what they cost; or other workloads. Bounded in time and count; ends what it started.
public final class LoadRun {
    private static final int BROKEN = 1;
    private static final int USAGE = 2;

    private LoadRun() {}

    public static void main(String[] words) throws IOException, InterruptedException {
        Plan plan;
        try {
            plan = Plan.of(Path.of(System.getProperty("bench.root", ".")).toAbsolutePath(), words);
        } catch (IllegalArgumentException e) {
            System.err.println("bench: " + e.getMessage());
            System.exit(USAGE);
            return;
        }
        Path folder = Files.createTempDirectory("referee-bench");
        String command = ("bench/run " + String.join(" ", words)).strip();
        boolean whole = plan.only().equals("whole") || Workload.ALL.containsKey(plan.only());
        if (whole && !workloads(plan, folder, command)) {
            System.err.println("bench: what the programs said is in " + folder);
            System.exit(BROKEN);
        }
        if (!whole) {
            try (Processes processes = new Processes(folder)) {
                publish(plan, one(Bench.of(plan, processes), command));
            }
        }
        delete(folder);
    }

    /// @return whether everything could be measured
    private static boolean workloads(Plan plan, Path folder, String command)
            throws IOException, InterruptedException {
        Whole whole = new Whole(plan, folder);
        whole.run(plan.only().equals("whole") ? Workload.ORDER : List.of(plan.only()));
        publish(plan, whole.write(command));
        return !whole.isBroken();
    }

    private static void publish(Plan plan, String text) throws IOException {
        if (plan.result().equals("-")) {
            System.out.print(text);
        } else {
            Files.writeString(plan.root().resolve(plan.result()), text);
        }
    }

    private static String one(Bench bench, String command)
            throws IOException, InterruptedException {
        if (bench.plan().only().equals("growth")) {
            return grow(bench, command);
        }
        if (bench.plan().only().equals("hostile")) {
            return disturb(bench, command);
        }
        return new Table(bench.plan()).write(bench.rounds().measure(subjects(bench)), command);
    }

    /// One long load through a Ruby plan, with the memory of the server and of its workers.
    private static String grow(Bench bench, String command)
            throws IOException, InterruptedException {
        Plan plan = bench.plan();
        Subject subject = bench.servers().planned(Servers.Planned.SCRIPT);
        bench.rounds().warmUp(subject);
        Growth growth = new Growth(subject);
        Load load;
        try (growth) {
            load = bench.ends().load(subject, plan.rate(), plan.seconds());
        }
        Rounds.say(subject, "load", load);
        return new Table(plan).write(growth, load, command);
    }

    /// Calls through a Ruby plan, without and with a tenant beside them who does harm.
    private static String disturb(Bench bench, String command)
            throws IOException, InterruptedException {
        Plan plan = bench.plan();
        Subject subject = bench.servers().besideHarm();
        bench.rounds().warmUp(subject);
        Hostile hostile = new Hostile(plan, bench.sipp(), subject);
        for (int round = 1; round <= plan.rounds(); round++) {
            hostile.round();
            Rounds.say(subject, "round " + round + ", alone", hostile.lastAlone());
            Rounds.say(subject, "round " + round + ", beside harm", hostile.lastBeside());
        }
        return new Table(plan).write(hostile, command);
    }

    private static List<Subject> subjects(Bench bench) throws IOException, InterruptedException {
        Servers servers = bench.servers();
        return switch (bench.plan().only()) {
            case "" ->
                    List.of(
                            servers.direct(),
                            servers.relay(),
                            servers.kamailio().proxy(),
                            servers.referee());
            case "direct" -> List.of(servers.direct());
            case "relay" -> List.of(servers.relay());
            case "kamailio" -> List.of(servers.kamailio().proxy());
            case "referee" -> List.of(servers.referee());
            default ->
                    throw new IllegalArgumentException("nothing is named " + bench.plan().only());
        };
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
