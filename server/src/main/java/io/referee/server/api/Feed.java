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

    /// Sends what is told of an event, at the latest with [#flush], and waits until the connection
    /// has taken what it sends.
    abstract void send(EventText event) throws IOException;

    /// Sends a message about the reading itself in the same way.
    ///
    /// @param seq where the reader may resume after it
    /// @param name what it is
    abstract void send(long seq, String name, String json) throws IOException;

    /// Sends what has been gathered.
    abstract void flush() throws IOException;

    /// The reader was cut off and has been told: no more comes.
    abstract void cut(long lastSeq);

    /// Ends it because the reader may read no longer; harmless the second time.
    abstract void revoke();

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
        for (EventText text : wording.of(event)) {
            deliver(() -> send(text));
        }
    }

    @Override
    public final void caughtUp() {
        deliver(this::flush);
    }

    @Override
    public final void gap(long since, long oldest) {
        notice(oldest - 1, GAP, Map.of("since", since, "oldest", oldest));
    }

    @Override
    public final void cutOff(long lastSeq) {
        notice(lastSeq, CUT_OFF, Map.of("lastSeq", lastSeq));
        if (!isOver()) {
            cut(lastSeq);
        }
        close();
    }

    private void notice(long seq, String name, Map<String, Object> content) {
        String json = wording.notice(seq, name, content);
        deliver(
                () -> {
                    send(seq, name, json);
                    flush();
                });
    }

    /// Something that the connection may refuse.
    private interface Sending {
        void run() throws IOException;
    }

    private void deliver(Sending sending) {
        if (isOver()) {
            return;
        }
        try {
            sending.run();
        } catch (IOException _) {
            close();
        }
    }
}
