package io.referee.net;

import io.referee.sip.message.SipMessage;
import io.referee.sip.transport.Hop;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// Host names of hops, looked up outside the engine. *Engine thread only*, but for the look-up
/// itself.
///
/// The look-ups have a few platform threads of their own: the system's resolver blocks in native
/// code, where a virtual thread would hold its carrier, so that two slow names could stop all TCP
/// connections.
final class Names {
    private static final int THREADS = 4;

    private final Resolver resolver;
    private final Turn turn;
    private final Limits limits;
    private final ThreadPoolExecutor threads;
    private final Map<String, Known> known = new LinkedHashMap<>();
    private final Map<String, Queue<Waiting>> waiting = new HashMap<>();
    private int waitingMessages;

    /// Asks for the address of a name. *Any thread; may block.*
    interface Resolver {
        InetAddress resolve(String host) throws UnknownHostException;
    }

    /// What this needs of the engine.
    interface Turn {
        /// Runs this on the engine thread; from any thread.
        void later(Runnable command) throws InterruptedException;

        /// Runs this on the engine thread after a while; from the engine thread.
        void after(Duration wait, Runnable command);

        long nanos();

        /// The name has an address now.
        void resolved(SipMessage message, Hop asked, InetAddress address);

        /// The name has no address, or not in time.
        void unresolved(SipMessage message, Hop asked);
    }

    private record Known(InetAddress address, long untilNanos) {}

    private record Waiting(SipMessage message, Hop asked) {}

    Names(Resolver resolver, Turn turn, Limits limits) {
        this.resolver = resolver;
        this.turn = turn;
        this.limits = limits;
        this.threads =
                new ThreadPoolExecutor(
                        THREADS,
                        THREADS,
                        2,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(limits.names().kept()),
                        Thread.ofPlatform().daemon().name("sip-names-", 0).factory());
        threads.allowCoreThreadTimeOut(true);
    }

    /// The address, if it is remembered.
    Optional<InetAddress> remembered(String host) {
        Known one = known.get(host);
        return one == null || turn.nanos() - one.untilNanos > 0
                ? Optional.empty()
                : Optional.of(one.address);
    }

    /// Tells [Turn#resolved] or [Turn#unresolved] about this message, soon.
    void resolve(SipMessage message, Hop asked) {
        String host = asked.address().getHostString();
        Queue<Waiting> queue = waiting.get(host);
        if (waitingMessages >= limits.names().awaiting()) {
            turn.unresolved(message, asked);
        } else if (queue != null) {
            queue.add(new Waiting(message, asked));
            waitingMessages++;
        } else if (start(host)) {
            queue = new ArrayDeque<>(1);
            queue.add(new Waiting(message, asked));
            waiting.put(host, queue);
            waitingMessages++;
            giveUpLater(host, queue);
        } else {
            turn.unresolved(message, asked);
        }
    }

    private boolean start(String host) {
        try {
            threads.execute(() -> lookUp(host));
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    private void giveUpLater(String host, Queue<Waiting> queue) {
        turn.after(
                limits.names().lookup(),
                () -> {
                    if (waiting.get(host) == queue) {
                        unknown(host);
                    }
                });
    }

    private void lookUp(String host) {
        try {
            InetAddress address = resolver.resolve(host);
            turn.later(() -> found(host, address));
        } catch (UnknownHostException | RuntimeException e) {
            later(() -> unknown(host));
        } catch (InterruptedException e) {
            // The engine closes; nobody waits for the answer.
        }
    }

    private void later(Runnable command) {
        try {
            turn.later(command);
        } catch (InterruptedException e) {
            // The engine closes; nobody waits for the answer.
        }
    }

    private void found(String host, InetAddress address) {
        remember(host, address);
        for (Waiting one : take(host)) {
            turn.resolved(one.message, one.asked, address);
        }
    }

    private void remember(String host, InetAddress address) {
        known.remove(host);
        if (known.size() >= limits.names().kept() && !known.isEmpty()) {
            known.remove(known.keySet().iterator().next());
        }
        known.put(host, new Known(address, turn.nanos() + limits.names().life().toNanos()));
    }

    private void unknown(String host) {
        for (Waiting one : take(host)) {
            turn.unresolved(one.message, one.asked);
        }
    }

    private Queue<Waiting> take(String host) {
        Queue<Waiting> queue = waiting.remove(host);
        if (queue == null) {
            return new ArrayDeque<>(0);
        }
        waitingMessages -= queue.size();
        return queue;
    }

    void close() {
        threads.shutdownNow();
    }
}
