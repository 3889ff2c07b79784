package io.referee.server.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The cable to a database server, which can be cut: what is connected is reset, and who connects
/// is turned away at once. *Any thread.*
public final class Cable implements AutoCloseable {
    private final ServerSocket door;
    private final InetSocketAddress server;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean cut;

    public Cable(int port) throws IOException {
        InetAddress here = InetAddress.ofLiteral("127.0.0.1");
        server = new InetSocketAddress(here, port);
        door = new ServerSocket(0, 50, here);
        Thread.ofVirtual().start(this::accept);
    }

    /// Where clients connect, on 127.0.0.1.
    public int port() {
        return door.getLocalPort();
    }

    /// From now on nobody gets through.
    public void cut() {
        cut = true;
        open.forEach(Cable::drop);
    }

    /// Who connects gets through again.
    public void mend() {
        cut = false;
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                connect(door.accept());
            } catch (IOException e) {
                // cut, or the end
            }
        }
    }

    private void connect(Socket near) throws IOException {
        open.add(near);
        if (cut) {
            drop(near);
            return;
        }
        Socket far = new Socket();
        open.add(far);
        far.connect(server);
        Thread.ofVirtual().start(() -> pass(near, far));
        Thread.ofVirtual().start(() -> pass(far, near));
    }

    private void pass(Socket from, Socket to) {
        try (from;
                to;
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            in.transferTo(out);
        } catch (IOException e) {
            // cut, or one side has closed
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    private static void drop(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            // it is gone already
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
        cut();
    }
}
