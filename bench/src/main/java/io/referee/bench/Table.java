package io.referee.bench;

import java.io.IOException;
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
        out.append("# CPU per bridged call\n\n");
        out.append(Facts.of(plan, command));
        figures(all);
        ratios(all);
        return out.toString();
    }

    /// A long load, and how the memory grew meanwhile.
    String write(Growth growth, Load load, String command)
            throws IOException, InterruptedException {
        out.append("# Memory through a long load of Ruby plans\n\n");
        out.append(Facts.of(plan, command));
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
        out.append(Facts.of(plan, command));
        out.append(hostile.table());
        return out.toString();
    }

    private void fact(String what, String value) {
        out.append(Facts.line(what, value));
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
                "INVITE to 180, median, ms",
                all,
                m -> Series.of(m.loads(), l -> l.setup(0.5)).text("%.2f"));
        row(
                "INVITE to 180, 99th percentile, ms",
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

    private void ratio(String name, Measured one, Measured other) {
        out.append("- ")
                .append(name)
                .append(", CPU per call, round by round: **")
                .append(one.ratio(other).text("%.2f"))
                .append("**\n");
    }

    private void ratios(List<Measured> all) {
        Measured referee = named(all, "referee");
        Measured kamailio = named(all, "kamailio");
        Measured direct = named(all, "direct");
        if (referee != null && kamailio != null) {
            ratio("Referee / Kamailio", referee, kamailio);
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
