package io.referee.softphone.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.referee.sip.sdp.Direction;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// Streams on real sockets of 127.0.0.1.
class RtpStreamTest {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
    private static final Duration LONG = Duration.ofSeconds(20);

    private static RtpStream stream(int hertz) throws IOException {
        return RtpStream.open(LOOPBACK, PortRange.ANY, new Tone(hertz));
    }

    private static MediaPath to(RtpStream other, Direction direction) {
        InetSocketAddress at = new InetSocketAddress(LOOPBACK, other.port());
        return new MediaPath(at, G711.PCMA, direction);
    }

    private static <T> T of(CompletableFuture<T> future) throws Exception {
        return future.get(LONG.toSeconds(), TimeUnit.SECONDS);
    }

    @Test
    void aListenerThatIsSwitchedOverHearsBothOneAfterTheOther() throws Exception {
        try (RtpStream bob = stream(500);
                RtpStream carol = stream(700);
                RtpStream alice = stream(440)) {
            bob.path(to(alice, Direction.SENDRECV));
            of(alice.hears(500, LONG));

            bob.path(to(alice, Direction.INACTIVE));
            carol.path(to(alice, Direction.SENDRECV));
            RtpReport report = of(alice.hears(700, LONG));

            assertThat(report.origins()).hasSize(2);
            assertThat(report.origin().orElseThrow().address().getPort()).isEqualTo(carol.port());
            assertThat(report.largestGap()).isPositive();
            assertThat(alice.report().sent()).isZero();
        }
    }

    @Test
    void aRangeGivesEvenPorts() throws Exception {
        PortRange range = new PortRange(20_001, 29_999);
        try (RtpStream stream = RtpStream.open(LOOPBACK, range, AudioSource.SILENCE)) {
            assertThat(stream.port()).isBetween(20_002, 29_998).isEven();
        }
    }

    @Test
    void aRangeThatIsUsedUpIsAnErrorThatNamesIt() throws Exception {
        PortRange wide = new PortRange(20_000, 29_999);
        try (RtpStream first = RtpStream.open(LOOPBACK, wide, AudioSource.SILENCE)) {
            PortRange narrow = new PortRange(first.port(), first.port() + 1);

            assertThatThrownBy(() -> RtpStream.open(LOOPBACK, narrow, AudioSource.SILENCE))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(Integer.toString(first.port()));
        }
    }

    @Test
    void aClosedStreamHasGivenItsPortBack() throws Exception {
        PortRange wide = new PortRange(20_000, 29_999);
        RtpStream first = RtpStream.open(LOOPBACK, wide, AudioSource.SILENCE);
        first.close();
        PortRange narrow = new PortRange(first.port(), first.port() + 1);

        try (RtpStream second = RtpStream.open(LOOPBACK, narrow, AudioSource.SILENCE)) {
            assertThat(second.port()).isEqualTo(first.port());
        }
    }

    @Test
    void whoeverWaitsForAStreamThatClosesIsTold() throws Exception {
        RtpStream stream = stream(440);
        CompletableFuture<RtpReport> waiting = stream.hears(900, LONG);

        stream.close();
        stream.close();

        assertThatThrownBy(() -> of(waiting)).isInstanceOf(CancellationException.class);
        assertThatThrownBy(() -> of(stream.hears(900, LONG)))
                .isInstanceOf(CancellationException.class);
    }

    @Test
    void aRangeThatIsNoneIsRefused() {
        assertThatThrownBy(() -> new PortRange(10, 9)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new PortRange(1, 65_536))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
