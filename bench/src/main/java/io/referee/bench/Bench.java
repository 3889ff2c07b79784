package io.referee.bench;

import java.nio.file.Path;

/// What a workload works with. *Main thread only.*
record Bench(Plan plan, Servers servers, Sipp sipp, Ends ends, Rounds rounds) {

    static Bench of(Plan plan, Processes processes) {
        Sipp sipp = new Sipp(plan.root(), processes);
        Ends ends = new Ends(sipp);
        return new Bench(
                plan, new Servers(plan, processes, sipp), sipp, ends, new Rounds(plan, ends));
    }

    /// The same at another rate, unless one was asked for.
    Bench at(int rate) {
        Plan other = plan.at(rate);
        return new Bench(other, servers, sipp, ends, new Rounds(other, ends));
    }

    Path root() {
        return plan.root();
    }
}
