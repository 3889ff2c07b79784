package io.referee.server.dialplan.run;

import java.util.ArrayList;
import java.util.List;

/// The accounts whose plans a call has been through inside this server, so that plans which dial
/// each other neither go round in circles nor multiply. *Engine thread only.*
public final class Circle {
    /// The most plans that a call goes through one behind the other.
    static final int MAX_PLANS = 5;

    /// The most plans that a call has run within others, side by side or one behind the other.
    static final int MAX_RUNS = 20;

    private final List<String> aors;
    private final Runs runs;

    /// What is counted for the whole call.
    private static final class Runs {
        private int left = MAX_RUNS;
    }

    private Circle(List<String> aors, Runs runs) {
        this.aors = aors;
        this.runs = runs;
    }

    /// A call that has been through none.
    public static Circle begun() {
        return new Circle(List.of(), new Runs());
    }

    /// Whether a call may go on through the plan of this account; counts it when it may.
    boolean admits(String aor) {
        if (aors.size() >= MAX_PLANS || aors.contains(aor) || runs.left == 0) {
            return false;
        }
        runs.left--;
        return true;
    }

    /// Also through the plan of this account.
    Circle with(String aor) {
        List<String> more = new ArrayList<>(aors);
        more.add(aor);
        return new Circle(List.copyOf(more), runs);
    }
}
