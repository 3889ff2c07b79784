package io.referee.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The caller and the callee: SIPp with the scenarios of `bench/sipp`.
final class Sipp {
    private static final int CALLS_AT_ONCE = 20_000;
    private static final int LATE_SECONDS = 40;

    private final Path scenarios;
    private final Processes processes;
    private int runs;

    Sipp(Path root, Processes processes) {
        this.scenarios = root.resolve("bench/sipp");
        this.processes = processes;
    }

    /// Registers an account, from the port on which it will wait.
    void register(String account, int serverPort, int calleePort)
            throws IOException, InterruptedException {
        int exit =
                processes.run(
                        "register-" + account,
                        List.of(
                                "sipp",
                                "127.0.0.1:" + serverPort,
                                "-sf",
                                scenarios.resolve("register.xml").toString(),
                                "-s",
                                account,
                                "-au",
                                account,
                                "-ap",
                                Servers.PASSWORD,
                                "-i",
                                "127.0.0.1",
                                "-p",
                                "" + calleePort,
                                "-m",
                                "1",
                                "-nostdin",
                                "-timeout",
                                "10s",
                                "-timeout_error"),
                        20);
        if (exit != 0) {
            throw new IllegalStateException(
                    account + " could not be registered: SIPp ended with " + exit);
        }
    }

    /// Sends a load through the subject and waits for its end.
    Load load(Subject subject, int rate, int seconds) throws IOException, InterruptedException {
        return load(subject, rate, seconds, LATE_SECONDS);
    }

    /// The same.
    ///
    /// @param late after how many more seconds calls that are not over have failed
    Load load(Subject subject, int rate, int seconds, int late)
            throws IOException, InterruptedException {
        String name = subject.name() + "-" + ++runs;
        Process callee = processes.start(name + "-callee", callee(subject, name));
        Process target =
                subject.refers() ? processes.start(name + "-target", target(subject, name)) : null;
        Thread.sleep(500);
        long before = subject.cpuMicros();
        long begun = System.nanoTime();
        Process caller =
                processes.start(name + "-caller", caller(subject, name, rate, seconds, late));
        long callerMicros = watch(caller, seconds + late + 10);
        long took = System.nanoTime() - begun;
        Thread.sleep(1_500);
        long after = subject.cpuMicros();
        long calleeMicros = Processes.cpuMicros(callee);
        Processes.end(callee);
        if (target != null) {
            calleeMicros += Processes.cpuMicros(target);
            Processes.end(target);
        }
        Counters counted =
                Counters.last(processes.folder().resolve(name + "-caller.csv"))
                        .of((long) rate * seconds);
        Counters answered = Counters.last(processes.folder().resolve(name + "-callee.csv"));
        return new Load(
                before,
                after,
                callerMicros + calleeMicros,
                took,
                counted,
                answered.retransmissions(),
                setupMillis(subject, caller.pid(), callee.pid()));
    }

    /// Begins calls that set the plan of the hostile tenant to work, so many at a time, until the
    /// process is ended.
    Process attack(Subject subject, int atOnce) throws IOException {
        String options =
                "-i 127.0.0.1 -p %d -nostdin -r %d -l %d -m %d"
                        .formatted(Servers.freePort(), atOnce, atOnce, CALLS_AT_ONCE);
        return processes.start(
                subject.name() + "-attack-" + ++runs,
                command(
                        List.of(
                                "sipp",
                                "127.0.0.1:" + subject.port(),
                                "-sf",
                                scenario("uac-hostile.xml")),
                        options));
    }

    private List<String> callee(Subject subject, String name) {
        String file = subject.refers() ? "uas-transferor.xml" : "uas.xml";
        String more = subject.refers() ? " -trace_rtt -rtt_freq 20" : "";
        return command(
                List.of("sipp", "-sf", scenario(file), "-stf", name + "-callee.csv"),
                waiting(subject.calleePort()) + more);
    }

    private List<String> target(Subject subject, String name) {
        return command(
                List.of("sipp", "-sf", scenario("uas.xml"), "-stf", name + "-target.csv"),
                waiting(subject.targetPort()));
    }

    private static String waiting(int port) {
        return "-i 127.0.0.1 -p %d -nostdin -timer_resol 1 -buff_size 4000000 -l %d -trace_stat -fd 1"
                .formatted(port, CALLS_AT_ONCE);
    }

    /// The scenario of the caller: as it is kept, or with another moment at which its clock stops,
    /// or with another callee.
    private Path calling(Subject subject) throws IOException {
        Path kept = scenarios.resolve(subject.played().scenario());
        return switch (subject.played()) {
            case ANSWERED ->
                    changed(
                            kept,
                            Files.readString(kept)
                                    .replace(" rtd=\"setup\"", "")
                                    .replace(
                                            "response=\"200\" rrs",
                                            "response=\"200\" rtd=\"setup\" rrs"));
            case ANY_ACCOUNT ->
                    changed(
                            kept,
                            Files.readString(kept)
                                    .replace("callee@localhost", "[field0]@localhost"));
            default -> kept;
        };
    }

    private Path changed(Path kept, String text) throws IOException {
        return Files.writeString(processes.folder().resolve(kept.getFileName()), text);
    }

    /// A file of accounts, `user0` and so on, for scenarios that take one after another.
    private List<String> accounts(Subject subject) throws IOException {
        StringBuilder text = new StringBuilder("SEQUENTIAL\n");
        for (int i = 0; i < subject.accounts(); i++) {
            text.append(
                    "user%1$d;%2$d;[authentication username=user%1$d password=%3$s];\n"
                            .formatted(i, subject.calleePort(), Servers.PASSWORD));
        }
        Path file = processes.folder().resolve(subject.name() + "-accounts.csv");
        return List.of("-inf", Files.writeString(file, text).toString());
    }

    private List<String> caller(Subject subject, String name, int rate, int seconds, int late)
            throws IOException {
        String options =
                ("-i 127.0.0.1 -p %d -nostdin -timer_resol 1 -buff_size 4000000 -r %d -m %d -l %d"
                                + " -timeout %ds -trace_stat -fd 1 -trace_rtt -rtt_freq 20")
                        .formatted(
                                Servers.freePort(),
                                rate,
                                rate * seconds,
                                CALLS_AT_ONCE,
                                seconds + late);
        String target = "127.0.0.1:" + subject.port();
        List<String> command =
                command(
                        List.of(
                                "sipp",
                                target,
                                "-sf",
                                calling(subject).toString(),
                                "-stf",
                                name + "-caller.csv"),
                        options);
        if (subject.accounts() > 0) {
            command.addAll(accounts(subject));
        }
        return command;
    }

    private String scenario(String file) {
        return scenarios.resolve(file).toString();
    }

    private static List<String> command(List<String> first, String options) {
        List<String> all = new ArrayList<>(first);
        all.addAll(List.of(options.split(" ")));
        return all;
    }

    /// Waits for the end, and makes one when it does not come; the CPU used by then, but for its
    /// last moments.
    private static long watch(Process process, int seconds) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        long micros = 0;
        while (!process.waitFor(50, TimeUnit.MILLISECONDS)) {
            micros = Math.max(micros, Processes.cpuMicros(process));
            if (System.nanoTime() > deadline) {
                Processes.end(process);
                return micros;
            }
        }
        return micros;
    }

    /// The times that were measured, sorted, in milliseconds. SIPp writes them down by twenties,
    /// and nothing at all when there were fewer.
    private double[] setupMillis(Subject subject, long caller, long callee) throws IOException {
        String scenario = subject.played().scenario().replace(".xml", "");
        String name = subject.refers() ? "uas-transferor_" + callee : scenario + "_" + caller;
        Path file = processes.folder().resolve(name + "_rtt.csv");
        if (Files.notExists(file)) {
            return new double[0];
        }
        try (var lines = Files.lines(file)) {
            double[] millis =
                    lines.skip(1)
                            .map(line -> line.split(";"))
                            .filter(fields -> fields.length >= 2)
                            .mapToDouble(fields -> Double.parseDouble(fields[1]))
                            .toArray();
            Arrays.sort(millis);
            return millis;
        } finally {
            Files.deleteIfExists(file);
        }
    }
}
