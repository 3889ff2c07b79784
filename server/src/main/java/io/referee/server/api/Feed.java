package io.referee.server.api;

import io.referee.server.event.Event;
import io.referee.server.event.EventStream;
import io.referee.server.event.Reader;
import io.referee.server.event.Subscription;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/// A reader of the event stream at the other end of a connection. What it is sent besides events
/// has the same shape, so that the highest `seq` seen is always where it may resume:
///
/// - `stream.gap`: events between `since` and `oldest` are no longer kept; it goes on with
///   `oldest`;
/// - `stream.cut-off`: it was too slow, and this is the last that it gets.
///
/// *The methods of [Reader] run on the subscription's own thread; the others on any.*
abstract class Feed implements Reader {
    /// How often a silent connection shows that it lives.
    static final Duration BEAT = Duration.ofSeconds(15);

    static final String GAP = "stream.gap";
    static final String CUT_OFF = "stream.cut-off";

    private final CountDownLatch over = new CountDownLatch(1);
    private final Wording wording;
    private volatile @Nullable Subscription subscription;

    Feed(Wording wording) {
        this.wording = wording;
    }

    /// Sends one message and waits until the connection has taken it.
    ///
    /// @param seq where the reader may resume after it
    /// @param name empty for an event, else what it is
    abstract void send(long seq, String name, String json) throws IOException;

    /// The reader was cut off and has been told: no more comes.
    abstract void cut(long lastSeq);

    void begin(EventStream events, String owner, long since) {
        subscription = events.subscribe(owner, since, this);
        if (isOver()) {
            close();
        }
    }

    /// Ends it; harmless the second time.
    void close() {
        over.countDown();
        Subscription running = subscription;
        if (running != null) {
            running.close();
        }
    }

    boolean isOver() {
        return over.getCount() == 0;
    }

    CountDownLatch over() {
        return over;
    }

    @Override
    public final void event(Event event) {
        for (String text : wording.of(event)) {
            deliver(event.seq(), "", text);
        }
    }

    @Override
    public final void gap(long since, long oldest) {
        deliver(
                oldest - 1,
                GAP,
                wording.notice(oldest - 1, GAP, Map.of("since", since, "oldest", oldest)));
    }

    @Override
    public final void cutOff(long lastSeq) {
        deliver(lastSeq, CUT_OFF, wording.notice(lastSeq, CUT_OFF, Map.of("lastSeq", lastSeq)));
        if (!isOver()) {
            cut(lastSeq);
        }
        close();
    }

    private void deliver(long seq, String name, String json) {
        if (isOver()) {
            return;
        }
        try {
            send(seq, name, json);
        } catch (IOException _) {
            close();
        }
    }
}
