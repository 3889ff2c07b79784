package io.referee.net;

import io.referee.sip.message.SipMessage;
import io.referee.sip.transport.Hop;
import io.referee.sip.transport.Transport;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/// The TCP connections of an engine, found by number and by the peer's address. *Engine thread
/// only*, but for accepting.
///
/// A number names a slot and how often slots were used before, so that a look-up is an array access
/// and a stale number finds nothing.
final class Streams {
    private static final long PAUSE_MILLIS = 50;

    private final ServerSocket server;
    private final InetSocketAddress address;
    private final Shell shell;
    private final Events events;
    private final @Nullable StreamConnection[] slots;
    private final int[] free;
    private int freeCount;
    private long serial;
    private final Map<InetSocketAddress, StreamConnection> byAddress = new HashMap<>();

    Streams(ServerSocket server, Shell shell, Events events) {
        this.server = server;
        this.address = new InetSocketAddress(server.getInetAddress(), server.getLocalPort());
        this.shell = shell;
        this.events = events;
        this.slots = new @Nullable StreamConnection[shell.limits().connections()];
        this.free = new int[slots.length];
        while (freeCount < free.length) {
            free[freeCount] = freeCount++;
        }
    }

    InetSocketAddress address() {
        return address;
    }

    int count() {
        return slots.length - freeCount;
    }

    void start() {
        shell.threads().start("sip-tcp-accept", this::accept);
    }

    private void accept() {
        try {
            while (!server.isClosed()) {
                acceptOne();
            }
        } catch (InterruptedException e) {
            // The engine closes.
        }
    }

    private void acceptOne() throws InterruptedException {
        try {
            Socket socket = server.accept();
            shell.mailbox().put(() -> accepted(socket));
        } catch (IOException e) {
            // Closed by us, or the machine is out of descriptors: in that case a pause helps.
            if (!server.isClosed()) {
                Thread.sleep(PAUSE_MILLIS);
            }
        }
    }

    private void accepted(Socket socket) {
        InetSocketAddress peer = (InetSocketAddress) socket.getRemoteSocketAddress();
        StreamConnection connection = peer == null ? null : add(peer, socket);
        if (connection == null) {
            events.refused();
            close(socket);
            return;
        }
        connection.accepted(() -> ended(connection));
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // Refused either way.
        }
    }

    private @Nullable StreamConnection add(InetSocketAddress peer, Socket socket) {
        if (freeCount == 0) {
            return null;
        }
        int slot = free[--freeCount];
        serial++;
        Hop hop = new Hop(Transport.TCP, peer, serial * slots.length + slot);
        StreamConnection connection = new StreamConnection(hop, socket, shell, events);
        slots[slot] = connection;
        byAddress.putIfAbsent(peer, connection);
        return connection;
    }

    private void ended(StreamConnection connection) {
        int slot = slot(connection.hop().connection());
        slots[slot] = null;
        free[freeCount++] = slot;
        byAddress.remove(connection.hop().address(), connection);
        connection.failRest();
        if (connection.wasOpen()) {
            events.closed(connection.hop());
        }
    }

    private int slot(long number) {
        return (int) Math.floorMod(number, (long) slots.length);
    }

    private @Nullable StreamConnection byNumber(long number) {
        StreamConnection found = slots[slot(number)];
        return found != null && found.hop().connection() == number ? found : null;
    }

    /// Whether there is a connection of that number.
    boolean has(long number) {
        return byNumber(number) != null;
    }

    /// Sends on the connection that the hop names, else on one to its address, else on a new one.
    ///
    /// @param to with an IP address, unless its connection is there
    void send(SipMessage message, Hop to, Hop asked) {
        StreamConnection connection = byNumber(to.connection());
        if (connection == null) {
            connection = byAddress.get(to.address());
        }
        if (connection == null) {
            connection = connect(to.address());
        }
        if (connection == null || !connection.offer(new Outgoing.Whole(message, asked))) {
            events.failed(message, asked);
        } else {
            events.sent(message, connection.hop());
        }
    }

    private @Nullable StreamConnection connect(InetSocketAddress peer) {
        StreamConnection connection = add(peer, new Socket());
        if (connection != null) {
            connection.connect(address.getAddress(), () -> ended(connection));
        }
        return connection;
    }

    void stopAccepting() throws IOException {
        server.close();
    }

    /// Lets all connections write what they have, then closes them.
    void finish(Duration patience) throws InterruptedException {
        long untilNanos = System.nanoTime() + patience.toNanos();
        for (StreamConnection one : slots) {
            if (one != null) {
                one.finish();
            }
        }
        for (StreamConnection one : slots) {
            if (one != null) {
                one.awaitWriter(Duration.ofNanos(untilNanos - System.nanoTime()));
                one.close();
            }
        }
    }
}
