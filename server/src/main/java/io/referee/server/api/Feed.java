package io.referee.server.api;

import io.referee.server.event.Event;
import io.referee.server.event.EventStream;
import io.referee.server.event.Reader;
import io.referee.server.event.Subscription;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
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
    private volatile @Nullable Subscription subscription;

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
        deliver(event.seq(), "", json(event));
    }

    @Override
    public final void gap(long since, long oldest) {
        deliver(oldest - 1, GAP, notice(oldest - 1, GAP, Map.of("since", since, "oldest", oldest)));
    }

    @Override
    public final void cutOff(long lastSeq) {
        deliver(lastSeq, CUT_OFF, notice(lastSeq, CUT_OFF, Map.of("lastSeq", lastSeq)));
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

    private static String notice(long seq, String type, Map<String, Object> content) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("seq", seq);
        json.put("type", type);
        json.put("data", content);
        return Json.text(json);
    }

    /// The envelope (contract §6).
    static String json(Event event) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("seq", event.seq());
        json.put("at", Times.text(event.at()));
        json.put("type", event.fact().type());
        json.put("call", event.call());
        json.put("chain", event.chain());
        json.put("leg", event.leg());
        json.put("data", event.fact().data());
        return Json.text(json);
    }
}
