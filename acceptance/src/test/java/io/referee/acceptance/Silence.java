package io.referee.acceptance;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;

/// An audio port of a phone whose call is over: who still sends there talks to nobody.
final class Silence {
    /// As long as 15 packets of a talking phone take.
    private static final int HEARD_MILLISECONDS = 300;

    private Silence() {}

    /// Takes the port as soon as the phone has left it, and fails when audio still comes.
    static void on(int port) throws IOException {
        try (DatagramSocket socket =
                await().ignoreExceptions()
                        .until(
                                () ->
                                        new DatagramSocket(
                                                new InetSocketAddress(
                                                        InetAddress.getLoopbackAddress(), port)),
                                DatagramSocket::isBound)) {
            socket.setSoTimeout(HEARD_MILLISECONDS);
            assertThatExceptionOfType(SocketTimeoutException.class)
                    .as("audio on port %d of a phone that has left", port)
                    .isThrownBy(() -> socket.receive(new DatagramPacket(new byte[1500], 1500)));
        }
    }
}
