package io.referee.acceptance;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/// Stands between one client and the server, and loses datagrams of both directions. The client
/// takes [#clientSide] for the server; the server takes [#serverSide] for the client, whose Contact
/// must name it. *Any thread.*
final class LossyRelay implements AutoCloseable {
    private static final int MAX_DATAGRAM = 65_535;

    private final DatagramChannel towardsClient;
    private final DatagramChannel towardsServer;
    private final double loss;
    private final AtomicLong passed = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();

    /// @param loss the share of datagrams that are lost in each direction, 0 to 1
    /// @param seed of the dice; each direction has its own
    LossyRelay(InetSocketAddress client, InetSocketAddress server, double loss, long seed)
            throws IOException {
        this.loss = loss;
        towardsClient = bound();
        towardsServer = bound();
        pump(towardsClient, towardsServer, server, new Random(seed));
        pump(towardsServer, towardsClient, client, new Random(seed + 1));
    }

    private static DatagramChannel bound() throws IOException {
        return DatagramChannel.open()
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    private void pump(DatagramChannel from, DatagramChannel to, SocketAddress target, Random dice) {
        Thread.ofPlatform()
                .daemon()
                .name("relay to " + target)
                .start(
                        () -> {
                            ByteBuffer datagram = ByteBuffer.allocate(MAX_DATAGRAM);
                            try {
                                while (from.receive(datagram.clear()) != null) {
                                    if (dice.nextDouble() < loss) {
                                        lost.incrementAndGet();
                                    } else {
                                        passed.incrementAndGet();
                                        to.send(datagram.flip(), target);
                                    }
                                }
                            } catch (ClosedChannelException e) {
                                return; // the relay was closed
                            } catch (IOException e) {
                                throw new java.io.UncheckedIOException(e);
                            }
                        });
    }

    int clientSide() throws IOException {
        return ((InetSocketAddress) towardsClient.getLocalAddress()).getPort();
    }

    int serverSide() throws IOException {
        return ((InetSocketAddress) towardsServer.getLocalAddress()).getPort();
    }

    long passed() {
        return passed.get();
    }

    long lost() {
        return lost.get();
    }

    @Override
    public void close() throws IOException {
        towardsClient.close();
        towardsServer.close();
    }
}
