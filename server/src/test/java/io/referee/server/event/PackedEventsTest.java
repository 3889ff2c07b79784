package io.referee.server.event;

import static io.referee.server.event.RandomEvents.comparable;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

final class PackedEventsTest {
    private static final byte[] INVITE =
            "INVITE sip:bob@localhost SIP/2.0\r\n\r\n".getBytes(StandardCharsets.UTF_8);

    private static List<Event> through(List<Event> events) {
        PackedEvents packed =
                PackedEvents.of(events.toArray(Event[]::new), events.size(), new TracePages());
        assertThat(packed.size()).isEqualTo(events.size());
        Event[] unpacked = new Event[events.size()];
        packed.unpack(packed.place().copy(), "c", unpacked);
        return List.of(unpacked);
    }

    @Test
    void whatIsPackedComesBackAsItWas() {
        for (int seed = 0; seed < 200; seed++) {
            List<Event> events = new RandomEvents(seed).call("c");
            assertThat(comparable(through(events)))
                    .as("seed %d", seed)
                    .isEqualTo(comparable(events));
        }
    }

    @Test
    void aCallOfAThousandPlacesDoes() {
        var random = new RandomEvents(1);
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            byte[] octets = {(byte) i};
            var fact = new SipMessageFact(i % 3 == 0, "udp", "l", "r" + i, octets);
            events.add(random.event("c", fact));
        }
        assertThat(comparable(through(events))).isEqualTo(comparable(events));
    }

    @Test
    void onlyTheFirstOfAnArrayArePacked() {
        List<Event> events = new RandomEvents(1).call("c");
        PackedEvents packed = PackedEvents.of(events.toArray(Event[]::new), 3, new TracePages());
        Event[] unpacked = new Event[4];
        packed.unpack(packed.place().copy(), "c", unpacked);
        assertThat(unpacked[3]).isNull();
        assertThat(comparable(List.of(unpacked[0], unpacked[1], unpacked[2])))
                .isEqualTo(comparable(events.subList(0, 3)));
    }

    @Test
    void aPlaceIsKeptOnce() {
        assertThat(cost(3) - cost(2)).isEqualTo(cost(2) - cost(1)).isLessThan(INVITE.length + 50);
    }

    private static int cost(int messages) {
        Event[] events = new Event[messages];
        for (int i = 0; i < messages; i++) {
            var fact = new SipMessageFact(true, "udp", "l", "r", INVITE);
            events[i] = new Event(i, Instant.EPOCH, "a", "c", "c", "leg", fact);
        }
        return PackedEvents.of(events, messages, new TracePages()).cost();
    }
}
