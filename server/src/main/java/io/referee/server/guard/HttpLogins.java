package io.referee.server.guard;

import io.referee.server.guard.Bans.Evidence;
import io.referee.server.guard.Conduct.Reason;

import java.net.InetAddress;
import java.util.concurrent.ConcurrentHashMap;

/// Wrong keys at the HTTP API. Who shows them comes over a connection and is who he says; so these
/// bans stand apart from those of SIP, which a forged datagram may have brought about. *Engine
/// thread only*, but for [#banned].
final class HttpLogins {
    static final String SUFFIX = " (HTTP)";

    /// Sources that are remembered; the oldest are forgotten.
    static final int MAX_SOURCES = 1_024;

    /// Wrong keys in [GuardSettings#LOGIN_WINDOW].
    static final int MAX_FAILURES = 20;

    private static final Rate RATE = Rate.within(MAX_FAILURES, GuardSettings.LOGIN_WINDOW);

    private final Bans bans;
    private final ConductBook book;

    /// For the threads of HTTP: until when a source is banned.
    private final ConcurrentHashMap<Long, Long> ends = new ConcurrentHashMap<>();

    HttpLogins(Bans bans, ConductBook book) {
        this.bans = bans;
        this.book = book;
    }

    ConductBook book() {
        return book;
    }

    void failed(InetAddress address, long now) {
        Conduct conduct = book.of(Source.of(address), now);
        long paidAt = RATE.take(conduct.failures, now, 1);
        if (paidAt != Rate.EXCEEDED) {
            conduct.failures = paidAt;
            return;
        }
        bans.ban(conduct, Reason.GUESSING, Evidence.CERTAIN, SUFFIX);
        if (ends.size() >= MAX_SOURCES) {
            ends.values().removeIf(end -> end <= now);
        }
        if (ends.size() < MAX_SOURCES) {
            ends.put(conduct.key, conduct.banEnds);
        }
    }

    /// *Any thread.*
    boolean banned(InetAddress address, long now) {
        return !ends.isEmpty() && ends.getOrDefault(Source.of(address), 0L) > now;
    }

    boolean lift(long key) {
        ends.remove(key);
        Conduct conduct = book.find(key);
        return conduct != null && bans.lift(conduct);
    }
}
