package io.referee.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The mixed load: SIPp with the scenarios of `bench/sipp`, all at once.
final class SoakLoads {
    /// Below this, some kind would have no share.
    static final int LEAST_RATE = 20;

    private static final int LATE_SECONDS = 60;
    private static final int CALLS_AT_ONCE = 20_000;
    private static final String COMMON =
            "-i 127.0.0.1 -nostdin -timer_resol 1 -buff_size 4000000 -l " + CALLS_AT_ONCE;

    private final Path scenarios;
    private final Processes processes;
    private final SoakServer server;
    private final int roamer;
    private int runs;

    /// What there is of each, in twentieths of the rate.
    private enum Kind {
        BRIDGED("uac.xml", "callee", 6),
        NEIGHBOUR("uac.xml", "neighbour", 2),
        RULES("uac.xml", "ruled", 4),
        SCRIPT("uac.xml", "scripted", 1),
        TRANSFERRED("uac-transferred.xml", "transferor", 3),
        REGISTER("register.xml", "roamer", 4);

        private final String scenario;
        private final String account;
        private final int twentieths;

        Kind(String scenario, String account, int twentieths) {
            this.scenario = scenario;
            this.account = account;
            this.twentieths = twentieths;
        }
    }

    /// What was done.
    record Done(long calls, long transfers, long registrations, long failed, long again) {
        Done plus(Done other) {
            return new Done(
                    calls + other.calls,
                    transfers + other.transfers,
                    registrations + other.registrations,
                    failed + other.failed,
                    again + other.again);
        }

        @Override
        public String toString() {
            return "%d calls, %d transfers, %d registrations, %d failed, %d retransmissions"
                    .formatted(calls, transfers, registrations, failed, again);
        }
    }

    private record Running(Kind kind, String name, Process process, long wanted) {}

    /// Registers the callees and begins them.
    SoakLoads(Path root, Processes processes, SoakServer server)
            throws IOException, InterruptedException {
        this.scenarios = root.resolve("bench/sipp");
        this.processes = processes;
        this.server = server;
        this.roamer = Servers.freePort();
        Sipp sipp = new Sipp(root, processes);
        answering(sipp, "uas.xml", "callee", "neighbour", "ruled", "scripted");
        answering(sipp, "uas-transferor.xml", "transferor");
        answering(sipp, "uas.xml", "target");
        Thread.sleep(500);
    }

    /// One callee for all these accounts.
    private void answering(Sipp sipp, String scenario, String... accounts)
            throws IOException, InterruptedException {
        int port = Servers.freePort();
        for (String account : accounts) {
            sipp.register(account, server.port(), port);
        }
        List<String> command = new ArrayList<>(List.of("sipp", "-sf", file(scenario)));
        command.addAll(List.of((COMMON + " -p " + port).split(" ")));
        processes.start("answering-" + accounts[0], command);
    }

    private String file(String scenario) {
        return scenarios.resolve(scenario).toString();
    }

    /// All kinds for so long, at so many steps in a second together.
    Done run(int rate, int seconds) throws IOException, InterruptedException {
        runs++;
        List<Running> all = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            all.add(begin(kind, Math.max(1, rate * kind.twentieths / 20), seconds));
        }
        Done done = new Done(0, 0, 0, 0, 0);
        for (Running one : all) {
            done = done.plus(finished(one, seconds));
        }
        return done;
    }

    private Running begin(Kind kind, int rate, int seconds) throws IOException {
        String name = kind.name().toLowerCase(java.util.Locale.ROOT) + '-' + runs;
        Path scenario = processes.folder().resolve(name + ".xml");
        String text = Files.readString(scenarios.resolve(kind.scenario));
        Files.writeString(
                scenario,
                text.replace("sip:callee@localhost", "sip:" + kind.account + "@localhost"));
        String options =
                COMMON
                        + " -p %d -r %d -m %d -timeout %ds -recv_timeout 20000 -trace_stat -fd 1 -s %s -au %s -ap %s"
                                .formatted(
                                        kind == Kind.REGISTER ? roamer : Servers.freePort(),
                                        rate,
                                        rate * seconds,
                                        seconds + LATE_SECONDS,
                                        kind.account,
                                        kind.account,
                                        Servers.PASSWORD);
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "sipp",
                                "127.0.0.1:" + server.port(),
                                "-sf",
                                scenario.toString(),
                                "-stf",
                                name + ".csv"));
        command.addAll(List.of(options.split(" ")));
        return new Running(kind, name, processes.start(name, command), (long) rate * seconds);
    }

    private Done finished(Running one, int seconds) throws IOException, InterruptedException {
        if (!one.process.waitFor(seconds + LATE_SECONDS + 10L, TimeUnit.SECONDS)) {
            Processes.end(one.process);
        }
        Counters counted = Counters.last(processes.folder().resolve(one.name + ".csv"));
        boolean registers = one.kind == Kind.REGISTER;
        return new Done(
                registers ? 0 : counted.succeeded(),
                one.kind == Kind.TRANSFERRED ? counted.succeeded() : 0,
                registers ? counted.succeeded() : 0,
                one.wanted - counted.succeeded(),
                counted.retransmissions());
    }
}
