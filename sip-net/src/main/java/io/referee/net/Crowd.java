package io.referee.net;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/// Who has how many connections, and whose is ended when there are too many: those that never
/// brought a message go first, then those that have been idle for longest. *Engine thread only.*
final class Crowd {
    private final StreamLimits limits;
    private final @Nullable Link[] slots;
    private final Map<InetAddress, Count> bySource = new HashMap<>();
    private final Count all = new Count();

    private static final class Count {
        private int connections;
        private int halfOpen;
    }

    /// @param slots all connections; watched, not changed
    Crowd(StreamLimits limits, @Nullable Link[] slots) {
        this.limits = limits;
        this.slots = slots;
    }

    void came(Link link) {
        count(bySource.computeIfAbsent(source(link), source -> new Count()), link, 1);
        count(all, link, 1);
    }

    void went(Link link) {
        Count count = bySource.get(source(link));
        if (count != null) {
            count(count, link, -1);
            if (count.connections == 0) {
                bySource.remove(source(link));
            }
        }
        count(all, link, -1);
    }

    /// Told before the link itself knows.
    void proved(Link link) {
        Count count = bySource.get(source(link));
        if (count != null) {
            count.halfOpen--;
            all.halfOpen--;
        }
    }

    private static void count(Count count, Link link, int one) {
        count.connections += one;
        count.halfOpen += link.proven() ? 0 : one;
    }

    private static InetAddress source(Link link) {
        return link.hop().address().getAddress();
    }

    /// Which connection has to go before one more of this source comes; null when none.
    @Nullable Link tooMany(InetAddress source, int free) {
        Count own = bySource.get(source);
        if (own != null && own.halfOpen >= limits.halfOpenPerSource()) {
            return oldest(link -> !link.proven() && source(link).equals(source));
        }
        if (own != null && own.connections >= limits.perSource()) {
            return oldest(link -> source(link).equals(source));
        }
        if (all.halfOpen >= limits.halfOpen() || free == 0 && all.halfOpen > 0) {
            return oldest(link -> !link.proven());
        }
        return free == 0 ? oldest(link -> true) : null;
    }

    private @Nullable Link oldest(Predicate<Link> which) {
        Link found = null;
        for (Link link : slots) {
            boolean older =
                    link != null
                            && (found == null || link.lastNanos() - found.lastNanos() < 0)
                            && which.test(link);
            found = older ? link : found;
        }
        return found;
    }
}
