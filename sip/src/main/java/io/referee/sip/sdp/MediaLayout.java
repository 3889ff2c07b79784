package io.referee.sip.sdp;

import java.util.ArrayList;
import java.util.List;

/// Number and order of the `m=` lines that were ever agreed on a leg. They only ever grow: a later
/// body has the same lines in the same order, unused ones with port 0 (RFC 3264 §8). *Immutable.*
public record MediaLayout(List<Slot> slots) {

    /// The layout of a leg on which nothing was agreed yet.
    public static final MediaLayout EMPTY = new MediaLayout(List.of());

    public MediaLayout {
        slots = List.copyOf(slots);
    }

    /// One `m=` line: what a section with port 0 needs to say.
    public record Slot(String type, String proto, String format) {

        private static final Slot AUDIO = new Slot("audio", "RTP/AVP", "0");
        private static final Slot A_LAW = new Slot("audio", "RTP/AVP", "8");

        static Slot of(MediaSection section) {
            Slot slot =
                    new Slot(section.type(), section.proto(), section.firstFormat().orElse("0"));
            return slot.equals(AUDIO) ? AUDIO : slot.equals(A_LAW) ? A_LAW : slot;
        }

        MediaSection rejected() {
            return MediaSection.of(type, 0, proto, List.of(format));
        }
    }

    /// The layout of a body.
    public static MediaLayout of(SessionDescription body) {
        List<MediaSection> media = body.media();
        if (media.size() == 1) {
            return new MediaLayout(List.of(Slot.of(media.getFirst())));
        }
        return new MediaLayout(media.stream().map(Slot::of).toList());
    }

    /// The layout after `body` took effect on the leg, in either direction.
    public MediaLayout grownBy(SessionDescription body) {
        MediaLayout other = of(body);
        if (other.slots.size() >= slots.size()) {
            return other;
        }
        List<Slot> all = new ArrayList<>(other.slots);
        all.addAll(slots.subList(other.slots.size(), slots.size()));
        return new MediaLayout(all);
    }

    /// The sections put into the order of this layout, padded with refused ones where it asks for
    /// more; sections that found no slot come last.
    List<MediaSection> fitted(List<MediaSection> sections) {
        List<MediaSection> pool = new ArrayList<>(sections);
        List<MediaSection> fitted = new ArrayList<>(slots.size());
        for (Slot slot : slots) {
            fitted.add(take(slot, pool));
        }
        fitted.addAll(pool);
        return fitted;
    }

    /// Whether the first sections already are in the order of this layout.
    boolean leads(List<MediaSection> sections) {
        if (sections.size() < slots.size()) {
            return false;
        }
        for (int i = 0; i < slots.size(); i++) {
            if (!sections.get(i).type().equals(slots.get(i).type())) {
                return false;
            }
        }
        return true;
    }

    private static MediaSection take(Slot slot, List<MediaSection> pool) {
        int best = -1;
        int bestScore = 0;
        for (int i = 0; i < pool.size(); i++) {
            int score = score(slot, pool.get(i));
            if (score > bestScore) {
                best = i;
                bestScore = score;
            }
        }
        return best < 0 ? slot.rejected() : pool.remove(best);
    }

    /// How well a section suits the slot, 0 for not at all: the type must be right, a live section
    /// goes before a refused one, then one of the same protocol.
    private static int score(Slot slot, MediaSection section) {
        if (!section.type().equals(slot.type())) {
            return 0;
        }
        int live = section.isRejected() ? 0 : 2;
        int protocol = section.proto().equals(slot.proto()) ? 1 : 0;
        return 1 + live + protocol;
    }
}
