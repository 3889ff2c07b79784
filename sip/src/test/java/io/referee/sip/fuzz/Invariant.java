package io.referee.sip.fuzz;

import java.util.Arrays;

/// What must hold for every input. A broken invariant is an [AssertionError] with what was seen.
final class Invariant {
    private Invariant() {}

    static void holds(boolean condition, String what) {
        if (!condition) {
            throw new AssertionError(what);
        }
    }

    static void same(Object before, Object after, String what) {
        if (!before.equals(after)) {
            throw new AssertionError(what + ":\n" + before + "\n" + after);
        }
    }

    static void same(byte[] before, byte[] after, String what) {
        if (!Arrays.equals(before, after)) {
            throw new AssertionError(
                    what + ":\n" + Arrays.toString(before) + "\n" + Arrays.toString(after));
        }
    }
}
