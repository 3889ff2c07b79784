package io.referee.softphone.rtp;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Keeps what a phone has heard. It reads no clock: the time of each packet is given. *One thread
/// at a time.*
public final class RtpListener {
    /// How many origins are remembered.
    public static final int MAX_ORIGINS = 16;

    /// How many of the latest pressed keys are remembered.
    public static final int MAX_KEYS = 256;

    private static final Duration STALE = Duration.ofMillis(300);

    private final List<RtpOrigin> origins = new ArrayList<>();
    private final short[] window = new short[ToneDetector.WINDOW];
    private int filled;
    private long received;
    private long lastNanos;
    private long largestGapNanos;
    private boolean heardBefore;
    private final StringBuilder keys = new StringBuilder();
    private boolean keyBefore;
    private int keyTimestamp;
    private int keySsrc;

    /// A packet came; answers its samples, or none when it is of a codec that we do not know.
    public Optional<short[]> received(RtpPacket packet, InetSocketAddress from, long nanos) {
        Optional<G711> codec = codec(packet.payloadType());
        if (codec.isEmpty()) {
            return Optional.empty();
        }
        if (heardBefore) {
            largestGapNanos = Math.max(largestGapNanos, nanos - lastNanos);
        }
        heardBefore = true;
        lastNanos = nanos;
        received++;
        note(packet, from, nanos);
        short[] samples = codec.get().decode(packet.payload());
        append(samples);
        return Optional.of(samples);
    }

    /// A packet of the payload type of keys came. The packets of one key share a time stamp, so a
    /// key counts once however many of them arrive (RFC 4733 §2.5.2).
    public void pressed(RtpPacket packet) {
        boolean again = keyBefore && keySsrc == packet.ssrc() && keyTimestamp == packet.timestamp();
        Optional<Character> key =
                TelephoneEvent.parse(packet.payload()).flatMap(TelephoneEvent::key);
        if (again || key.isEmpty()) {
            return;
        }
        keyBefore = true;
        keySsrc = packet.ssrc();
        keyTimestamp = packet.timestamp();
        keys.append(key.get());
        if (keys.length() > MAX_KEYS) {
            keys.deleteCharAt(0);
        }
    }

    private static Optional<G711> codec(int payloadType) {
        for (G711 codec : G711.values()) {
            if (codec.payloadType() == payloadType) {
                return Optional.of(codec);
            }
        }
        return Optional.empty();
    }

    private void note(RtpPacket packet, InetSocketAddress from, long nanos) {
        int latest = origins.size() - 1;
        if (latest >= 0
                && origins.get(latest).ssrc() == packet.ssrc()
                && origins.get(latest).address().equals(from)) {
            origins.set(latest, origins.get(latest).again(nanos));
            return;
        }
        filled = 0;
        origins.add(new RtpOrigin(from, packet.ssrc(), nanos, nanos, 1));
        if (origins.size() > MAX_ORIGINS) {
            origins.removeFirst();
        }
    }

    private void append(short[] samples) {
        int kept = Math.min(samples.length, window.length);
        System.arraycopy(window, kept, window, 0, window.length - kept);
        System.arraycopy(samples, samples.length - kept, window, window.length - kept, kept);
        filled = Math.min(filled + kept, window.length);
    }

    /// The frequency heard in the last 100 ms of audio of one origin.
    public OptionalInt tone(long nanos) {
        boolean stale = !heardBefore || nanos - lastNanos > STALE.toNanos();
        return stale || filled < window.length
                ? OptionalInt.empty()
                : ToneDetector.frequency(window);
    }

    /// Counts from here. The time of the latest packet stays, so that a gap across the mark is
    /// seen.
    public void mark() {
        received = 0;
        largestGapNanos = 0;
        origins.clear();
        filled = 0;
        keys.setLength(0);
    }

    /// Packets since the mark.
    public long received() {
        return received;
    }

    /// The state with the number of packets that were sent.
    public RtpReport report(long sent, long nanos) {
        return new RtpReport(
                sent,
                received,
                Duration.ofNanos(largestGapNanos),
                List.copyOf(origins),
                tone(nanos),
                keys.toString());
    }
}
