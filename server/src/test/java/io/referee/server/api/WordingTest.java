package io.referee.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.event.CallFact;
import io.referee.server.event.Event;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/// What readers are told of events.
final class WordingTest {
    private final Wording wording = new Wording.Native();

    private static Event event(long seq, String owner) {
        return new Event(
                seq, Instant.EPOCH, owner, "call", "chain", "", new CallFact.Answered("leg"));
    }

    @Test
    void allReadersOfAStreamGetTheSameText() {
        Event event = event(7, "otto");
        EventText first = wording.of(event).getFirst();
        assertThat(wording.of(event).getFirst()).isSameAs(first);
        assertThat(first.octets()).isSameAs(first.octets());
        assertThat(new String(first.octets(), StandardCharsets.UTF_8)).isEqualTo(first.json());
    }

    /// Two owners' streams have the same numbers, and numbers come round.
    @Test
    void nobodyGetsTheTextOfAnother() {
        for (long seq : new long[] {7, 7 + 1024, 7 + 2048}) {
            Event ours = event(seq, "otto");
            Event theirs = event(seq, "mallory");
            wording.of(ours);
            assertThat(wording.of(theirs).getFirst().of()).isSameAs(theirs);
            assertThat(wording.of(ours).getFirst().json()).contains("\"seq\":" + seq + ",");
        }
    }
}
