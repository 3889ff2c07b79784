package io.referee.net;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Who has how many connections, and whose is ended when there are too many: those of the lowest
/// [Link.Rank] go first, and of these the one that has been idle for longest. What it costs to find
/// that one does not grow with the connections. *Engine thread only.*
final class Crowd {
    /// How many are looked at for one that is idle; whatever comes then goes.
    private static final int MAX_LOOKED_AT = 64;

    private final StreamLimits limits;
    private final Map<Network, Group> bySource = new HashMap<>();
    private final Group all = new Group();

    Crowd(StreamLimits limits) {
        this.limits = limits;
    }

    /// Connections by rank, those first that were not heard of for longest. When something came is
    /// noted by the threads that read; a connection moves when it is looked at.
    private static final class Group {
        private final Map<Link.Rank, LinkedHashMap<Link, Long>> ranks =
                new EnumMap<>(Link.Rank.class);
        private int size;

        Group() {
            for (Link.Rank rank : Link.Rank.values()) {
                ranks.put(rank, new LinkedHashMap<>());
            }
        }

        private LinkedHashMap<Link, Long> of(Link.Rank rank) {
            return java.util.Objects.requireNonNull(ranks.get(rank));
        }

        void add(Link link) {
            of(link.rank()).put(link, link.lastNanos());
            size++;
        }

        void remove(Link link) {
            size -= of(link.rank()).remove(link) == null ? 0 : 1;
        }

        int halfOpen() {
            return of(Link.Rank.HALF_OPEN).size();
        }

        @Nullable Link oldest() {
            for (Link.Rank rank : Link.Rank.values()) {
                Link found = oldest(rank);
                if (found != null) {
                    return found;
                }
            }
            return null;
        }

        @Nullable Link oldest(Link.Rank rank) {
            LinkedHashMap<Link, Long> links = of(rank);
            for (int looked = 0; looked < MAX_LOOKED_AT && !links.isEmpty(); looked++) {
                Map.Entry<Link, Long> first = links.firstEntry();
                long last = first.getKey().lastNanos();
                if (last == first.getValue()) {
                    return first.getKey();
                }
                links.putLast(first.getKey(), last);
            }
            return links.isEmpty() ? null : links.firstEntry().getKey();
        }
    }

    void came(Link link) {
        bySource.computeIfAbsent(source(link), source -> new Group()).add(link);
        all.add(link);
    }

    void went(Link link) {
        Group group = bySource.get(source(link));
        if (group != null) {
            group.remove(link);
            if (group.size == 0) {
                bySource.remove(source(link));
            }
        }
        all.remove(link);
    }

    /// More is known of a connection than before.
    void rises(Link link, Link.Rank rank) {
        went(link);
        link.rank(rank);
        came(link);
    }

    private static Network source(Link link) {
        return Network.of(link.hop().address().getAddress());
    }

    /// The connection that has brought nothing for longest; null when each has brought a message.
    @Nullable Link oldestHalfOpen() {
        return all.oldest(Link.Rank.HALF_OPEN);
    }

    /// All connections of the sender that has this address.
    List<Link> of(InetAddress address) {
        Group group = bySource.get(Network.of(address));
        return group == null
                ? List.of()
                : group.ranks.values().stream().flatMap(links -> links.keySet().stream()).toList();
    }

    /// Which connection has to go before one more of this source comes; null when none.
    @Nullable Link tooMany(InetAddress source, int free) {
        Group own = bySource.get(Network.of(source));
        if (own != null && own.halfOpen() >= limits.halfOpenPerSource()) {
            return own.oldest(Link.Rank.HALF_OPEN);
        }
        if (own != null && own.size >= limits.perSource()) {
            return own.oldest();
        }
        if (all.halfOpen() >= limits.halfOpen()) {
            return all.oldest(Link.Rank.HALF_OPEN);
        }
        return free == 0 ? all.oldest() : null;
    }
}
