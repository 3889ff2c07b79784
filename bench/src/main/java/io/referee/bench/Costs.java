package io.referee.bench;

import io.referee.bench.Subject.Played;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// What calls of several kinds cost, each kind through a server of its own, in turns.
final class Costs {
    private static final double OF_KAMAILIO = 0.30;
    private static final double OF_BRIDGED = 2.5;
    private static final String BRIDGED = "bridged";
    private static final int DEARER_RATE = 100;
    private static final int REGISTERED = 1_000;

    private final String workload;
    private final List<Measured> all;
    private final List<Finding> findings = new ArrayList<>();

    private Costs(String workload, List<Measured> all) {
        this.workload = workload;
        this.all = all;
        for (Measured it : all) {
            figures(it);
        }
    }

    private static Costs of(String workload, Bench bench, List<Subject> subjects)
            throws IOException, InterruptedException {
        return new Costs(workload, bench.rounds().measure(subjects));
    }

    /// The same calls directly, through a relay, through Kamailio and through Referee.
    static List<Finding> calls(Bench bench) throws IOException, InterruptedException {
        Servers servers = bench.servers();
        List<Subject> subjects =
                List.of(
                        servers.direct(),
                        servers.relay(),
                        servers.kamailio().proxy(),
                        servers.referee());
        Costs costs = of("bridged call", bench, subjects);
        costs.findings.add(
                Finding.atMost(
                        costs.workload,
                        "referee / kamailio, CPU per call",
                        costs.ratio("referee", "kamailio"),
                        "%.2f",
                        OF_KAMAILIO));
        return costs.findings;
    }

    /// The caller is an account and challenged, by Kamailio too.
    static List<Finding> digest(Bench bench) throws IOException, InterruptedException {
        Servers servers = bench.servers();
        List<Subject> subjects =
                List.of(
                        servers.kamailio().challenging(),
                        servers.referee(BRIDGED, Played.CALL),
                        servers.referee("referee-digest", Played.DIGEST));
        Costs costs = of("call with digest", bench, subjects);
        return costs.against("referee-digest", BRIDGED)
                .against("referee-digest", "kamailio-digest")
                .findings;
    }

    /// Accounts register one after another, each challenged.
    static List<Finding> registration(Bench bench) throws IOException, InterruptedException {
        Servers servers = bench.servers();
        Referee.Setup many = Referee.Setup.UNLIMITED.having(REGISTERED);
        List<Subject> subjects =
                List.of(
                        servers.kamailio().registrar().among(REGISTERED),
                        servers.referee("referee-registrar", many, Played.REGISTRATION)
                                .among(REGISTERED));
        Costs costs = of("registration with digest", bench, subjects);
        return costs.against("referee-registrar", "kamailio-registrar").findings;
    }

    /// Through nothing, through a list of rules, through a Ruby plan.
    static List<Finding> plans(Bench unhurried) throws IOException, InterruptedException {
        Bench bench = unhurried.at(DEARER_RATE);
        Servers servers = bench.servers();
        List<Subject> subjects =
                List.of(
                        servers.planned(Servers.Planned.NOTHING),
                        servers.planned(Servers.Planned.RULES),
                        servers.planned(Servers.Planned.SCRIPT));
        Costs costs = of("plan, " + bench.plan().rate() + " calls/s", bench, subjects);
        return costs.against("rules", "no-plan").against("script", "no-plan").findings;
    }

    /// Not transferred, blind by REFER, attended by REFER, and because somebody asks over HTTP.
    static List<Finding> transfer(Bench unhurried) throws IOException, InterruptedException {
        Bench bench = unhurried.at(DEARER_RATE);
        Servers servers = bench.servers();
        List<Subject> subjects =
                List.of(
                        servers.referee(BRIDGED, Played.ANSWERED),
                        servers.referee("blind", Played.TRANSFER),
                        servers.referee("attended", Played.ATTENDED),
                        servers.referee("by-http", Played.BY_HTTP));
        Costs costs = of("transfer, " + bench.plan().rate() + " calls/s", bench, subjects);
        return costs.transferred("blind").transferred("attended").transferred("by-http").findings;
    }

    private void figures(Measured it) {
        String name = it.subject().name();
        if (it.subject().process() != null) {
            findings.add(
                    Finding.plain(
                            workload, name + ": CPU per call, µs", Series.of(it.whole()), "%.0f"));
        }
        String timed = name + ": " + it.subject().played().timed();
        time(it, timed + ", median, ms", 0.5);
        time(it, timed + ", 99th percentile, ms", 0.99);
        long calls = it.loads().stream().mapToLong(load -> load.caller().succeeded()).sum();
        long failed = it.loads().stream().mapToLong(load -> load.caller().failed()).sum();
        long repeated =
                it.loads().stream()
                        .mapToLong(
                                load ->
                                        load.caller().retransmissions()
                                                + load.calleeRetransmissions())
                        .sum();
        findings.add(
                Finding.plain(
                        workload,
                        name + ": succeeded, failed, retransmissions",
                        calls + ", " + failed + ", " + repeated));
    }

    private void time(Measured it, String figure, double share) {
        Series series = Series.of(it.loads(), load -> load.setup(share));
        findings.add(Finding.plain(workload, figure, series, "%.2f"));
    }

    private Costs against(String one, String other) {
        Series ratio = ratio(one, other);
        findings.add(
                Finding.plain(
                        workload, one + " / " + other + ", CPU per call", ratio.text("%.2f")));
        return this;
    }

    /// Judged: what such a call costs, and how long the two who stay wait for each other, as
    /// multiples of a bridged call in the same round.
    private Costs transferred(String kind) {
        String ratio = kind + " / " + BRIDGED + ", ";
        String timed = ratio + timed(kind) + " / " + timed(BRIDGED) + ", ";
        atMost(ratio + "CPU per call", ratio(kind, BRIDGED));
        atMost(timed + "medians", times(kind, 0.5));
        findings.add(
                Finding.plain(workload, timed + "99th percentiles", times(kind, 0.99), "%.2f"));
        return this;
    }

    private void atMost(String figure, Series series) {
        findings.add(Finding.atMost(workload, figure, series, "%.2f", OF_BRIDGED));
    }

    private String timed(String name) {
        return named(name).subject().played().timed();
    }

    private Series times(String kind, double share) {
        return named(kind).times(named(BRIDGED), share);
    }

    private Series ratio(String one, String other) {
        return named(one).ratio(named(other));
    }

    private Measured named(String name) {
        return all.stream()
                .filter(it -> it.subject().name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
