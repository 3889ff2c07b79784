package io.referee.server.app.demo;

import io.referee.softphone.rtp.RtpOrigin;
import io.referee.softphone.rtp.RtpReport;

import java.time.Duration;
import java.util.List;

/// Checks by the ear: who hears whose tone, and for how long there was silence.
final class Audio {
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private Audio() {}

    /// Both hear each other, by RTP packets that are counted at both ends.
    static void bothWays(Side one, Side other) throws Trouble {
        hears(one, other.phone());
        hears(other, one.phone());
    }

    private static void hears(Side listener, Phone speaker) throws Trouble {
        Waiting.on(
                listener.call().audio().hears(speaker.tone(), LIMIT),
                LIMIT.plusSeconds(1),
                listener.phone().name() + " does not hear " + speaker.name());
    }

    /// Packets heard since the start of the call, for the verdict.
    static long heard(Side side) {
        return side.call().audio().report().received();
    }

    /// The silence between the last two speakers that this side heard, in milliseconds.
    static long gapMillis(Side side) {
        RtpReport report = side.call().audio().report();
        List<RtpOrigin> origins = report.origins();
        if (origins.size() < 2) {
            return report.largestGap().toMillis();
        }
        Duration gap = origins.getLast().gapAfter(origins.get(origins.size() - 2));
        return Math.max(0, gap.toMillis());
    }
}
