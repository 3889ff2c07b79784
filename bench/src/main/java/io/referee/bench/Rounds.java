package io.referee.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Loads subjects in turns, round by round.
final class Rounds {
    private static final int PROXY_WARM_UP_SECONDS = 5;

    private final Plan plan;
    private final Ends ends;

    Rounds(Plan plan, Ends ends) {
        this.plan = plan;
        this.ends = ends;
    }

    /// Warms all of them up and measures them.
    List<Measured> measure(List<Subject> subjects) throws IOException, InterruptedException {
        List<Measured> all = new ArrayList<>();
        for (Subject subject : subjects) {
            warmUp(subject);
            all.add(new Measured(subject));
        }
        breathe();
        for (int round = 0; round < plan.rounds(); round++) {
            for (int turn = 0; turn < all.size(); turn++) {
                load(all.get((round + turn) % all.size()), round);
            }
            if (all.size() < 3) {
                breathe();
            }
        }
        pause();
        all.forEach(Measured::settle);
        return all;
    }

    /// Loads a server until it has compiled what it needs.
    void warmUp(Subject subject) throws IOException, InterruptedException {
        int seconds = plan.warmUp();
        if (subject.process() == null) {
            seconds = 1;
        } else if (subject.name().startsWith("kamailio") || subject.name().equals("relay")) {
            seconds = Math.min(seconds, PROXY_WARM_UP_SECONDS);
        }
        say(subject, "warm-up", ends.load(subject, plan.rate(), seconds));
    }

    private void load(Measured measured, int round) throws IOException, InterruptedException {
        measured.settle();
        Load load = ends.load(measured.subject(), plan.rate(), plan.seconds());
        measured.add(load);
        say(measured.subject(), "round " + (round + 1), load);
    }

    static void say(Subject subject, String when, Load load) {
        System.err.println(
                subject.name()
                        + " "
                        + when
                        + ": "
                        + Series.number("%.0f", load.perCall())
                        + " µs a call, "
                        + load.caller()
                        + ", callee's retransmissions "
                        + load.calleeRetransmissions()
                        + ", "
                        + Series.number("%.2f", load.setup(0.5))
                        + " / "
                        + Series.number("%.2f", load.setup(0.99))
                        + " ms");
    }

    /// Leaves the servers alone for a third of that time: where each waits for the others anyway.
    void breathe() throws InterruptedException {
        Thread.sleep(plan.breath() * 1_000L);
    }

    /// Leaves the servers alone until what calls leave behind is done.
    void pause() throws InterruptedException {
        Thread.sleep(plan.settle() * 1_000L);
    }
}
