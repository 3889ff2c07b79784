package io.referee.server.provider;

import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Outside;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/// Keeps the connection to a provider open while we are registered over it: calls come over it, and
/// NATs and servers forget connections on which nothing happens (RFC 5626 §4.4.1). *Engine thread
/// only.*
final class FlowPing {
    /// Every 95 to 120 s.
    private static final Duration PAUSE = Duration.ofSeconds(95);

    private static final int SPREAD_MILLIS = 25_000;

    private final Outside outside;
    private final Consumer<Hop> ping;
    private List<Hop> servers = List.of();
    private Outside.@Nullable Alarm alarm;

    /// @param ping sends two line ends on the connection to a neighbour, if there is one
    FlowPing(Outside outside, Consumer<Hop> ping) {
        this.outside = outside;
        this.ping = ping;
    }

    /// From now on the connections to these servers are kept; those over UDP have none.
    void keep(List<Hop> found) {
        leave();
        servers = found.stream().filter(hop -> hop.transport().reliable()).toList();
        if (!servers.isEmpty()) {
            await();
        }
    }

    private void await() {
        alarm = outside.schedule(PAUSE.plusMillis(outside.random(SPREAD_MILLIS)), this::send);
    }

    private void send() {
        servers.forEach(ping);
        await();
    }

    /// No longer.
    void leave() {
        if (alarm != null) {
            alarm.cancel();
            alarm = null;
        }
    }

    /// Whether an alarm of it is set.
    boolean waits() {
        return alarm != null;
    }
}
