package io.referee.server.script;

import io.referee.server.script.wire.Frames;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// What a script asked and was told, so that it can be run again when its process was lost, without
/// anything happening twice. *Under the lock of its run.*
final class Journal {

    private static final int MOST_OCTETS = 128 * 1024;

    private final List<Entry> entries = new ArrayList<>();
    private int octets;
    private int next;
    private boolean full;

    private static final class Entry {
        final byte[] question;
        @Nullable Map<String, ?> answer;

        Entry(byte[] question) {
            this.question = question;
        }
    }

    /// What a question means when a script asks it.
    enum Asked {
        /// It has not been asked before: the host is to answer it.
        NEW,
        /// It has been asked and answered before; [#told()] has the answer.
        ANSWERED,
        /// It has been asked before; the host has not answered yet.
        OPEN,
        /// The script goes another way than before.
        OTHER
    }

    Asked ask(String name, @Nullable Object arguments) {
        byte[] question = Frames.octets(Arrays.asList(name, arguments));
        if (next < entries.size()) {
            Entry known = entries.get(next);
            if (!Arrays.equals(known.question, question)) {
                return Asked.OTHER;
            }
            next++;
            return known.answer == null ? Asked.OPEN : Asked.ANSWERED;
        }
        note(question);
        return Asked.NEW;
    }

    private void note(byte[] question) {
        octets += question.length;
        full = full || octets > MOST_OCTETS;
        if (!full) {
            entries.add(new Entry(question));
            next++;
        }
    }

    void answered(Map<String, ?> answer) {
        if (!full && !entries.isEmpty()) {
            entries.getLast().answer = answer;
            octets += Frames.octets(answer).length;
        }
    }

    /// The answer to the question that was just asked again.
    Map<String, ?> told() {
        Map<String, ?> answer = entries.get(next - 1).answer;
        if (answer == null) {
            throw new IllegalStateException("not answered yet");
        }
        return answer;
    }

    /// Begins from the start; false when too much was said to have been kept.
    boolean rewind() {
        next = 0;
        return !full;
    }
}
