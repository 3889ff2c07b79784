package io.referee.server.provider;

import java.util.ArrayDeque;

/// Lets only so many ask their provider at the same time; the others wait in line. *Engine thread
/// only.*
final class Turns {
    private final int most;
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
    private int taken;

    Turns(int most) {
        this.most = most;
    }

    /// Runs it now or as soon as a turn is free. Whoever runs ends its turn with [#done()].
    void take(Runnable whenFree) {
        if (taken < most) {
            taken++;
            whenFree.run();
        } else {
            waiting.add(whenFree);
        }
    }

    /// Gives up waiting; false when it was not waiting, because its turn has come.
    boolean forget(Runnable whenFree) {
        return waiting.remove(whenFree);
    }

    /// A turn is over: the next one begins.
    void done() {
        Runnable next = waiting.poll();
        if (next == null) {
            taken--;
        } else {
            next.run();
        }
    }
}
