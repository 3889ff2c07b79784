package io.referee.server.cdr;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/// Keeps each answered leg covered by exactly one open segment. *Engine thread only.*
///
/// The rule: an answered leg whose peer is answered too talks with it (or is on hold); any other
/// answered leg is alone. Being alone is told only when it is over, the rest at once. After each
/// change [#settle] closes what no longer fits and opens what does, at one and the same time.
final class Segments {
    /// Why a party and a source of hold music are connected.
    private static final String MUSIC = "moh";

    private final List<Cdr> changed;

    Segments(List<Cdr> changed) {
        this.changed = changed;
    }

    void join(LegState x, LegState y, String because, Instant at) {
        if (x.peer == y) {
            return;
        }
        Instant now = later(later(at, x), y);
        release(x, now);
        release(y, now);
        x.peer = y;
        y.peer = x;
        x.because = because;
        y.because = because;
        if (!because.equals(MUSIC)) {
            x.held = false;
            y.held = false;
        }
        x.hears = "";
        y.hears = "";
        settleBoth(x, y, now);
    }

    void part(LegState x, LegState y, Instant at) {
        x.peer = null;
        y.peer = null;
        settleBoth(x, y, at);
    }

    /// Takes a leg that ends out of its bridge; answers the time at which it did.
    Instant leave(LegState leg, Instant at) {
        Instant now = notBefore(leg, at);
        LegState peer = leg.peer;
        if (peer != null) {
            peer.peer = null;
            leg.peer = null;
        }
        close(leg, now);
        if (peer != null) {
            settle(peer, now);
        }
        return now;
    }

    void settleBoth(LegState x, LegState y, Instant at) {
        Instant now = later(later(at, x), y);
        settle(x, now);
        settle(y, now);
    }

    /// Brings the leg's segment (and that of its peer) in line with what it is now.
    void settle(LegState leg, Instant at) {
        if (!leg.talking()) {
            return;
        }
        LegState peer = leg.peer != null && leg.peer.talking() ? leg.peer : null;
        SegmentRecord.Kind kind = kind(leg, peer);
        OpenSegment now = leg.segment;
        if (now != null && now.kind() == kind && fits(now, leg, peer)) {
            return;
        }
        Instant start = peer == null ? later(at, leg) : later(later(at, leg), peer);
        close(leg, start);
        if (peer != null) {
            close(peer, start);
        }
        open(leg, peer, kind, start);
    }

    private static SegmentRecord.Kind kind(LegState leg, @Nullable LegState peer) {
        if (peer != null && leg.because.equals(MUSIC)) {
            return SegmentRecord.Kind.MOH;
        }
        if (peer != null && !leg.held) {
            return SegmentRecord.Kind.TALK;
        }
        SegmentRecord.Kind silence = leg.held ? SegmentRecord.Kind.HOLD : SegmentRecord.Kind.NONE;
        SegmentRecord.Kind heard = heard(leg.hears, silence);
        return heard == silence && peer != null ? heard(peer.hears, silence) : heard;
    }

    private static SegmentRecord.Kind heard(String what, SegmentRecord.Kind otherwise) {
        return switch (what) {
            case "music" -> SegmentRecord.Kind.MOH;
            case "ringback" -> SegmentRecord.Kind.RINGBACK;
            case "app" -> SegmentRecord.Kind.APP;
            default -> otherwise;
        };
    }

    private static boolean fits(OpenSegment segment, LegState leg, @Nullable LegState peer) {
        LegState other = segment.x() == leg ? segment.y() : segment.x();
        return other == peer && (peer == null || Objects.equals(segment.because(), leg.because));
    }

    /// Frees a leg from the bridge it is in, because a new one takes it.
    private void release(LegState leg, Instant at) {
        LegState former = leg.peer;
        if (former != null) {
            leg.peer = null;
            former.peer = null;
            settle(former, at);
        }
    }

    private void open(LegState leg, @Nullable LegState peer, SegmentRecord.Kind kind, Instant at) {
        leg.segments++;
        String id = leg.id + "-" + leg.segments;
        var segment = new OpenSegment(id, leg, peer, kind, peer == null ? "" : leg.because, at);
        leg.segment = segment;
        leg.last = at;
        if (peer != null) {
            peer.segment = segment;
            peer.last = at;
        }
        if (peer != null) {
            changed.add(segment.record(null));
        }
    }

    /// The time of something that happens to this leg: no earlier than what is known of it and its
    /// peer.
    Instant notBefore(LegState leg, Instant at) {
        Instant now = later(at, leg);
        return leg.peer == null ? now : later(now, leg.peer);
    }

    /// Closes the leg's segment. The other leg of it is left without one for the moment; whoever
    /// calls settles it, or it opens a segment of its own here when it goes on alone.
    private void close(LegState leg, Instant at) {
        OpenSegment segment = leg.segment;
        if (segment == null) {
            return;
        }
        Instant end = later(at, leg);
        leg.segment = null;
        leg.last = end;
        LegState other = segment.x() == leg ? segment.y() : segment.x();
        report(segment, end);
        if (other != null && other.segment == segment) {
            other.segment = null;
            other.last = end;
            if (other.peer != leg) {
                settle(other, end);
            }
        }
    }

    /// Most legs are alone for no time at all between answer and bridge, or between two bridges:
    /// such a segment is never told of.
    private void report(OpenSegment segment, Instant end) {
        boolean empty = !end.isAfter(segment.startAt());
        if (empty && (segment.y() == null || changed.remove(segment.record(null)))) {
            return;
        }
        changed.add(segment.record(end));
    }

    private static Instant later(Instant at, LegState leg) {
        return leg.last.isAfter(at) ? leg.last : at;
    }
}
