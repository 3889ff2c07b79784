package io.referee.net;

import org.junit.jupiter.api.Assumptions;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/// Whether this machine has IPv6.
final class Sockets6 {
    private Sockets6() {}

    /// Skips the test with one clear line when there is no `::1`.
    static void orSkip() {
        Assumptions.assumeTrue(there(), "this machine has no IPv6 loopback address ::1");
    }

    private static boolean there() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("::1"))) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }
}
