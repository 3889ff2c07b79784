package io.referee.server.event;

import org.jspecify.annotations.Nullable;

import java.lang.invoke.VarHandle;
import java.util.ArrayDeque;
import java.util.Arrays;

/// Where packed calls are written one behind the other: arrays that stay and are written anew when
/// nothing in them is needed any more, so that the collector has nothing to move when calls come
/// and go. *Engine thread only*, but for [Place#copy].
///
/// Who reads a call that is forgotten meanwhile may read rubbish, and has to ask afterwards
/// ([Trace#events]).
final class TracePages {
    /// A mebioctet with the head of an array: one region of a collector that has such regions.
    static final int PAGE_OCTETS = (1 << 20) - 16;

    /// Pages that wait to be written anew; what is more is let go of.
    private static final int SPARE_AT_MOST = 2;

    private final ArrayDeque<Page> spare = new ArrayDeque<>();
    private Page current = new Page(0);
    private int used;

    /// An array and how many calls in it are needed.
    private static final class Page {
        private final byte[] octets;
        private int calls;

        Page(int size) {
            octets = new byte[size];
        }
    }

    /// A range of a page.
    static final class Place {
        private final Page page;
        private final int offset;
        private final int length;

        private Place(Page page, int offset, int length) {
            this.page = page;
            this.offset = offset;
            this.length = length;
        }

        int length() {
            return length;
        }

        /// What stands there now. *Any thread.*
        byte[] copy() {
            return Arrays.copyOfRange(page.octets, offset, offset + length);
        }
    }

    /// Writes the first `length` octets of an array down; what no page has room for gets an array
    /// of its own.
    Place write(byte[] octets, int length) {
        if (length > PAGE_OCTETS) {
            return new Place(filled(new Page(length), 0, octets, length), 0, length);
        }
        if (used + length > current.octets.length) {
            turn();
        }
        Place place = new Place(filled(current, used, octets, length), used, length);
        used += length;
        return place;
    }

    private static Page filled(Page page, int offset, byte[] octets, int length) {
        System.arraycopy(octets, 0, page.octets, offset, length);
        page.calls++;
        return page;
    }

    private void turn() {
        Page full = current;
        @Nullable Page next = spare.poll();
        current = next == null ? new Page(PAGE_OCTETS) : next;
        used = 0;
        if (full.calls == 0) {
            keep(full);
        }
    }

    /// Nobody needs what stands there any more. Those who still read it find out when they look at
    /// what was said to them before this.
    void free(Place place) {
        VarHandle.fullFence();
        Page page = place.page;
        page.calls--;
        if (page.calls == 0 && page != current) {
            keep(page);
        }
    }

    private void keep(Page page) {
        if (page.octets.length == PAGE_OCTETS && spare.size() < SPARE_AT_MOST) {
            spare.add(page);
        }
    }
}
