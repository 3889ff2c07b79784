package io.referee.bench.phones;

import java.io.IOException;

/// The callee registers, and as soon as it has, it is called and answers at once. *One thread.*
public final class SingleCall {
    private final Loop loop;
    private final Phone caller;
    private final Phone callee;
    private long answered;
    private boolean over;

    /// @param callee the account `callee`, with its password
    public SingleCall(Loop loop, Phone caller, Phone callee) {
        this.loop = loop;
        this.caller = caller;
        this.callee = callee;
        callee.onCall(
                (dialog, _) -> {
                    dialog.ring();
                    dialog.answer();
                });
    }

    /// Plays it to the end.
    ///
    /// @return the moment of the answer at the caller, by [System#nanoTime()]
    /// @throws IllegalStateException when nothing came of it in time
    public long answered(int seconds) throws IOException {
        callee.register("localhost", this::call);
        if (!loop.until(() -> over, seconds) || answered == 0) {
            throw new IllegalStateException("the first call was not answered");
        }
        return answered;
    }

    private void call(int registered) {
        Dialog dialog = caller.call("sip:guest@elsewhere.example", "sip:callee@localhost", "");
        dialog.onRefused(_ -> over = true);
        dialog.onAnswer(
                () -> {
                    answered = System.nanoTime();
                    dialog.hangUp();
                });
        dialog.onEnd(() -> over = true);
    }
}
