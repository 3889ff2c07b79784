package io.referee.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// The same load through a Ruby plan, in turns alone and beside another tenant whose scripts do all
/// the harm that they can.
final class Hostile {
    /// Calls of the other tenant that are under way; one that is over is followed by the next.
    private static final int AT_ONCE = 12;

    /// How long the other tenant is at it before the load begins, in seconds.
    private static final int AHEAD_SECONDS = 2;

    private final Plan plan;
    private final Sipp sipp;
    private final Subject subject;
    private final List<Load> alone = new ArrayList<>();
    private final List<Load> beside = new ArrayList<>();

    Hostile(Plan plan, Sipp sipp, Subject subject) {
        this.plan = plan;
        this.sipp = sipp;
        this.subject = subject;
    }

    /// One round: alone, then beside the other.
    void round() throws IOException, InterruptedException {
        alone.add(sipp.load(subject, plan.rate(), plan.seconds()));
        Process attack = sipp.attack(subject, AT_ONCE);
        try {
            Thread.sleep(AHEAD_SECONDS * 1_000L);
            beside.add(sipp.load(subject, plan.rate(), plan.seconds()));
            if (!attack.isAlive()) {
                throw new IllegalStateException("the hostile tenant gave up");
            }
        } finally {
            Processes.end(attack);
        }
    }

    Load lastAlone() {
        return alone.getLast();
    }

    Load lastBeside() {
        return beside.getLast();
    }

    /// Set-up times and losses, and by how much the other tenant makes them longer.
    String table() {
        StringBuilder out = new StringBuilder();
        out.append("Medians over the rounds, with the range in brackets.\n\n");
        out.append("| | alone | beside a hostile tenant | ratio |\n|---|---|---|---|\n");
        setup(out, "INVITE to 180, median, ms", 0.5);
        setup(out, "INVITE to 180, 99th percentile, ms", 0.99);
        setup(out, "INVITE to 180, longest, ms", 1);
        out.append("| calls | ").append(succeeded(alone)).append(" | ");
        out.append(succeeded(beside)).append(" | |\n");
        out.append("| failed calls | ").append(failed(alone)).append(" | ");
        out.append(failed(beside)).append(" | |\n");
        return out.toString();
    }

    private void setup(StringBuilder out, String name, double share) {
        Series first = Series.of(alone, load -> load.setup(share));
        Series second = Series.of(beside, load -> load.setup(share));
        out.append("| ").append(name).append(" | ").append(first.text("%.1f")).append(" | ");
        out.append(second.text("%.1f")).append(" | **");
        out.append(Series.number("%.2f", second.median() / first.median())).append("** |\n");
    }

    private static long succeeded(List<Load> loads) {
        return loads.stream().mapToLong(load -> load.caller().succeeded()).sum();
    }

    private static long failed(List<Load> loads) {
        return loads.stream().mapToLong(load -> load.caller().failed()).sum();
    }
}
