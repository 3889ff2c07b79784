package io.referee.server.registrar;

import io.referee.server.event.RegistrationFact;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Outside;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The table of bindings: keeps the store, the timers and the event stream in step with it. *Engine
/// thread only.*
final class Bindings {
    /// How long an expired binding, which no call goes to any more, waits for a late refresh.
    static final Duration GRACE = Duration.ofSeconds(10);

    static final String EXPIRED = "expired";
    static final String UNREGISTERED = "unregistered";
    static final String REPLACED = "replaced";
    static final String CONNECTION_CLOSED = "connection closed";
    static final String ACCOUNT_REMOVED = "account removed";

    /// Highest q first, then the one refreshed last.
    private static final Comparator<Entry> BEST_FIRST =
            Comparator.comparingInt((Entry entry) -> -entry.binding.priority())
                    .thenComparingLong(entry -> -entry.freshness);

    private final Registrar.Surroundings around;
    private final int perAccount;
    private final Map<String, List<Entry>> byAor = new HashMap<>();
    private final Map<Long, List<Entry>> byConnection = new HashMap<>();
    private final Gruus gruus;
    private final NatKeepAlives keepAlives;
    private int size;
    private long refreshes;

    Bindings(Registrar.Surroundings around, int perAccount) {
        this.around = around;
        this.perAccount = perAccount;
        this.gruus = new Gruus(around.outside(), around.secret());
        this.keepAlives = new NatKeepAlives(around.outside(), around.directory());
    }

    Gruus gruus() {
        return gruus;
    }

    NatKeepAlives keepAlives() {
        return keepAlives;
    }

    int size() {
        return size;
    }

    /// All bindings of an address of record, late ones too; a copy.
    List<Entry> all(String aor) {
        return List.copyOf(byAor.getOrDefault(aor, List.of()));
    }

    /// The bindings that calls go to, best first.
    List<Binding> alive(String aor) {
        List<Entry> entries = byAor.get(aor);
        if (entries == null) {
            return List.of();
        }
        Instant now = around.outside().now();
        List<Entry> alive = new ArrayList<>(entries.size());
        for (Entry entry : entries) {
            if (entry.alive(now)) {
                alive.add(entry);
            }
        }
        alive.sort(BEST_FIRST);
        return alive.stream().map(entry -> entry.binding).toList();
    }

    /// Every binding that calls go to.
    List<Binding> alive() {
        List<Binding> found = new ArrayList<>(size);
        for (String aor : byAor.keySet()) {
            found.addAll(alive(aor));
        }
        return found;
    }

    /// Which binding a wish would refresh. To mean the same is not transitive (RFC 3261 §19.1.4),
    /// so that it may be several: then the one that is written like it, else the first.
    @Nullable Entry find(String aor, Asked.Wish wish) {
        Entry found = null;
        for (Entry entry : byAor.getOrDefault(aor, List.of())) {
            if (entry.isFor(wish)) {
                if (entry.binding.contact().equals(wish.contact())) {
                    return entry;
                }
                found = found == null ? entry : found;
            }
        }
        return found;
    }

    /// Adds a binding, or refreshes the known one in its place.
    void put(@Nullable Entry known, Entry fresh) {
        if (known == null) {
            makeRoom(fresh.binding.aor());
            joinGeneration(fresh);
            insert(fresh);
            around.store().upsert(fresh.stored());
            publish(fresh, added(fresh));
        } else {
            refresh(known, fresh);
        }
    }

    private void refresh(Entry known, Entry fresh) {
        StoredBinding before = known.stored();
        Binding old = known.binding;
        detach(known);
        known.owner = fresh.owner;
        boolean sameCall =
                old.sameInstance(fresh.binding) && old.callId().equals(fresh.binding.callId());
        long generation = sameCall ? old.generation() : 0;
        known.binding = fresh.binding.inGeneration(generation);
        known.source = fresh.source;
        if (!sameCall) {
            gruus.end(old.generation());
            renewGeneration(known);
        }
        attach(known);
        if (!before.key().equals(known.stored().key())) {
            around.store().remove(before.key());
        }
        around.store().upsert(known.stored());
        publish(known, refreshed(known));
    }

    /// Takes a binding from the store: it is no news, and the store has it.
    void restore(Entry entry) {
        Binding binding = entry.binding;
        if (binding.generation() == 0) {
            joinGeneration(entry);
        } else {
            gruus.begin(binding.generation(), gruu(binding));
        }
        insert(entry);
    }

    // ---- temporary GRUUs

    /// A binding that is new to the table. Another flow of the phone is of the same generation; a
    /// phone that registers anew without flows has begun again (RFC 5627 §5.1).
    private void joinGeneration(Entry fresh) {
        Binding binding = fresh.binding;
        Entry sibling = binding.instance().isEmpty() ? null : sibling(fresh);
        boolean another = sibling != null && sibling.binding.regId() != binding.regId();
        boolean same = sibling != null && sibling.binding.callId().equals(binding.callId());
        if (sibling != null && (another || same)) {
            fresh.binding = binding.inGeneration(sibling.binding.generation());
        } else {
            renewGeneration(fresh);
        }
    }

    /// The Call-ID has changed: the temporary GRUUs of the phone lead nowhere any more, on all of
    /// its flows (RFC 5627 §5.1).
    private void renewGeneration(Entry entry) {
        if (entry.binding.instance().isEmpty()) {
            return;
        }
        long fresh = gruus.generation();
        for (Entry other : all(entry.binding.aor())) {
            if (other != entry && other.binding.sameInstance(entry.binding)) {
                gruus.end(other.binding.generation());
                other.binding = other.binding.inGeneration(fresh);
                around.store().upsert(other.stored());
            }
        }
        gruus.end(entry.binding.generation());
        entry.binding = entry.binding.inGeneration(fresh);
        gruus.begin(fresh, gruu(entry.binding));
    }

    private @Nullable Entry sibling(Entry entry) {
        for (Entry other : byAor.getOrDefault(entry.binding.aor(), List.of())) {
            if (other != entry && other.binding.sameInstance(entry.binding)) {
                return other;
            }
        }
        return null;
    }

    private static Gruu gruu(Binding binding) {
        int at = binding.aor().lastIndexOf('@');
        return new Gruu(
                binding.aor().substring(0, at),
                binding.aor().substring(at + 1),
                Gruus.urn(binding.instance()));
    }

    private void insert(Entry entry) {
        byAor.computeIfAbsent(entry.binding.aor(), _ -> new ArrayList<>(2)).add(entry);
        size++;
        attach(entry);
    }

    /// Pushes out until one more fits: late ones first, then the one refreshed longest ago.
    private void makeRoom(String aor) {
        List<Entry> entries = all(aor);
        Instant now = around.outside().now();
        Comparator<Entry> leastWanted =
                Comparator.comparing((Entry entry) -> entry.alive(now))
                        .thenComparingLong(entry -> entry.freshness);
        entries.stream()
                .sorted(leastWanted)
                .limit(Math.max(0, entries.size() - perAccount + 1))
                .forEach(entry -> remove(entry, entry.alive(now) ? REPLACED : EXPIRED));
    }

    void remove(Entry entry, String reason) {
        Binding binding = entry.binding;
        List<Entry> entries = byAor.get(binding.aor());
        if (entries == null || !entries.remove(entry)) {
            return;
        }
        if (entries.isEmpty()) {
            byAor.remove(binding.aor());
        }
        size--;
        detach(entry);
        if (sibling(entry) == null) {
            gruus.end(binding.generation());
        }
        around.store().remove(entry.stored().key());
        publish(
                entry,
                new RegistrationFact.Removed(binding.aor(), binding.contact().text(), reason));
    }

    /// Removes what was reached through the connection: a flow is gone with it (RFC 5626 §4.2.2). A
    /// phone without flows whose Contact shows where it listens can be reached by a new connection;
    /// its bindings stay.
    void connectionClosed(Hop closed) {
        for (Entry entry : List.copyOf(byConnection.getOrDefault(closed.connection(), List.of()))) {
            Hop hop = entry.binding.hop();
            if (entry.binding.regId() > 0 || hop.address().equals(closed.address())) {
                remove(entry, CONNECTION_CLOSED);
            } else {
                forgetConnection(entry);
                entry.binding = entry.binding.reachedBy(new Hop(hop.transport(), hop.address(), 0));
            }
        }
    }

    private void attach(Entry entry) {
        entry.freshness = ++refreshes;
        long connection = entry.binding.hop().connection();
        if (connection != 0) {
            byConnection.computeIfAbsent(connection, _ -> new ArrayList<>(1)).add(entry);
        }
        Outside outside = around.outside();
        Duration left = Duration.between(outside.now(), entry.binding.expires()).plus(GRACE);
        entry.alarm = outside.schedule(left, () -> remove(entry, EXPIRED));
        keepAlives.begin(entry);
    }

    private void detach(Entry entry) {
        if (entry.alarm != null) {
            entry.alarm.cancel();
            entry.alarm = null;
        }
        keepAlives.end(entry);
        forgetConnection(entry);
    }

    private void forgetConnection(Entry entry) {
        long connection = entry.binding.hop().connection();
        List<Entry> sharing = byConnection.get(connection);
        if (sharing != null) {
            sharing.remove(entry);
            if (sharing.isEmpty()) {
                byConnection.remove(connection);
            }
        }
    }

    private RegistrationFact added(Entry entry) {
        Binding binding = entry.binding;
        return new RegistrationFact.Added(
                binding.aor(), binding.contact().text(), entry.source, secondsLeft(binding));
    }

    private RegistrationFact refreshed(Entry entry) {
        Binding binding = entry.binding;
        return new RegistrationFact.Refreshed(
                binding.aor(), binding.contact().text(), entry.source, secondsLeft(binding));
    }

    /// Whole seconds, rounded up: never 0 for a binding that is alive.
    long secondsLeft(Binding binding) {
        long millis = Duration.between(around.outside().now(), binding.expires()).toMillis();
        return Math.ceilDiv(millis, 1_000);
    }

    private void publish(Entry entry, RegistrationFact fact) {
        around.events().publish(around.outside().now(), entry.owner, "", "", "", fact);
    }
}
