package io.referee.server.event;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.concurrent.locks.LockSupport;

/// One reader's place in an owner's stream. *Any thread* may close it; reading happens on a virtual
/// thread of its own, which takes events from the ring by itself: the engine only wakes it when it
/// sleeps.
public final class Subscription implements AutoCloseable {
    /// After a batch the reader rests this long without asking to be woken, so that a busy engine
    /// wakes it a hundred and not ten thousands of times in a second, and what it then finds goes
    /// out at once.
    private static final long REST_NANOS = 10_000_000;

    private static final Logger LOG = LoggerFactory.getLogger(Subscription.class);

    private final OwnerStream stream;
    private final Reader reader;
    private final Thread thread;
    private long last;

    /// Whether it has been up to date once: what is kept may be replayed at leisure, only then is
    /// it to keep up.
    private boolean caughtUp;

    private volatile boolean asleep;
    private volatile boolean closed;

    Subscription(OwnerStream stream, long since, Reader reader) {
        this.stream = stream;
        this.reader = reader;
        this.last = since;
        this.caughtUp = since == stream.latest();
        this.thread = Thread.ofVirtual().name("event-reader").unstarted(this::run);
    }

    void start() {
        stream.add(this);
        thread.start();
    }

    void wake() {
        if (asleep) {
            asleep = false;
            LockSupport.unpark(thread);
        }
    }

    /// Ends the subscription. The reader may still be inside a last call when this returns.
    @Override
    public void close() {
        closed = true;
        stream.remove(this);
        LockSupport.unpark(thread);
    }

    /// Whether nothing more will be delivered: closed, cut off, or its reader threw.
    public boolean closed() {
        return closed;
    }

    private void run() {
        try {
            begin();
            while (!closed && deliver()) {
                rest();
            }
        } catch (RuntimeException failure) {
            LOG.warn("A reader of the event stream failed after event {}", last, failure);
        } finally {
            close();
        }
    }

    private void begin() {
        long oldest = stream.oldest();
        if (last < oldest - 1 || last > stream.latest()) {
            reader.gap(last, oldest);
            last = oldest - 1;
        }
    }

    /// Hands over what is new; false when the reader was too slow and has been told so.
    private boolean deliver() {
        while (!closed && last < stream.latest()) {
            boolean tooSlow = caughtUp && stream.latest() - last > EventStream.LAG_AT_MOST;
            @Nullable Event event = tooSlow ? null : stream.at(last + 1);
            if (event == null) {
                reader.cutOff(last);
                return false;
            }
            reader.event(event);
            last = event.seq();
        }
        caughtUp = true;
        reader.caughtUp();
        return true;
    }

    private void rest() {
        LockSupport.parkNanos(REST_NANOS);
        if (last < stream.latest() || closed) {
            return;
        }
        asleep = true;
        while (asleep && !closed && last >= stream.latest()) {
            LockSupport.park();
        }
        asleep = false;
    }
}
