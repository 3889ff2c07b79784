package io.referee.server.guard;

import io.referee.server.event.EventSink;
import io.referee.server.event.SecurityFact;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Outside;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/// Keeps out who floods with REFER (`transfers.md` F.6): a source that sent more than twenty in a
/// minute is refused for ten minutes without a look at what it asks. *Engine thread only.*
public final class ReferFlood {
    /// REFERs of one source in a minute, unless accounts may transfer so often that more are usual.
    public static final int MOST = 20;

    /// How long a source is refused.
    public static final Duration BLOCKED = Duration.ofMinutes(10);

    /// Sources that are watched; the one that was quiet for longest is forgotten first.
    static final int SOURCES_AT_MOST = 10_000;

    private static final Duration WINDOW = Duration.ofMinutes(1);

    private final Outside outside;
    private final EventSink events;
    private final int most;
    private final Map<Long, Burst> bursts = new LinkedHashMap<>(16, 0.75f, true);

    private static final class Burst {
        private Instant since;
        private Instant blockedUntil = Instant.MIN;
        private int count;

        Burst(Instant since) {
            this.since = since;
        }
    }

    /// @param perAccount how often one account may transfer in a minute
    public ReferFlood(Outside outside, EventSink events, int perAccount) {
        this.outside = outside;
        this.events = events;
        this.most = Math.max(MOST, 2 * perAccount);
    }

    /// Counts a REFER.
    ///
    /// @param account whose leg it came on, for the event
    /// @return whether it is to be refused at once
    public boolean refuses(Hop from, String account) {
        InetAddress address = from.address().getAddress();
        if (address == null) {
            return false;
        }
        Instant now = outside.now();
        long source = Source.of(address);
        Burst burst = bursts.computeIfAbsent(source, _ -> new Burst(now));
        if (bursts.size() > SOURCES_AT_MOST) {
            bursts.remove(bursts.keySet().iterator().next());
        }
        if (now.isBefore(burst.blockedUntil)) {
            return true;
        }
        if (!now.isBefore(burst.since.plus(WINDOW))) {
            burst.since = now;
            burst.count = 0;
        }
        burst.count++;
        if (burst.count <= most) {
            return false;
        }
        block(burst, Source.text(source), account, now);
        return true;
    }

    private void block(Burst burst, String source, String account, Instant now) {
        burst.blockedUntil = now.plus(BLOCKED);
        burst.count = 0;
        String reason = "More than " + most + " REFERs in a minute, refused for ten";
        events.publish(
                now, "", "", "", "", new SecurityFact("refer_flood", source, account, reason, 1));
    }
}
