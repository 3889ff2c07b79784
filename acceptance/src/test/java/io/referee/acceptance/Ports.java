package io.referee.acceptance;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;

/// Free ports for clients that cannot say which port they were given. They lie below those that the
/// system hands out by itself, so nobody takes one between the look and the use.
final class Ports {
    private static final int FIRST = 10_000;
    private static final int SPAN = 20_000;
    private static final AtomicInteger NEXT =
            new AtomicInteger((int) (ProcessHandle.current().pid() * 370 % SPAN));

    private Ports() {}

    /// The first of ten ports in a row, free for UDP and TCP on loopback.
    static int ten() {
        for (int attempt = 0; attempt < SPAN / 10; attempt++) {
            int first = FIRST + NEXT.getAndAdd(10) % SPAN / 10 * 10;
            if (free(first)) {
                return first;
            }
        }
        throw new IllegalStateException("no ten free ports in a row");
    }

    private static boolean free(int first) {
        for (int port = first; port < first + 10; port++) {
            try (DatagramSocket udp =
                            new DatagramSocket(
                                    new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                    ServerSocket tcp =
                            new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                if (udp.isClosed() || tcp.isClosed()) {
                    return false;
                }
            } catch (IOException e) {
                return false;
            }
        }
        return true;
    }
}
