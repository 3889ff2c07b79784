package io.referee.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Runs the same calls directly, through a relay, through Kamailio and through Referee, in turns,
/// and says what they cost. Bounded in time and count; ends what it started.
public final class LoadRun {
    /// Longer than any timer of a transaction (RFC 3261 §17: 64*T1 is 32 s).
    private static final int SETTLE_SECONDS = 34;

    private static final int PROXY_WARM_UP_SECONDS = 5;
    private static final int USAGE = 2;

    private final Plan plan;
    private final Sipp sipp;
    private final Servers servers;

    private LoadRun(Plan plan, Processes processes) {
        this.plan = plan;
        this.sipp = new Sipp(plan.root(), processes);
        this.servers = new Servers(plan, processes, sipp);
    }

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
        try (Processes processes = new Processes(folder)) {
            String command = ("bench/run " + String.join(" ", words)).strip();
            LoadRun run = new LoadRun(plan, processes);
            String text =
                    switch (plan.only()) {
                        case "growth" -> run.grow(command);
                        case "hostile" -> run.disturb(command);
                        default -> new Table(plan).write(run.measure(), command);
                    };
            if (plan.result().equals("-")) {
                System.out.print(text);
            } else {
                Files.writeString(plan.root().resolve(plan.result()), text);
            }
        }
        delete(folder);
    }

    /// One long load through a Ruby plan, with the memory of the server and of its workers.
    private String grow(String command) throws IOException, InterruptedException {
        Subject subject = servers.planned(Servers.Planned.SCRIPT);
        warmUp(subject);
        Growth growth = new Growth(subject);
        Load load;
        try (growth) {
            load = sipp.load(subject, plan.rate(), plan.seconds());
        }
        say(subject, "load", load);
        return new Table(plan).write(growth, load, command);
    }

    /// Calls through a Ruby plan, without and with a tenant beside them who does harm.
    private String disturb(String command) throws IOException, InterruptedException {
        Subject subject = servers.besideHarm();
        warmUp(subject);
        Hostile hostile = new Hostile(plan, sipp, subject);
        for (int round = 1; round <= plan.rounds(); round++) {
            hostile.round();
            say(subject, "round " + round + ", alone", hostile.lastAlone());
            say(subject, "round " + round + ", beside harm", hostile.lastBeside());
        }
        return new Table(plan).write(hostile, command);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    private List<Measured> measure() throws IOException, InterruptedException {
        List<Measured> all = new ArrayList<>();
        for (Subject subject : subjects()) {
            warmUp(subject);
            all.add(new Measured(subject));
        }
        pause();
        for (int round = 0; round < plan.rounds(); round++) {
            for (int turn = 0; turn < all.size(); turn++) {
                load(all.get((round + turn) % all.size()), round);
            }
            if (all.size() < 3) {
                pause();
            }
        }
        pause();
        all.forEach(Measured::settle);
        return all;
    }

    private List<Subject> subjects() throws IOException, InterruptedException {
        return switch (plan.only()) {
            case "" ->
                    List.of(
                            servers.direct(),
                            servers.relay(),
                            servers.kamailio(),
                            servers.referee());
            case "direct" -> List.of(servers.direct());
            case "relay" -> List.of(servers.relay());
            case "kamailio" -> List.of(servers.kamailio());
            case "referee" -> List.of(servers.referee());
            case "transfer" ->
                    List.of(servers.referee().timing(Subject.Timed.ANSWER), servers.transferring());
            case "plans" ->
                    List.of(
                            servers.planned(Servers.Planned.NOTHING),
                            servers.planned(Servers.Planned.RULES),
                            servers.planned(Servers.Planned.SCRIPT));
            default -> throw new IllegalArgumentException("no subject named " + plan.only());
        };
    }

    private void warmUp(Subject subject) throws IOException, InterruptedException {
        int seconds =
                switch (subject.name()) {
                    case "kamailio", "relay" -> PROXY_WARM_UP_SECONDS;
                    case "direct" -> 1;
                    default -> plan.warmUp();
                };
        say(subject, "warm-up", sipp.load(subject, plan.rate(), seconds));
    }

    private void load(Measured measured, int round) throws IOException, InterruptedException {
        measured.settle();
        Load load = sipp.load(measured.subject(), plan.rate(), plan.seconds());
        measured.add(load);
        say(measured.subject(), "round " + (round + 1), load);
    }

    private static void say(Subject subject, String when, Load load) {
        System.err.println(
                subject.name()
                        + " "
                        + when
                        + ": "
                        + Series.number("%.0f", load.perCall())
                        + " µs a call, "
                        + load.caller()
                        + ", callee's retransmissions "
                        + load.calleeRetransmissions()
                        + ", set-up "
                        + Series.number("%.2f", load.setup(0.5))
                        + " / "
                        + Series.number("%.2f", load.setup(0.99))
                        + " ms");
    }

    private static void pause() throws InterruptedException {
        Thread.sleep(SETTLE_SECONDS * 1_000L);
    }
}
