package io.referee.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.ToLongFunction;

/// Writes the result of a run as Markdown.
final class Table {
    private final Plan plan;
    private final StringBuilder out = new StringBuilder();

    Table(Plan plan) {
        this.plan = plan;
    }

    String write(List<Measured> all, String command) throws IOException, InterruptedException {
        boolean transfers = all.stream().anyMatch(m -> m.subject().transfers());
        out.append(
                transfers
                        ? "# A transferred call and a bridged one\n\n"
                        : named(all, "script") != null
                                ? "# What a dial plan costs a call\n\n"
                                : "# CPU per bridged call\n\n");
        facts(command);
        figures(all);
        ratios(all);
        return out.toString();
    }

    /// A long load, and how the memory grew meanwhile.
    String write(Growth growth, Load load, String command)
            throws IOException, InterruptedException {
        out.append("# Memory through a long load of Ruby plans\n\n");
        facts(command);
        fact("Calls", load.caller().succeeded() + ", failed " + load.caller().failed());
        fact(
                "Retransmissions",
                load.caller().retransmissions()
                        + " of the caller, "
                        + load.calleeRetransmissions()
                        + " of the callee");
        fact(
                "CPU of server and workers",
                Series.number("%.0f", load.perCall()) + " µs a call under load");
        fact(
                "INVITE to 180",
                "median "
                        + Series.number("%.2f", load.setup(0.5))
                        + " ms, 99th percentile "
                        + Series.number("%.2f", load.setup(0.99))
                        + " ms");
        out.append('\n').append(growth.table());
        return out.toString();
    }

    /// What one tenant does to the calls of another.
    String write(Hostile hostile, String command) throws IOException, InterruptedException {
        out.append("# Calls of a tenant beside a hostile one\n\n");
        facts(command);
        out.append(hostile.table());
        return out.toString();
    }

    private void facts(String command) throws IOException, InterruptedException {
        String root = plan.root().toString();
        fact("Date", LocalDate.now(ZoneOffset.UTC).toString());
        fact("Commit", said("git", "-C", root, "describe", "--always", "--dirty"));
        fact(
                "Machine",
                processor()
                        + ", "
                        + Runtime.getRuntime().availableProcessors()
                        + " cores, Linux "
                        + said("uname", "-r"));
        fact("Load of the machine at the end", Files.readString(Path.of("/proc/loadavg")).strip());
        fact("Command", "`" + command + "`");
        fact("Java", System.getProperty("java.vendor.version", "") + ", flags of the launcher");
        fact("Kamailio", firstLine(said("kamailio", "-v")));
        fact("SIPp", firstLine(said("sipp", "-v")));
        fact(
                "Workload",
                plan.rate()
                        + " calls/s, "
                        + plan.rounds()
                        + " rounds of "
                        + plan.seconds()
                        + " s each, in turns; Referee warmed up with "
                        + plan.warmUp()
                        + " s of the same load");
        out.append('\n');
    }

    private void fact(String what, String value) {
        out.append("- ").append(what).append(": ").append(value).append('\n');
    }

    private static String processor() throws IOException {
        return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("unknown");
    }

    private static String said(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return text.strip();
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("unknown").strip();
    }

    private void figures(List<Measured> all) {
        out.append("Medians over the rounds, with the range in brackets.\n\n");
        out.append("| | ");
        all.forEach(m -> out.append(m.subject().name()).append(" | "));
        out.append("\n|---|").append("---|".repeat(all.size())).append('\n');
        row("server: CPU per call, µs", all, m -> servers(m, Series.of(m.whole())));
        row("of it under load", all, m -> servers(m, Series.of(m.loads(), Load::perCall)));
        row(
                "caller and callee: CPU per call, µs",
                all,
                m -> Series.of(m.loads(), Load::sippPerCall).text("%.0f"));
        row(
                timed(all) + ", median, ms",
                all,
                m -> Series.of(m.loads(), l -> l.setup(0.5)).text("%.2f"));
        row(
                timed(all) + ", 99th percentile, ms",
                all,
                m -> Series.of(m.loads(), l -> l.setup(0.99)).text("%.2f"));
        row("calls", all, m -> sum(m, l -> l.caller().succeeded()));
        row("failed calls", all, m -> sum(m, l -> l.caller().failed()));
        row("retransmissions of the caller", all, m -> sum(m, l -> l.caller().retransmissions()));
        row("retransmissions of the callee", all, m -> sum(m, Load::calleeRetransmissions));
        out.append('\n');
    }

    private static String servers(Measured measured, Series figure) {
        return measured.subject().process() == null ? "—" : figure.text("%.0f");
    }

    private void row(
            String name, List<Measured> all, java.util.function.Function<Measured, String> cell) {
        out.append("| ").append(name).append(" | ");
        all.forEach(m -> out.append(cell.apply(m)).append(" | "));
        out.append('\n');
    }

    private static String sum(Measured measured, ToLongFunction<Load> count) {
        return Long.toString(measured.loads().stream().mapToLong(count).sum());
    }

    private static String timed(List<Measured> all) {
        return all.stream().anyMatch(m -> m.subject().transfers())
                ? "INVITE to 200, or REFER to the NOTIFY of the success"
                : "INVITE to 180";
    }

    /// What a transferred call costs of a bridged one.
    private void ratioOfTransfers(Measured bridged, Measured transferred) {
        double[] theirs = bridged.whole();
        double[] ours = transferred.whole();
        double[] ratio = new double[Math.min(ours.length, theirs.length)];
        for (int i = 0; i < ratio.length; i++) {
            ratio[i] = ours[i] / theirs[i];
        }
        double time =
                Series.of(transferred.loads(), l -> l.setup(0.5)).median()
                        / Series.of(bridged.loads(), l -> l.setup(0.5)).median();
        out.append("- transferred / bridged, CPU per call, round by round: **")
                .append(Series.of(ratio).text("%.2f"))
                .append(
                        "**\n"
                                + "- transferred / bridged, REFER to success and INVITE to answer,"
                                + " medians: **")
                .append(Series.number("%.2f", time))
                .append("** (the target takes the same 20 ms to answer as the callee)\n");
    }

    /// What a call through a plan costs of one without, server and workers together.
    private void ratioOfPlans(Measured none, Measured planned) {
        double[] without = none.whole();
        double[] with = planned.whole();
        double[] ratio = new double[Math.min(with.length, without.length)];
        for (int i = 0; i < ratio.length; i++) {
            ratio[i] = with[i] / without[i];
        }
        out.append("- ")
                .append(planned.subject().name())
                .append(" / no plan, CPU per call, round by round: **")
                .append(Series.of(ratio).text("%.2f"))
                .append("**\n");
    }

    private void ratios(List<Measured> all) {
        Measured transferred = named(all, "transferred");
        if (transferred != null) {
            ratioOfTransfers(all.getFirst(), transferred);
            return;
        }
        Measured none = named(all, "no-plan");
        if (none != null) {
            for (Measured planned : all.subList(1, all.size())) {
                ratioOfPlans(none, planned);
            }
            return;
        }
        Measured referee = named(all, "referee");
        Measured kamailio = named(all, "kamailio");
        Measured direct = named(all, "direct");
        if (referee != null && kamailio != null) {
            double[] ours = referee.whole();
            double[] theirs = kamailio.whole();
            double[] ratio = new double[Math.min(ours.length, theirs.length)];
            for (int i = 0; i < ratio.length; i++) {
                ratio[i] = ours[i] / theirs[i];
            }
            out.append("- Referee / Kamailio, CPU per call, round by round: **")
                    .append(Series.of(ratio).text("%.2f"))
                    .append("**\n");
        }
        for (Measured server : all) {
            if (direct != null && server != direct) {
                out.append("- ")
                        .append(server.subject().name())
                        .append(" adds to the set-up time of a direct call: ")
                        .append(Series.number("%.2f", added(server, direct, 0.5)))
                        .append(" ms in the median, ")
                        .append(Series.number("%.2f", added(server, direct, 0.99)))
                        .append(" ms at the 99th percentile\n");
            }
        }
    }

    private static double added(Measured server, Measured direct, double share) {
        return Series.of(server.loads(), l -> l.setup(share)).median()
                - Series.of(direct.loads(), l -> l.setup(share)).median();
    }

    private static @org.jspecify.annotations.Nullable Measured named(
            List<Measured> all, String name) {
        return all.stream().filter(m -> m.subject().name().equals(name)).findFirst().orElse(null);
    }
}
