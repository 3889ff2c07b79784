package io.referee.softphone.rtp;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// The audio of one call: a UDP socket, a virtual thread that sends a packet every 20 ms while the
/// path allows, and one that receives. Sound is never played; it is generated, counted, recorded,
/// and searched for tones. *Any thread.*
public final class RtpStream implements AutoCloseable {
    private static final SecureRandom CHANCE = new SecureRandom();
    private static final long FRAME_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final Duration END = Duration.ofSeconds(1);
    private static final int MAX_DATAGRAM = 2_048;
    private static final int MOST_FRAMES_LATE = 10;

    private final DatagramSocket socket;
    private final int port;
    private final Thread receiver;
    private final RtpTalker talker = new RtpTalker(CHANCE.nextInt(), CHANCE.nextInt());
    private final ReentrantLock lock = new ReentrantLock();
    private final RtpListener heard = new RtpListener();
    private final List<Waiter> waiters = new ArrayList<>();
    private volatile AudioSource source;
    private volatile @Nullable MediaPath path;
    private volatile @Nullable WavRecorder recorder;
    private long sent;
    private boolean sending;

    private record Waiter(Predicate<RtpReport> condition, CompletableFuture<RtpReport> future) {}

    private RtpStream(DatagramSocket socket, AudioSource source) {
        this.socket = socket;
        this.port = socket.getLocalPort();
        this.source = source;
        this.receiver = Thread.ofVirtual().name("rtp-in-" + port).unstarted(this::receive);
    }

    /// Opens a socket and starts to listen; nothing is sent before [#path(MediaPath)].
    ///
    /// @throws IOException when no port of the range is free
    public static RtpStream open(InetAddress address, PortRange ports, AudioSource source)
            throws IOException {
        RtpStream stream = new RtpStream(bind(address, ports), source);
        stream.receiver.start();
        return stream;
    }

    private static DatagramSocket bind(InetAddress address, PortRange ports) throws IOException {
        if (ports.any()) {
            return new DatagramSocket(new InetSocketAddress(address, 0));
        }
        for (int port = ports.first() + ports.first() % 2; port <= ports.last(); port += 2) {
            try {
                return new DatagramSocket(new InetSocketAddress(address, port));
            } catch (java.net.BindException taken) {
                continue;
            }
        }
        throw new IOException("no free RTP port from " + ports.first() + " to " + ports.last());
    }

    /// Our port.
    public int port() {
        return port;
    }

    /// Where to send from now on, in what codec and whether at all.
    public void path(MediaPath next) {
        lock.lock();
        try {
            path = next;
            if (!sending && !socket.isClosed()) {
                sending = true;
                Thread.ofVirtual().name("rtp-out-" + port()).start(this::send);
            }
        } finally {
            lock.unlock();
        }
    }

    /// What was agreed on last; empty before the first answer.
    public Optional<MediaPath> path() {
        return Optional.ofNullable(path);
    }

    /// Sends this from now on.
    public void play(AudioSource next) {
        source = next;
    }

    /// Presses these keys, one after the other; each takes a quarter of a second. Nothing happens
    /// when the other side understands no keys ([MediaPath#keys()]).
    ///
    /// @param keys `0` to `9`, `*`, `#`, `A` to `D`
    /// @throws IllegalArgumentException when something else is among them
    public void press(String keys) {
        lock.lock();
        try {
            talker.press(keys);
        } finally {
            lock.unlock();
        }
    }

    /// Writes what is received into a file until the stream or the recorder is closed. The stream
    /// closes it.
    public void record(WavRecorder to) {
        recorder = to;
    }

    /// Counts and gaps from here on.
    public void mark() {
        lock.lock();
        try {
            heard.mark();
            sent = 0;
        } finally {
            lock.unlock();
        }
    }

    /// What was sent and heard so far.
    public RtpReport report() {
        lock.lock();
        try {
            return heard.report(sent, System.nanoTime());
        } finally {
            lock.unlock();
        }
    }

    /// Completes once the condition holds, looked at whenever a packet was sent or received. Fails
    /// with [java.util.concurrent.CancellationException] when the stream is closed first, and with
    /// [java.util.concurrent.TimeoutException] after that long.
    public CompletableFuture<RtpReport> when(Predicate<RtpReport> condition, Duration atMost) {
        CompletableFuture<RtpReport> future = new CompletableFuture<>();
        lock.lock();
        try {
            if (socket.isClosed()) {
                future.cancel(false);
            } else {
                waiters.add(new Waiter(condition, future));
                wake();
            }
        } finally {
            lock.unlock();
        }
        return future.orTimeout(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// Completes once the keys heard end with these; see [#when].
    public CompletableFuture<RtpReport> hearsKeys(String keys, Duration atMost) {
        return when(report -> report.keys().endsWith(keys), atMost);
    }

    /// Completes once the tone is heard; see [#when].
    public CompletableFuture<RtpReport> hears(int hertz, Duration atMost) {
        return when(report -> report.tone().orElse(0) == hertz, atMost);
    }

    private void wake() {
        if (waiters.isEmpty()) {
            return;
        }
        RtpReport report = heard.report(sent, System.nanoTime());
        waiters.removeIf(waiter -> settled(waiter, report));
    }

    /// Whoever waits goes on in a thread of his own: this one holds the lock.
    private static boolean settled(Waiter waiter, RtpReport report) {
        if (waiter.future.isDone()) {
            return true;
        }
        boolean holds = waiter.condition.test(report);
        if (holds) {
            waiter.future.completeAsync(() -> report, Thread::startVirtualThread);
        }
        return holds;
    }

    private void receive() {
        byte[] buffer = new byte[MAX_DATAGRAM];
        DatagramPacket datagram = new DatagramPacket(buffer, buffer.length);
        while (!socket.isClosed()) {
            try {
                datagram.setLength(buffer.length);
                socket.receive(datagram);
                received(datagram, System.nanoTime());
            } catch (IOException closedOrRefused) {
                // A closed socket ends the loop; an ICMP "port unreachable" of a peer that hung up
                // does not.
                continue;
            }
        }
    }

    /// Whoever waits is woken when the packet is in the recording, too.
    private void received(DatagramPacket datagram, long nanos) throws IOException {
        Optional<RtpPacket> packet = RtpPacket.parse(datagram.getData(), datagram.getLength());
        if (packet.isEmpty()) {
            return;
        }
        InetSocketAddress from = (InetSocketAddress) datagram.getSocketAddress();
        Optional<short[]> samples = locked(() -> listen(packet.get(), from, nanos));
        try {
            WavRecorder file = recorder;
            if (file != null && samples.isPresent()) {
                file.write(samples.get());
            }
        } finally {
            locked(
                    () -> {
                        wake();
                        return samples;
                    });
        }
    }

    private Optional<short[]> listen(RtpPacket packet, InetSocketAddress from, long nanos) {
        MediaPath agreed = path;
        if (agreed != null && agreed.events() == packet.payloadType()) {
            heard.pressed(packet);
            return Optional.empty();
        }
        return heard.received(packet, from, nanos);
    }

    private <T> T locked(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }

    private void send() {
        long next = System.nanoTime();
        while (!socket.isClosed()) {
            MediaPath current = path;
            if (current != null) {
                locked(() -> talker.tick(source, current))
                        .ifPresent(packet -> transmit(packet, current));
            }
            next += FRAME_NANOS;
            long now = System.nanoTime();
            if (now - next > MOST_FRAMES_LATE * FRAME_NANOS) {
                next = now;
            }
            LockSupport.parkNanos(Math.max(next - now, 0));
        }
    }

    private void transmit(RtpPacket packet, MediaPath to) {
        byte[] octets = packet.octets();
        try {
            socket.send(new DatagramPacket(octets, octets.length, to.remote()));
        } catch (IOException unreachable) {
            // The peer is gone or not there yet. RTP goes on; signalling finds out.
            return;
        }
        lock.lock();
        try {
            sent++;
            wake();
        } finally {
            lock.unlock();
        }
    }

    /// Ends both threads, gives the port back, completes the recording. A second call does nothing.
    @Override
    public void close() {
        lock.lock();
        try {
            socket.close();
            waiters.forEach(waiter -> waiter.future.cancel(false));
            waiters.clear();
        } finally {
            lock.unlock();
        }
        awaitReceiver();
        WavRecorder file = recorder;
        if (file != null) {
            try {
                file.close();
            } catch (IOException full) {
                throw new java.io.UncheckedIOException(full);
            }
        }
    }

    /// The system frees the port when the last read has ended, and that is a moment after the
    /// close.
    private void awaitReceiver() {
        if (Thread.currentThread() == receiver) {
            return;
        }
        try {
            receiver.join(END);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
