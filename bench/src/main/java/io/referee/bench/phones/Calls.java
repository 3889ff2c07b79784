package io.referee.bench.phones;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Calls of a guest to an account: the callee rings at once and answers after 20 ms; the caller
/// hangs up 100 ms later, or holds the call until it is told to. *One thread.*
public final class Calls {
    /// By which the callee knows which call it is: a header that no server owns.
    static final String NUMBER = "X-Call-Number";

    private static final long ANSWER_MILLIS = 20;
    private static final long TALK_MILLIS = 100;
    private static final int LATE_SECONDS = 15;

    private final Loop loop;
    private final Phone caller;
    private final Map<String, Long> sent = new HashMap<>();
    private final Deque<Dialog> held = new ArrayDeque<>();
    private Tally tally = new Tally();
    private long number;

    public Calls(Loop loop, Phone caller, Phone callee) {
        this.loop = loop;
        this.caller = caller;
        callee.onCall(
                (dialog, invite) -> {
                    Long since = sent.remove(invite.header(NUMBER));
                    if (since != null) {
                        tally.took(invite.nanos() - since);
                    }
                    answering(loop, dialog);
                });
    }

    static void answering(Loop loop, Dialog dialog) {
        dialog.ring();
        loop.after(ANSWER_MILLIS, dialog::answer);
    }

    /// Calls at a rate, for some seconds, to their end. The times are those from the INVITE of the
    /// caller to that at the callee.
    public Tally load(int rate, int seconds) throws IOException {
        tally = new Tally();
        Tally own = tally;
        long calls = (long) rate * seconds;
        begin(calls, rate, () -> brief(own));
        loop.until(() -> own.isOver(calls), seconds + LATE_SECONDS);
        own.close(calls);
        return own;
    }

    /// Sets up calls that stay.
    ///
    /// @return how many of them were answered
    public int hold(int calls, int rate) throws IOException {
        tally = new Tally();
        Tally own = tally;
        begin(calls, rate, () -> lasting(own));
        loop.until(() -> own.isOver(calls), calls / rate + LATE_SECONDS);
        return held.size();
    }

    /// Hangs up those that have been held longest.
    ///
    /// @return how many ended
    public long release(int calls, int rate) throws IOException {
        Tally own = new Tally();
        begin(
                calls,
                rate,
                () -> {
                    Dialog dialog = held.remove();
                    dialog.onEnd(own::done);
                    dialog.hangUp();
                });
        loop.until(() -> own.isOver(calls), calls / rate + LATE_SECONDS);
        return own.succeeded();
    }

    /// Looks after what is held, for a time.
    public void rest(int seconds) throws IOException {
        loop.until(() -> false, seconds);
    }

    private void begin(long calls, int rate, Runnable each) {
        begin(loop, calls, rate, each);
    }

    /// Each begins the next one's wait, so that a late one does not delay those behind it.
    static void begin(Loop loop, long calls, int rate, Runnable each) {
        next(loop, System.nanoTime(), new long[] {0, calls}, rate, each);
    }

    private static void next(Loop loop, long since, long[] progress, int rate, Runnable each) {
        if (progress[0] >= progress[1]) {
            return;
        }
        each.run();
        progress[0]++;
        long at = since + progress[0] * TimeUnit.SECONDS.toNanos(1) / rate;
        loop.at(at, () -> next(loop, since, progress, rate, each));
    }

    private Dialog call(Tally own) {
        String name = Long.toString(number++);
        sent.put(name, System.nanoTime());
        Dialog dialog =
                caller.call(
                        "sip:guest@elsewhere.example",
                        "sip:callee@localhost",
                        NUMBER + ": " + name + "\r\n");
        return dialog.onRefused(status -> own.failed("INVITE: " + status));
    }

    private void brief(Tally own) {
        Dialog dialog = call(own);
        dialog.onAnswer(() -> loop.after(TALK_MILLIS, dialog::hangUp)).onEnd(own::done);
    }

    private void lasting(Tally own) {
        Dialog dialog = call(own);
        dialog.onAnswer(
                () -> {
                    held.add(dialog);
                    own.done();
                });
    }
}
