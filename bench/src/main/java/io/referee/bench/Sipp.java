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

    /// Registers the callee, from the port on which it will wait.
    void register(int serverPort, int calleePort) throws IOException, InterruptedException {
        int exit =
                processes.run(
                        "register",
                        List.of(
                                "sipp",
                                "127.0.0.1:" + serverPort,
                                "-sf",
                                scenarios.resolve("register.xml").toString(),
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
                    "the callee could not be registered: SIPp ended with " + exit);
        }
    }

    /// Sends a load through the subject and waits for its end.
    Load load(Subject subject, int rate, int seconds) throws IOException, InterruptedException {
        String name = subject.name() + "-" + ++runs;
        Process callee = processes.start(name + "-callee", callee(subject, name));
        Thread.sleep(500);
        long before = subject.cpuMicros();
        Process caller = processes.start(name + "-caller", caller(subject, name, rate, seconds));
        long callerMicros = watch(caller, seconds + LATE_SECONDS + 10);
        Thread.sleep(1_500);
        long after = subject.cpuMicros();
        long calleeMicros = Processes.cpuMicros(callee);
        Processes.end(callee);
        Counters counted = Counters.last(processes.folder().resolve(name + "-caller.csv"));
        Counters answered = Counters.last(processes.folder().resolve(name + "-callee.csv"));
        return new Load(
                before,
                after,
                callerMicros + calleeMicros,
                counted,
                answered.retransmissions(),
                setupMillis(caller.pid()));
    }

    private List<String> callee(Subject subject, String name) {
        String options =
                "-i 127.0.0.1 -p %d -nostdin -timer_resol 1 -buff_size 4000000 -l %d -trace_stat -fd 1"
                        .formatted(subject.calleePort(), CALLS_AT_ONCE);
        return command(
                List.of("sipp", "-sf", scenario("uas.xml"), "-stf", name + "-callee.csv"), options);
    }

    private List<String> caller(Subject subject, String name, int rate, int seconds)
            throws IOException {
        String options =
                ("-i 127.0.0.1 -p %d -nostdin -timer_resol 1 -buff_size 4000000 -r %d -m %d -l %d"
                                + " -timeout %ds -trace_stat -fd 1 -trace_rtt -rtt_freq 200")
                        .formatted(
                                Servers.freePort(),
                                rate,
                                rate * seconds,
                                CALLS_AT_ONCE,
                                seconds + LATE_SECONDS);
        String target = "127.0.0.1:" + subject.port();
        return command(
                List.of("sipp", target, "-sf", scenario("uac.xml"), "-stf", name + "-caller.csv"),
                options);
    }

    private String scenario(String file) {
        return scenarios.resolve(file).toString();
    }

    private static List<String> command(List<String> first, String options) {
        List<String> all = new ArrayList<>(first);
        all.addAll(List.of(options.split(" ")));
        return all;
    }

    /// Waits for the end; the CPU used by then, but for its last moments.
    private static long watch(Process process, int seconds) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        long micros = 0;
        while (!process.waitFor(50, TimeUnit.MILLISECONDS)) {
            micros = Math.max(micros, Processes.cpuMicros(process));
            if (System.nanoTime() > deadline) {
                Processes.end(process);
                throw new IllegalStateException("the caller did not end within " + seconds + " s");
            }
        }
        return micros;
    }

    /// The times from INVITE to 180, sorted, in milliseconds.
    private double[] setupMillis(long pid) throws IOException {
        Path file = processes.folder().resolve("uac_" + pid + "_rtt.csv");
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
