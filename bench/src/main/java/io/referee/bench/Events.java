package io.referee.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// What readers of the event stream cost: the same calls without any and with many, in turns on one
/// server. Nobody who keeps up loses anything; who does not is cut off.
final class Events implements Workload {
    private static final int RATE = 100;
    private static final int CATCH_UP_MILLIS = 3_000;

    /// So many that their events are more than the server keeps and the sockets hold.
    private static final int ENOUGH_CALLS = 5_000;

    private static final int FAST = 400;

    /// What came to the readers. *Immutable.*
    ///
    /// @param missing of all who kept up, together
    /// @param last the last event that any has seen
    /// @param cutOff whether the one was that did not read
    private record Seen(long missing, long last, boolean cutOff) {}

    @Override
    public List<Finding> run(Bench unhurried) throws IOException, InterruptedException {
        Bench bench = unhurried.at(RATE);
        Plan plan = bench.plan();
        Subject subject = bench.servers().referee("events", Subject.Played.CALL);
        bench.rounds().warmUp(subject);
        bench.rounds().pause();
        List<Load> without = new ArrayList<>();
        List<Load> with = new ArrayList<>();
        long missing = 0;
        long seen = 0;
        int port = subject.ports().http();
        try (SlowReader slow = new SlowReader(port)) {
            for (int round = 0; round < plan.rounds(); round++) {
                without.add(load(bench, subject, "without readers"));
                try (Readers readers = Readers.of(plan.readers(), port)) {
                    with.add(load(bench, subject, "with " + plan.readers() + " readers"));
                    Thread.sleep(CATCH_UP_MILLIS);
                    missing += readers.missing();
                    seen = Math.max(seen, readers.last());
                }
            }
            int calls = 2 * plan.rounds() * plan.rate() * plan.seconds();
            int more = Math.max(0, ENOUGH_CALLS - calls) / FAST;
            if (more > 0) {
                Rounds.say(subject, "for the slow one", bench.ends().load(subject, FAST, more));
            }
            return findings(plan, without, with, new Seen(missing, seen, slow.wasCutOff()));
        }
    }

    private static Load load(Bench bench, Subject subject, String when)
            throws IOException, InterruptedException {
        Load load = bench.ends().load(subject, bench.plan().rate(), bench.plan().seconds());
        Rounds.say(subject, when, load);
        return load;
    }

    private static List<Finding> findings(
            Plan plan, List<Load> without, List<Load> with, Seen seen) {
        String workload = "events, " + plan.rate() + " calls/s";
        String many = plan.readers() + " readers";
        double[] ratio = new double[with.size()];
        for (int i = 0; i < ratio.length; i++) {
            ratio[i] = with.get(i).perCall() / without.get(i).perCall();
        }
        return List.of(
                Finding.plain(
                        workload,
                        "CPU per call under load, µs, no reader",
                        Series.of(without, Load::perCall),
                        "%.0f"),
                Finding.plain(
                        workload,
                        "CPU per call under load, µs, " + many,
                        Series.of(with, Load::perCall),
                        "%.0f"),
                Finding.plain(workload, many + " / none, CPU per call", Series.of(ratio), "%.2f"),
                Finding.that(
                        workload,
                        "nothing is lost: events missing at " + many,
                        seen.missing + " of " + seen.last + " each",
                        seen.missing == 0 && seen.last > 0),
                Finding.that(
                        workload,
                        "one that does not read is cut off",
                        seen.cutOff ? "it was" : "it was not",
                        seen.cutOff));
    }
}
