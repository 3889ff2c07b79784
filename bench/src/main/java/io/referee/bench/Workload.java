package io.referee.bench;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/// A part of the table of everything: it starts what it needs, measures it and says what it found.
interface Workload {
    /// In the order of the table.
    List<String> ORDER =
            List.of(
                    "calls",
                    "digest",
                    "registration",
                    "plans",
                    "transfer",
                    "held",
                    "accounts",
                    "delay",
                    "highest",
                    "events",
                    "start");

    /// Those with a class of their own, and the costs of calls of several kinds.
    Map<String, Workload> ALL =
            Map.ofEntries(
                    Map.entry("calls", Costs::calls),
                    Map.entry("digest", Costs::digest),
                    Map.entry("registration", Costs::registration),
                    Map.entry("plans", Costs::plans),
                    Map.entry("transfer", Costs::transfer),
                    Map.entry("held", new Held()),
                    Map.entry("accounts", new Accounts()),
                    Map.entry("delay", new Delay()),
                    Map.entry("highest", new Highest()),
                    Map.entry("events", new Events()),
                    Map.entry("start", new StartUp()));

    List<Finding> run(Bench bench) throws IOException, InterruptedException;
}
