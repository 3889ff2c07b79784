package io.referee.softphone.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.sip.sdp.Direction;

import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;

/// The talking and the listening half of a stream, without sockets and in given time (RFC 3550
/// §5.1, §8).
class RtpHalvesTest {
    private static final InetSocketAddress BOB = at(4_000);
    private static final InetSocketAddress CAROL = at(5_000);
    private static final long FRAME = Duration.ofMillis(20).toNanos();

    private static InetSocketAddress at(int port) {
        return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
    }

    private static MediaPath path(Direction direction) {
        return new MediaPath(BOB, G711.PCMA, direction);
    }

    @Test
    void packetsAreNumberedAndTimed() {
        RtpTalker talker = new RtpTalker(7, 65_535);

        RtpPacket first = talker.tick(new Tone(440), path(Direction.SENDRECV)).orElseThrow();
        RtpPacket second = talker.tick(new Tone(440), path(Direction.SENDONLY)).orElseThrow();

        assertThat(first.sequence()).isEqualTo(65_535);
        assertThat(second.sequence()).isZero();
        assertThat(second.timestamp() - first.timestamp()).isEqualTo(160);
        assertThat(second.payload()).hasSize(160);
        assertThat(second.payloadType()).isEqualTo(8);
    }

    @Test
    void nothingIsSentWhileThePathForbidsItAndTheClockGoesOn() {
        RtpTalker talker = new RtpTalker(7, 1);
        RtpPacket before = talker.tick(AudioSource.SILENCE, path(Direction.SENDRECV)).orElseThrow();

        assertThat(talker.tick(AudioSource.SILENCE, path(Direction.RECVONLY))).isEmpty();
        assertThat(talker.tick(AudioSource.SILENCE, path(Direction.INACTIVE))).isEmpty();

        RtpPacket after = talker.tick(AudioSource.SILENCE, path(Direction.SENDRECV)).orElseThrow();
        assertThat(after.sequence()).isEqualTo(2);
        assertThat(after.timestamp() - before.timestamp()).isEqualTo(3 * 160);
    }

    @Test
    void theListenerTellsWhoWasHeardWhenAndWhatTheyHummed() {
        RtpListener listener = new RtpListener();
        hum(listener, BOB, 500, 0);
        hum(listener, CAROL, 700, 100 * FRAME);

        RtpReport report = listener.report(3, 109 * FRAME);

        assertThat(report.received()).isEqualTo(20);
        assertThat(report.sent()).isEqualTo(3);
        assertThat(report.tone()).hasValue(700);
        assertThat(report.origins()).extracting(RtpOrigin::address).containsExactly(BOB, CAROL);
        assertThat(report.origins().get(1).gapAfter(report.origins().get(0)))
                .isEqualTo(Duration.ofNanos(91 * FRAME));
        assertThat(report.largestGap()).isEqualTo(Duration.ofNanos(91 * FRAME));
    }

    @Test
    void theGapAcrossAMarkIsSeen() {
        RtpListener listener = new RtpListener();
        hum(listener, BOB, 500, 0);
        listener.mark();
        hum(listener, CAROL, 700, 60 * FRAME);

        RtpReport report = listener.report(0, 70 * FRAME);

        assertThat(report.largestGap()).isEqualTo(Duration.ofNanos(51 * FRAME));
        assertThat(report.received()).isEqualTo(10);
    }

    @Test
    void aToneThatStoppedIsNotHeardForLong() {
        RtpListener listener = new RtpListener();
        hum(listener, BOB, 500, 0);

        assertThat(listener.tone(10 * FRAME)).hasValue(500);
        assertThat(listener.tone(30 * FRAME)).isEmpty();
    }

    @Test
    void unknownCodecsAreNotCounted() {
        RtpListener listener = new RtpListener();

        assertThat(listener.received(new RtpPacket(101, 1, 1, 1, new byte[4]), BOB, 0)).isEmpty();
        assertThat(listener.received()).isZero();
    }

    @Test
    void onlyTheLatestOriginsAreKept() {
        RtpListener listener = new RtpListener();
        for (int ssrc = 0; ssrc < 100; ssrc++) {
            listener.received(new RtpPacket(0, 1, 1, ssrc, new byte[160]), BOB, ssrc);
        }
        assertThat(listener.report(0, 0).origins()).hasSize(RtpListener.MAX_ORIGINS);
        assertThat(listener.report(0, 0).origin().orElseThrow().ssrc()).isEqualTo(99);
    }

    private static void hum(RtpListener listener, InetSocketAddress from, int hertz, long start) {
        Tone tone = new Tone(hertz);
        RtpTalker talker = new RtpTalker(from.getPort(), 1);
        for (int i = 0; i < 10; i++) {
            RtpPacket packet = talker.tick(tone, path(Direction.SENDRECV)).orElseThrow();
            listener.received(packet, from, start + i * FRAME);
        }
    }
}
