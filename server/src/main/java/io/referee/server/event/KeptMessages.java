package io.referee.server.event;

import org.jspecify.annotations.Nullable;

/// Remembers which kept events carry the text of a message, oldest first, and empties the oldest
/// when there are too many. *Engine thread only.* Two plain arrays, so that a message costs no
/// allocation here.
final class KeptMessages {
    private static final byte[] NOTHING = {};

    private final @Nullable OwnerStream[] streams;
    private final long[] seqs;
    private final int[] sizes;
    private final long octetsAtMost;
    private long octets;
    private int head;
    private int count;

    KeptMessages(int messagesAtMost, long octetsAtMost) {
        this.streams = new OwnerStream[messagesAtMost];
        this.seqs = new long[messagesAtMost];
        this.sizes = new int[messagesAtMost];
        this.octetsAtMost = octetsAtMost;
    }

    long octets() {
        return octets;
    }

    void add(OwnerStream stream, long seq, int size) {
        while (count == seqs.length || (count > 0 && octets + size > octetsAtMost)) {
            emptyOldest();
        }
        int at = (head + count) % seqs.length;
        streams[at] = stream;
        seqs[at] = seq;
        sizes[at] = size;
        octets += size;
        count++;
    }

    private void emptyOldest() {
        OwnerStream stream = streams[head];
        Event event = stream == null ? null : stream.at(seqs[head]);
        if (stream != null && event != null && event.fact() instanceof SipMessageFact full) {
            var bare =
                    new SipMessageFact(
                            full.received(),
                            full.transport(),
                            full.local(),
                            full.remote(),
                            NOTHING);
            stream.replace(
                    new Event(
                            event.seq(),
                            event.at(),
                            event.owner(),
                            event.call(),
                            event.chain(),
                            event.leg(),
                            bare));
        }
        octets -= sizes[head];
        streams[head] = null;
        head = (head + 1) % seqs.length;
        count--;
    }
}
