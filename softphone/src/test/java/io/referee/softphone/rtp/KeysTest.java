package io.referee.softphone.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.referee.sip.sdp.Direction;

import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/// Keys as RTP packets, in given time (RFC 4733 §2.3, §2.5.1.1, §3.2).
class KeysTest {
    private static final InetSocketAddress BOB =
            new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 4_000);
    private static final MediaPath PATH = new MediaPath(BOB, G711.PCMU, Direction.SENDRECV, 101);

    private final RtpTalker talker = new RtpTalker(7, 0);
    private final RtpListener listener = new RtpListener();

    private List<RtpPacket> ticks(int count) {
        List<RtpPacket> packets = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            packets.add(talker.tick(AudioSource.SILENCE, PATH).orElseThrow());
        }
        return packets;
    }

    private static boolean key(RtpPacket packet) {
        return packet.payloadType() == 101;
    }

    /// RFC 4733 §2.5.1: one time stamp, a growing duration, the end said three times.
    @Test
    void aKeyHasOneTimestampAndAnEndThatMayBeLostTwice() {
        talker.press("5");
        List<RtpPacket> keys = ticks(20).stream().filter(KeysTest::key).toList();

        assertThat(keys).hasSize(8);
        assertThat(keys.stream().map(RtpPacket::timestamp).distinct()).hasSize(1);
        assertThat(keys.stream().filter(p -> p.marker() == RtpPacket.Marker.SET)).hasSize(1);
        assertThat(keys.getFirst().marker()).isEqualTo(RtpPacket.Marker.SET);
        TelephoneEvent last = TelephoneEvent.parse(keys.getLast().payload()).orElseThrow();
        assertThat(last).isEqualTo(new TelephoneEvent(5, TelephoneEvent.Phase.RELEASED, 800));
        assertThat(TelephoneEvent.parse(keys.getFirst().payload()).orElseThrow())
                .isEqualTo(new TelephoneEvent(5, TelephoneEvent.Phase.DOWN, 160));
    }

    @Test
    void theSameKeyTwiceIsTwoKeys() {
        talker.press("11#d");
        ticks(60).stream().filter(KeysTest::key).forEach(listener::pressed);

        assertThat(listener.report(0, 0).keys()).isEqualTo("11#D");
    }

    /// RFC 4733 §2.5.2: any packet of a key tells that it was pressed.
    @Test
    void aKeyCountsOnceWhicheverOfItsPacketsArrive() {
        talker.press("42");
        List<RtpPacket> keys = ticks(30).stream().filter(KeysTest::key).toList();
        listener.pressed(keys.get(7));
        listener.pressed(keys.get(8));
        listener.pressed(keys.get(15));

        assertThat(listener.report(0, 0).keys()).isEqualTo("42");
    }

    @Test
    void soundGoesOnBetweenKeysAndOnAPathWithoutThem() {
        talker.press("12");
        assertThat(ticks(26).stream().filter(p -> !key(p))).hasSize(10);

        talker.press("3");
        MediaPath deaf = new MediaPath(BOB, G711.PCMU, Direction.SENDRECV);
        assertThat(key(talker.tick(AudioSource.SILENCE, deaf).orElseThrow())).isFalse();
    }

    @Test
    void whatIsNoKeyIsRefusedOrIgnored() {
        assertThatThrownBy(() -> talker.press("12x")).isInstanceOf(IllegalArgumentException.class);
        assertThat(TelephoneEvent.parse(new byte[3])).isEmpty();

        listener.pressed(new RtpPacket(101, 1, 1, 1, new byte[] {36, 10, 0, 0}));
        assertThat(listener.report(0, 0).keys()).isEmpty();
    }

    @Test
    void noMoreKeysWaitOrAreRememberedThanTheLimits() {
        talker.press("1".repeat(KeyPresses.MAX_WAITING + 5));
        List<RtpPacket> all = ticks((KeyPresses.MAX_WAITING + 5) * 13);
        all.stream().filter(KeysTest::key).forEach(listener::pressed);
        talker.press("2");
        ticks(13).stream().filter(KeysTest::key).forEach(listener::pressed);

        String keys = listener.report(0, 0).keys();
        assertThat(keys).hasSize(RtpListener.MAX_KEYS).endsWith("2");
    }

    @Test
    void theMarkerSurvivesTheWire() {
        talker.press("9");
        byte[] octets = ticks(1).getFirst().octets();

        RtpPacket read = RtpPacket.parse(octets, octets.length).orElseThrow();
        assertThat(read.marker()).isEqualTo(RtpPacket.Marker.SET);
        assertThat(read.payloadType()).isEqualTo(101);
    }
}
