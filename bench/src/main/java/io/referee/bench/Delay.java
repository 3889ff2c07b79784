package io.referee.bench;

import io.referee.bench.phones.Calls;
import io.referee.bench.phones.Loop;
import io.referee.bench.phones.Phone;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// How long an INVITE takes from the caller to the callee, both played by this program on one
/// clock. What the kernel and this program add is in it: see the direct call.
final class Delay implements Workload {
    private static final double[] SHARES = {0.5, 0.99, 0.999};
    private static final String[] NAMES = {"p50", "p99", "p99.9"};
    private static final double P99_MILLIS = 0.5;
    private static final int WARM_UP_SECONDS = 2;

    @Override
    public List<Finding> run(Bench bench) throws IOException, InterruptedException {
        Servers servers = bench.servers();
        List<Subject> subjects =
                List.of(
                        servers.direct(),
                        servers.relay(),
                        servers.kamailio().proxy(),
                        servers.referee());
        List<List<Load>> loads = measure(bench.plan(), subjects);
        List<Finding> findings = new ArrayList<>();
        String workload = "INVITE in to INVITE out, " + bench.plan().rate() + " calls/s";
        for (int i = 0; i < subjects.size(); i++) {
            String name = subjects.get(i).name();
            double limit = name.equals("referee") ? P99_MILLIS : Double.NaN;
            findings.addAll(findings(workload, name, loads.get(i), limit));
        }
        return findings;
    }

    /// By subject, then by round.
    private static List<List<Load>> measure(Plan plan, List<Subject> subjects)
            throws IOException, InterruptedException {
        List<List<Load>> loads = new ArrayList<>();
        for (Subject subject : subjects) {
            loads.add(new ArrayList<>());
            boolean young = subject.name().equals("referee");
            int seconds = young ? plan.warmUp() : WARM_UP_SECONDS;
            Rounds.say(subject, "warm-up", through(subject, plan.rate(), seconds));
        }
        for (int round = 0; round < plan.rounds(); round++) {
            for (int i = 0; i < subjects.size(); i++) {
                Load load = through(subjects.get(i), plan.rate(), plan.seconds());
                loads.get(i).add(load);
                Rounds.say(subjects.get(i), "round " + (round + 1), load);
            }
        }
        return loads;
    }

    /// A load on our own phones, whose times are those delays.
    static Load through(Subject subject, int rate, int seconds)
            throws IOException, InterruptedException {
        try (Loop loop = new Loop()) {
            Phone callee = new Phone(loop, "callee", subject.calleePort(), subject.port());
            Phone caller = new Phone(loop, "guest", 0, subject.port());
            Calls calls = new Calls(loop, caller, callee);
            return Ends.measured(subject, loop, () -> calls.load(rate, seconds));
        }
    }

    /// @param limit of p99; NaN for none
    static List<Finding> findings(String workload, String name, List<Load> loads, double limit) {
        List<Finding> findings = new ArrayList<>();
        for (int i = 0; i < SHARES.length; i++) {
            double share = SHARES[i];
            Series series = Series.of(loads, load -> load.setup(share));
            String figure = name + ": " + NAMES[i] + ", ms";
            boolean aimed = NAMES[i].equals("p99") && !Double.isNaN(limit);
            findings.add(
                    aimed
                            ? Finding.atMost(workload, figure, series, "%.3f", limit)
                            : Finding.plain(workload, figure, series, "%.3f"));
        }
        long failed = loads.stream().mapToLong(load -> load.caller().failed()).sum();
        findings.add(Finding.plain(workload, name + ": failed calls", "" + failed));
        return findings;
    }
}
