package io.referee.bench;

import io.referee.bench.phones.Calls;
import io.referee.bench.phones.Loop;
import io.referee.bench.phones.Phone;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// What a call weighs while it lasts, and whether others cost more meanwhile: loads while few calls
/// are held, and while many are.
final class Held implements Workload {
    private static final int FEW = 100;
    private static final double KIBIBYTES = 8;
    private static final double FLAT = 1.15;
    private static final String WORKLOAD = "held calls";

    @Override
    public List<Finding> run(Bench bench) throws IOException, InterruptedException {
        Subject subject = bench.servers().referee("held", Subject.Played.CALL);
        try (Loop loop = new Loop()) {
            Phone callee = new Phone(loop, "callee", subject.calleePort(), subject.port());
            Phone caller = new Phone(loop, "guest", 0, subject.port());
            return new Run(bench.plan(), subject, loop, new Calls(loop, caller, callee)).run();
        }
    }

    /// One run. *Main thread only.*
    private record Run(Plan plan, Subject subject, Loop loop, Calls calls) {

        List<Finding> run() throws IOException, InterruptedException {
            calls.load(plan.rate(), plan.warmUp());
            calls.rest(plan.settle());
            double heapBefore = Heap.live(subject.server());
            long residentBefore = Processes.residentKibibytes(subject.server().toHandle());
            int many = calls.hold(plan.held(), plan.rate());
            calls.rest(plan.settle());
            double heapAfter = Heap.live(subject.server());
            long residentAfter = Processes.residentKibibytes(subject.server().toHandle());
            // The many first: a server that is still learning must not make the few look dear.
            double[] costOfMany = loads("while " + many + " calls are held");
            int few = Math.min(FEW, many);
            long ended = calls.release(many - few, plan.rate());
            calls.rest(plan.breath());
            double[] costOfFew = loads("while " + few + " calls are held");
            ended += calls.release(few, plan.rate());
            List<Finding> findings = new ArrayList<>();
            findings.add(weight((heapAfter - heapBefore) / many, many));
            findings.add(
                    Finding.plain(
                            WORKLOAD,
                            "resident memory before and while they are held, MiB",
                            residentBefore / 1_024 + ", " + residentAfter / 1_024));
            findings.addAll(
                    flat(
                            WORKLOAD,
                            new Cost("held", few, costOfFew),
                            new Cost("held", many, costOfMany),
                            Plan.FULL_HELD));
            findings.add(
                    Finding.that(
                            WORKLOAD,
                            "all were answered, and all ended when hung up",
                            many + " of " + plan.held() + ", " + ended,
                            many == plan.held() && ended == many));
            return findings;
        }

        private static Finding weight(double kibibytes, int calls) {
            Series series = Series.of(new double[] {kibibytes});
            String figure = "heap per held call, KiB, " + calls + " held";
            return Finding.atMost(WORKLOAD, figure, series, "%.1f", KIBIBYTES)
                    .judgedAt(calls, Plan.FULL_HELD, "held");
        }

        /// CPU per call by round, with what each load leaves behind.
        private double[] loads(String when) throws IOException, InterruptedException {
            double[] perCall = new double[plan.rounds()];
            for (int round = 0; round < perCall.length; round++) {
                Load load =
                        Ends.measured(subject, loop, () -> calls.load(plan.rate(), plan.seconds()));
                Rounds.say(subject, when, load);
                calls.rest(plan.breath());
                perCall[round] = load.perCallUntil(subject.cpuMicros());
            }
            return perCall;
        }
    }

    /// What calls cost while there are so many of something. *Immutable.*
    ///
    /// @param what held, accounts
    /// @param perCall CPU per call by round, in µs
    record Cost(String what, int size, double[] perCall) {
        String name() {
            return size + " " + what;
        }
    }

    /// What calls cost in the small and in the large, which should be the same.
    ///
    /// @param full how large the large has to be for the target to be judged
    static List<Finding> flat(String workload, Cost few, Cost many, int full) {
        double[] ratio = new double[few.perCall().length];
        for (int i = 0; i < ratio.length; i++) {
            ratio[i] = many.perCall()[i] / few.perCall()[i];
        }
        String figure = many.name() + " / " + few.name() + ", CPU per call";
        return List.of(
                cost(workload, few),
                cost(workload, many),
                Finding.atMost(workload, figure, Series.of(ratio), "%.2f", FLAT)
                        .judgedAt(many.size(), full, many.what()));
    }

    private static Finding cost(String workload, Cost cost) {
        String figure = "CPU per call, µs, " + cost.name();
        return Finding.plain(workload, figure, Series.of(cost.perCall()), "%.0f");
    }
}
