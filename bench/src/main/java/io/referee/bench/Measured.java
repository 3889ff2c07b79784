package io.referee.bench;

import java.util.ArrayList;
import java.util.List;

/// The loads of one subject, and how much CPU it had used when the next one began. *Main thread
/// only.*
final class Measured {
    private final Subject subject;
    private final List<Load> loads = new ArrayList<>();
    private final List<Long> later = new ArrayList<>();

    Measured(Subject subject) {
        this.subject = subject;
    }

    Subject subject() {
        return subject;
    }

    List<Load> loads() {
        return loads;
    }

    /// Closes the account of the load before: what the server did since then was for its calls.
    void settle() {
        if (later.size() < loads.size()) {
            later.add(subject.cpuMicros());
        }
    }

    void add(Load load) {
        loads.add(load);
    }

    /// CPU for each call by round, in microseconds, with what was left to do after the load.
    double[] whole() {
        double[] perCall = new double[later.size()];
        for (int i = 0; i < perCall.length; i++) {
            perCall[i] = loads.get(i).perCallUntil(later.get(i));
        }
        return perCall;
    }

    /// What a call costs of one of another subject, round by round.
    Series ratio(Measured other) {
        double[] ours = whole();
        double[] theirs = other.whole();
        double[] ratio = new double[Math.min(ours.length, theirs.length)];
        for (int i = 0; i < ratio.length; i++) {
            ratio[i] = ours[i] / theirs[i];
        }
        return Series.of(ratio);
    }

    /// How much longer it takes than a call of another subject, round by round.
    ///
    /// @param share 0.5 for the medians of the rounds
    Series times(Measured other, double share) {
        double[] times = new double[Math.min(loads.size(), other.loads.size())];
        for (int i = 0; i < times.length; i++) {
            times[i] = loads.get(i).setup(share) / other.loads.get(i).setup(share);
        }
        return Series.of(times);
    }
}
