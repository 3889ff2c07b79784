package io.referee.net;

import io.referee.sip.header.Via;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Transport;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The connections of an engine, found by number and by the peer's address. *Engine thread only*,
/// but for accepting.
///
/// A number names a slot and how often slots were used before, so that a look-up is an array access
/// and a stale number finds nothing.
final class Streams {
    /// How many make way at a time, so that those behind the next one need not wait either.
    private static final int WAY = 16;

    private final Shell shell;
    private final Events events;
    private final Crowd crowd;
    private final @Nullable Link[] slots;
    private final int[] free;
    private int freeCount;
    private long serial;
    private final Map<Peer, Link> byPeer = new HashMap<>();
    private final Map<Link, List<Peer>> aliases = new HashMap<>();

    /// Whom a connection may be used for: over TLS only the name that was verified (RFC 5922 §7),
    /// over TCP the address.
    record Peer(Transport transport, InetSocketAddress address, String name) {
        static Peer of(Hop hop) {
            String name = hop.transport() == Transport.TLS ? hop.name() : "";
            return new Peer(hop.transport(), hop.address(), name);
        }
    }

    Streams(Shell shell, Events events) {
        this.shell = shell;
        this.events = events;
        this.slots = new @Nullable Link[shell.limits().streams().connections()];
        this.free = new int[slots.length];
        while (freeCount < free.length) {
            free[freeCount] = slots.length - 1 - freeCount;
            freeCount++;
        }
        this.crowd = new Crowd(shell.limits().streams());
    }

    int count() {
        return slots.length - freeCount;
    }

    /// A connection came in.
    void accepted(Socket socket, Shelter shelter) {
        InetSocketAddress peer = (InetSocketAddress) socket.getRemoteSocketAddress();
        if (peer == null || !events.admits(peer.getAddress())) {
            close(socket);
            return;
        }
        makeRoom(peer.getAddress());
        Hop hop = new Hop(shelter.transport(), peer, nextNumber());
        StreamConnection link = new StreamConnection(hop, socket, shelter, shell, events);
        add(link);
        if (hop.transport() == Transport.TCP) {
            byPeer.putIfAbsent(Peer.of(hop), link);
        }
        link.accepted(() -> ended(link));
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It was gone already.
        }
    }

    /// Makes a connection.
    ///
    /// @param local by which of our addresses
    Link connect(Hop to, InetAddress local, Shelter shelter) {
        makeRoom(to.address().getAddress());
        Hop hop = new Hop(to.transport(), to.address(), nextNumber());
        StreamConnection link = new StreamConnection(hop, new Socket(), shelter, shell, events);
        link.rank(Link.Rank.AUTHENTICATED); // whom we have called we need
        add(link);
        byPeer.put(Peer.of(hop), link);
        link.connect(local, () -> ended(link));
        return link;
    }

    /// A connection of somebody else's comes in.
    void attach(AttachedConnection link) {
        if (!events.admits(link.hop().address().getAddress())) {
            link.close();
            return;
        }
        makeRoom(link.hop().address().getAddress());
        long number = nextNumber();
        link.numbered(number, () -> ended(link));
        add(link);
    }

    /// Ends what is too much before one more comes.
    private void makeRoom(InetAddress source) {
        for (Link victim = crowd.tooMany(source, freeCount);
                victim != null;
                victim = crowd.tooMany(source, freeCount)) {
            events.refused();
            victim.close();
            ended(victim);
        }
    }

    /// The machine gives us no more connections: some go that have brought no message yet, the
    /// oldest first.
    void makeWay() {
        for (int i = 0; i < WAY; i++) {
            Link victim = crowd.oldestHalfOpen();
            if (victim == null) {
                return;
            }
            events.refused();
            victim.close();
            ended(victim);
        }
    }

    /// Ends all connections from this address, or from the IPv6 network of 64 bits that it is in.
    void cutOff(InetAddress source) {
        for (Link link : crowd.of(source)) {
            events.refused();
            link.close();
            ended(link);
        }
    }

    private long nextNumber() {
        serial++;
        return serial * slots.length + free[freeCount - 1];
    }

    private void add(Link link) {
        slots[free[--freeCount]] = link;
        crowd.came(link);
    }

    /// Whole messages come on it: it is no longer half-open.
    void prove(Link link) {
        rises(link, Link.Rank.SPEAKING);
    }

    /// Somebody has proven there who he is.
    void authenticated(long number) {
        Link link = byNumber(number);
        if (link != null) {
            rises(link, Link.Rank.AUTHENTICATED);
        }
    }

    private void rises(Link link, Link.Rank rank) {
        if (link.rank().compareTo(rank) < 0 && byNumber(link.hop().connection()) == link) {
            crowd.rises(link, rank);
        }
    }

    /// The peer offers its connection for our requests (RFC 5923 §6). Taken over TLS only, and only
    /// for the domains that its certificate names: a Via alone proves nothing.
    void alias(Link link, Via via) {
        if (link.identities().isEmpty() || !via.parameters().has("alias")) {
            return;
        }
        Transport transport = link.hop().transport();
        int port = via.port() > 0 ? via.port() : transport.defaultPort();
        var source = new InetSocketAddress(link.hop().address().getAddress(), port);
        for (String domain : link.identities()) {
            Peer peer = new Peer(transport, source, domain);
            if (byPeer.putIfAbsent(peer, link) == null) {
                aliases.computeIfAbsent(link, one -> new ArrayList<>()).add(peer);
            }
        }
    }

    /// The connection is over. Harmless the second time.
    void ended(Link link) {
        int slot = slot(link.hop().connection());
        if (slots[slot] != link) {
            return;
        }
        slots[slot] = null;
        free[freeCount++] = slot;
        crowd.went(link);
        byPeer.remove(Peer.of(link.hop()), link);
        List<Peer> more = aliases.remove(link);
        if (more != null) {
            more.forEach(peer -> byPeer.remove(peer, link));
        }
        link.outbox().failRest();
        if (link.wasOpen()) {
            events.closed(link.hop());
        }
    }

    private int slot(long number) {
        return (int) Math.floorMod(number, (long) slots.length);
    }

    /// The connection of that number.
    @Nullable Link byNumber(long number) {
        Link found = number == 0 ? null : slots[slot(number)];
        return found != null && found.hop().connection() == number ? found : null;
    }

    /// An open connection that may be used for this hop: its own, or one to the same peer.
    @Nullable Link find(Hop to) {
        Link link = byNumber(to.connection());
        return link == null ? byPeer.get(Peer.of(to)) : link;
    }

    /// Queues; when too much waits already, the peer does not read, and is cut off.
    boolean send(Link link, Outgoing.Whole whole) {
        if (link.outbox().offer(whole)) {
            return true;
        }
        link.close();
        return false;
    }

    /// Lets all connections write what they have, then closes them.
    void finish(Duration patience) throws InterruptedException {
        long untilNanos = System.nanoTime() + patience.toNanos();
        for (Link one : slots) {
            if (one != null && one.wasOpen()) {
                one.outbox().end();
            }
        }
        for (Link one : slots) {
            if (one != null) {
                one.outbox().await(Duration.ofNanos(untilNanos - System.nanoTime()));
                one.close();
            }
        }
    }
}
