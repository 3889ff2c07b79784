package io.referee.bench;

import io.referee.bench.phones.Loop;
import io.referee.bench.phones.Phone;
import io.referee.bench.phones.SingleCall;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/// How soon after its start the server is ready and has a call answered, whose callee registers
/// first, with and without what the launcher keeps of an earlier start; and what it weighs when
/// idle.
final class StartUp implements Workload {
    private static final double READY_SECONDS = 3;
    private static final double ANSWERED_SECONDS = 5;
    private static final double IDLE_MEBIBYTES = 200;
    private static final int SHORT_MILLIS = 1_000;

    /// Until the launcher's flags have had memory given back: twice their 30 s at the latest.
    private static final int IDLE_MILLIS = 65_000;

    private static final int LATE_SECONDS = 30;
    private static final String WORKLOAD = "start-up";
    private static final String FORMAT = "%.1f";

    /// One start. *Immutable.*
    private record Start(double ready, double answered, double idle) {}

    @Override
    public List<Finding> run(Bench bench) throws IOException, InterruptedException {
        Referee referee = bench.servers().bare();
        Referee.Setup cached = Referee.Setup.PLAIN;
        Referee.Setup bare = cached.under(Map.of("REFEREE_JAVA_OPTS", "-XX:AOTMode=off"));
        // The first start makes the cache, when there is none, and the database.
        start(referee, "start-first", cached, SHORT_MILLIS);
        List<Start> with = new ArrayList<>();
        List<Start> without = new ArrayList<>();
        for (int round = 0; round < bench.plan().rounds(); round++) {
            with.add(start(referee, "start-cached-" + round, cached, SHORT_MILLIS));
            without.add(start(referee, "start-bare-" + round, bare, SHORT_MILLIS));
        }
        List<Start> idle = List.of(start(referee, "start-idle", cached, IDLE_MILLIS));
        List<Start> bareIdle = List.of(start(referee, "start-bare-idle", bare, IDLE_MILLIS));
        List<Finding> findings = new ArrayList<>();
        findings.add(aimed("to READY, s", with, Start::ready, READY_SECONDS));
        findings.add(
                aimed("to the first answer of a call, s", with, Start::answered, ANSWERED_SECONDS));
        findings.add(aimed("resident memory when idle, MiB", idle, Start::idle, IDLE_MEBIBYTES));
        findings.add(plain("to READY, s", without, Start::ready));
        findings.add(plain("to the first answer of a call, s", without, Start::answered));
        findings.add(plain("resident memory when idle, MiB", bareIdle, Start::idle));
        return findings;
    }

    private static Finding aimed(
            String figure, List<Start> starts, ToDoubleFunction<Start> of, double limit) {
        return Finding.atMost(WORKLOAD, figure, Series.of(starts, of), FORMAT, limit);
    }

    private static Finding plain(String figure, List<Start> starts, ToDoubleFunction<Start> of) {
        Series series = Series.of(starts, of);
        return Finding.plain(WORKLOAD, "without the AOT cache: " + figure, series, FORMAT);
    }

    private static Start start(Referee referee, String name, Referee.Setup setup, int restMillis)
            throws IOException, InterruptedException {
        Referee.Started it = referee.start(name, setup);
        try (Loop loop = new Loop()) {
            Phone callee = new Phone(loop, "callee", 0, it.sip()).knowing(Servers.PASSWORD);
            Phone caller = new Phone(loop, "guest", 0, it.sip());
            long answered = new SingleCall(loop, caller, callee).answered(LATE_SECONDS);
            Thread.sleep(restMillis);
            Start start =
                    new Start(
                            it.readyNanos() / 1e9,
                            (answered - it.begunNanos()) / 1e9,
                            Processes.residentKibibytes(it.process().toHandle()) / 1_024.0);
            System.err.println(name + ": " + start);
            return start;
        } finally {
            Processes.end(it.process());
        }
    }
}
