package io.referee.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// The highest rate of calls without a failure, a retransmission or a caller that falls behind: in
/// steps of half as much again until it fails twice, then closer in between.
final class Highest implements Workload {
    private static final int FIRST = 400;
    private static final double STEP = 1.5;
    private static final int CLOSER = 3;
    private static final double ALMOST = 0.9;
    private static final int SECONDS = 3;
    private static final int LATE_SECONDS = 6;
    private static final double SLACK_SECONDS = 1.5;
    private static final int WARM_UP_RATE = 300;
    private static final double OF_KAMAILIO = 1.5;
    private static final double OF_SIPP = 0.6;
    private static final double P99_MILLIS = 3;
    private static final String WORKLOAD = "highest rate";

    @Override
    public List<Finding> run(Bench bench) throws IOException, InterruptedException {
        Servers servers = bench.servers();
        Subject referee = servers.referee();
        Bench gentle = bench.at(WARM_UP_RATE);
        gentle.rounds().warmUp(referee);
        double direct = of(bench, servers.direct());
        double kamailio = of(bench, servers.kamailio().proxy());
        double ours = of(bench, referee);
        List<Finding> findings = new ArrayList<>();
        findings.add(rate(bench, "SIPp against SIPp", direct));
        findings.add(rate(bench, "kamailio", kamailio));
        findings.add(rate(bench, "referee", ours));
        findings.add(
                Finding.atLeast(
                        WORKLOAD, "referee / kamailio", one(ours / kamailio), "%.2f", OF_KAMAILIO));
        findings.add(
                Finding.atLeast(
                        WORKLOAD,
                        "referee / SIPp against SIPp",
                        one(ours / direct),
                        "%.2f",
                        OF_SIPP));
        bench.rounds().pause();
        int half = (int) Math.max(1, ours / 2);
        Load load = Delay.through(referee, half, bench.plan().seconds());
        Rounds.say(referee, "half of the highest rate", load);
        String workload = "INVITE in to INVITE out, half of the highest rate, " + half + "/s";
        findings.addAll(Delay.findings(workload, "referee", List.of(load), P99_MILLIS));
        return findings;
    }

    private static Series one(double value) {
        return Series.of(new double[] {value});
    }

    private static Finding rate(Bench bench, String name, double rate) {
        boolean ended = rate > ALMOST * bench.plan().highest();
        String more = ended ? " or more: the search ended there" : "";
        String figure = name + ", calls/s";
        return Finding.plain(WORKLOAD, figure, Series.number("%.0f", rate) + more);
    }

    private static double of(Bench bench, Subject subject)
            throws IOException, InterruptedException {
        int good = 0;
        int next = FIRST;
        int most = bench.plan().highest();
        while (next <= most && cleanly(bench, subject, next)) {
            good = next;
            next = (int) (next * STEP);
        }
        int bad = Math.min(next, most);
        for (int i = 0; i < CLOSER && bad > good; i++) {
            int middle = (good + bad) / 2;
            if (cleanly(bench, subject, middle)) {
                good = middle;
            } else {
                bad = middle;
            }
        }
        return good;
    }

    /// A step that fails is tried again, once: something else may have disturbed it.
    private static boolean cleanly(Bench bench, Subject subject, int rate)
            throws IOException, InterruptedException {
        for (int tried = 0; tried < 2; tried++) {
            if (clean(bench, subject, rate)) {
                return true;
            }
        }
        return false;
    }

    private static boolean clean(Bench bench, Subject subject, int rate)
            throws IOException, InterruptedException {
        Load load = bench.ends().sipp().load(subject, rate, SECONDS, LATE_SECONDS);
        Rounds.say(subject, rate + " calls/s", load);
        boolean clean =
                load.caller().succeeded() == (long) rate * SECONDS
                        && load.caller().failed() == 0
                        && load.caller().retransmissions() == 0
                        && load.calleeRetransmissions() == 0
                        && load.tookNanos() < (SECONDS + SLACK_SECONDS) * 1e9;
        if (!clean && subject.process() != null) {
            // Most of what it still repeats must not spoil the next step.
            bench.rounds().breathe();
        }
        return clean;
    }
}
