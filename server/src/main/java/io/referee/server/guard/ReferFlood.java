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

/// Keeps out who floods with REFER (`transfers.md` F.6): whoever sent more than twenty in a minute
/// is refused for ten minutes without a look at what it asks. An account counts for itself, because
/// a whole office may stand behind one address; a stranger counts for its source. *Engine thread
/// only.*
public final class ReferFlood {
    /// REFERs of one sender in a minute, unless accounts may transfer so often that more are usual.
    public static final int MOST = 20;

    /// How long a sender is refused.
    public static final Duration BLOCKED = Duration.ofMinutes(10);

    /// Senders of either kind that are watched; the one that was quiet for longest is forgotten
    /// first.
    static final int SENDERS_AT_MOST = 10_000;

    private static final Duration WINDOW = Duration.ofMinutes(1);

    private final Outside outside;
    private final EventSink events;
    private final int most;
    private final Map<Long, Burst> sources = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<String, Burst> accounts = new LinkedHashMap<>(16, 0.75f, true);

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

    /// Counts a REFER of a stranger.
    ///
    /// @param account whose leg it came on, for the event
    /// @return whether it is to be refused at once
    public boolean refusesSource(Hop from, String account) {
        InetAddress address = from.address().getAddress();
        return address != null && refuses(sources, Source.of(address), from, account);
    }

    /// Counts a REFER of an account, which sent it from where its leg lives or proved its password.
    ///
    /// @param from for the event
    /// @return whether it is to be refused at once
    public boolean refusesAccount(Hop from, String account) {
        return refuses(accounts, account, from, account);
    }

    private <K> boolean refuses(Map<K, Burst> bursts, K sender, Hop from, String account) {
        Instant now = outside.now();
        Burst burst = bursts.computeIfAbsent(sender, _ -> new Burst(now));
        if (bursts.size() > SENDERS_AT_MOST) {
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
        block(burst, from, account, now);
        return true;
    }

    private void block(Burst burst, Hop from, String account, Instant now) {
        burst.blockedUntil = now.plus(BLOCKED);
        burst.count = 0;
        String reason = "More than " + most + " REFERs in a minute, refused for ten";
        InetAddress address = from.address().getAddress();
        String source = address == null ? from.host() : Source.text(Source.of(address));
        events.publish(
                now, "", "", "", "", new SecurityFact("refer_flood", source, account, reason, 1));
    }
}
