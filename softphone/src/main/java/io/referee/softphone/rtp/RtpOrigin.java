package io.referee.softphone.rtp;

import java.net.InetSocketAddress;
import java.time.Duration;

/// One sender that was heard: an address together with an SSRC. *Immutable.*
///
/// @param firstNanos when its first packet came, on the clock of [System#nanoTime]
/// @param lastNanos when its latest packet came
/// @param packets how many came
public record RtpOrigin(
        InetSocketAddress address, int ssrc, long firstNanos, long lastNanos, long packets) {

    RtpOrigin again(long nanos) {
        return new RtpOrigin(address, ssrc, firstNanos, nanos, packets + 1);
    }

    /// The silence between the last packet of `earlier` and the first of this one; negative when
    /// they overlapped.
    public Duration gapAfter(RtpOrigin earlier) {
        return Duration.ofNanos(firstNanos - earlier.lastNanos);
    }
}
