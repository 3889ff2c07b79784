package io.referee.examples;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/// Free ports for programs that must be told one. They lie below those that the system hands out by
/// itself, so nobody takes one between the look and the use.
final class Ports {
    private static final int FIRST = 10_000;
    private static final int LAST = 30_000;
    private static int next = FIRST + (int) (ProcessHandle.current().pid() * 370 % 15_000);

    private Ports() {}

    /// Free for UDP and TCP on loopback.
    static synchronized int free() {
        while (next < LAST) {
            next++;
            try (DatagramSocket udp = new DatagramSocket(at(next));
                    ServerSocket tcp = new ServerSocket()) {
                tcp.bind(at(next));
                if (udp.isBound()) {
                    return next;
                }
            } catch (IOException taken) {
                continue;
            }
        }
        throw new IllegalStateException("no free port");
    }

    private static InetSocketAddress at(int port) {
        return new InetSocketAddress("127.0.0.1", port);
    }
}
