package io.referee.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/// Passes datagrams on between one caller and one callee without looking into them: what the kernel
/// and Java's sockets cost anybody who stands in between. Runs until it is ended.
public final class Relay {
    private static final int LARGEST_DATAGRAM = 65_535;

    private Relay() {}

    /// @param words port to listen on, port of the callee
    public static void main(String[] words) throws IOException {
        InetSocketAddress own = new InetSocketAddress("127.0.0.1", Integer.parseInt(words[0]));
        InetSocketAddress callee = new InetSocketAddress("127.0.0.1", Integer.parseInt(words[1]));
        try (DatagramChannel channel = DatagramChannel.open().bind(own)) {
            System.out.println("READY");
            ByteBuffer datagram = ByteBuffer.allocateDirect(LARGEST_DATAGRAM);
            SocketAddress caller = callee;
            while (true) {
                SocketAddress from = channel.receive(datagram.clear());
                boolean answer = callee.equals(from);
                caller = answer ? caller : from;
                channel.send(datagram.flip(), answer ? caller : callee);
            }
        }
    }
}
