package io.referee.server.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;

final class EventStreamTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Instant AT = Instant.parse("2026-11-21T04:00:00Z");
    private final EventStream stream = new EventStream(SequenceStore.forgetful());

    private void publish(String owner) {
        stream.publish(AT, owner, "call", "chain", "leg", new CallFact.Ringing(180));
    }

    private void publish(String owner, int count) {
        for (int i = 0; i < count; i++) {
            publish(owner);
        }
    }

    /// Remembers what it is told.
    private static class Listener implements Reader {
        final List<Long> seqs = Collections.synchronizedList(new ArrayList<>());
        final List<String> notes = Collections.synchronizedList(new ArrayList<>());

        @Override
        public void event(Event event) {
            seqs.add(event.seq());
        }

        @Override
        public void gap(long since, long oldest) {
            notes.add("gap " + since + " " + oldest);
        }

        @Override
        public void cutOff(long lastSeq) {
            notes.add("cut off " + lastSeq);
        }
    }

    private static Long[] numbers(long from, long to) {
        return LongStream.rangeClosed(from, to).boxed().toArray(Long[]::new);
    }

    @Test
    void eachOwnerHasNumbersOfItsOwn() {
        List<String> seen = new ArrayList<>();
        stream.attach(event -> seen.add(event.owner() + event.seq()));
        publish("a");
        publish("b");
        publish("a");
        publish("");
        assertThat(seen).containsExactly("a1", "b1", "a2", "1");
        assertThat(stream.latest("a")).isEqualTo(2);
        assertThat(stream.latest("nobody")).isZero();
    }

    @Test
    void aReaderGetsWhatIsKeptAndThenWhatComes() {
        publish("a", 100);
        var reader = new Listener();
        try (Subscription _ = stream.subscribe("a", 40, reader)) {
            publish("a", 100);
            publish("b", 10);
            await().atMost(LONG).until(() -> reader.seqs.size() >= 160);
            assertThat(reader.seqs).containsExactly(numbers(41, 200));
            assertThat(reader.notes).isEmpty();
        }
    }

    @Test
    void aReaderThatSleepsIsWokenByEachEvent() {
        var reader = new Listener();
        try (Subscription _ = stream.subscribe("a", 0, reader)) {
            for (int i = 1; i <= 50; i++) {
                publish("a");
                int expected = i;
                await().atMost(LONG)
                        .pollInterval(Duration.ofMillis(1))
                        .until(() -> reader.seqs.size() == expected);
            }
        }
    }

    @Test
    void atLeastTenThousandEventsAreKeptAndWhatIsOlderIsAGap() {
        int extra = 500;
        publish("a", EventStream.KEPT_AT_MOST + extra);
        var whole = new Listener();
        var late = new Listener();
        long newest = EventStream.KEPT_AT_MOST + extra;
        try (Subscription _ = stream.subscribe("a", newest - 10_000, whole);
                Subscription _ = stream.subscribe("a", extra - 1, late)) {
            await().atMost(LONG).until(() -> whole.seqs.size() == 10_000 && !late.notes.isEmpty());
            assertThat(whole.notes).isEmpty();
            assertThat(late.notes.getFirst()).isEqualTo("gap " + (extra - 1) + " " + (extra + 1));
        }
    }

    @Test
    void aNumberThatWasNeverGivenIsAGap() {
        publish("a", 3);
        var reader = new Listener();
        try (Subscription _ = stream.subscribe("a", 99, reader)) {
            await().atMost(LONG).until(() -> reader.seqs.size() == 3);
            assertThat(reader.notes).containsExactly("gap 99 1");
        }
    }

    @Test
    void aSlowReaderIsCutOffAndMayResumeWithoutLoss() throws Exception {
        var go = new CountDownLatch(1);
        var slow = new Listener();
        Reader blocked =
                new Reader() {
                    @Override
                    public void event(Event event) {
                        slow.event(event);
                        try {
                            go.await();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    }

                    @Override
                    public void gap(long since, long oldest) {
                        slow.gap(since, oldest);
                    }

                    @Override
                    public void cutOff(long lastSeq) {
                        slow.cutOff(lastSeq);
                    }
                };
        Subscription subscription = stream.subscribe("a", 0, blocked);
        publish("a");
        await().atMost(LONG).until(() -> slow.seqs.size() == 1);
        publish("a", EventStream.LAG_AT_MOST + 1);
        go.countDown();
        await().atMost(LONG).until(subscription::closed);
        assertThat(slow.notes).containsExactly("cut off 1");

        var resumed = new Listener();
        try (Subscription _ = stream.subscribe("a", 1, resumed)) {
            await().atMost(LONG).until(() -> resumed.seqs.size() == EventStream.LAG_AT_MOST + 1);
            assertThat(resumed.seqs).containsExactly(numbers(2, EventStream.LAG_AT_MOST + 2));
            assertThat(resumed.notes).isEmpty();
        }
    }

    @Test
    void aReaderThatThrowsLosesItsSubscriptionAndAnAttachedOneIsCounted() {
        Subscription subscription =
                stream.subscribe(
                        "a",
                        0,
                        new Listener() {
                            @Override
                            public void event(Event event) {
                                throw new IllegalStateException("reader");
                            }
                        });
        stream.attach(
                _ -> {
                    throw new IllegalStateException("attached");
                });
        publish("a");
        await().atMost(LONG).until(subscription::closed);
        assertThat(stream.failures()).isEqualTo(1);
    }

    @Test
    void numbersGoOnAboveEverythingEverGiven() {
        class Marks implements SequenceStore {
            long mark;

            @Override
            public long highWater() {
                return mark;
            }

            @Override
            public void reserve(long highWater) {
                mark = highWater;
            }

            @Override
            public void reserveLater(long highWater) {
                mark = highWater;
            }
        }
        var marks = new Marks();
        var first = new EventStream(marks);
        long[] last = new long[1];
        first.attach(
                event -> {
                    last[0] = event.seq();
                    assertThat(marks.mark).isGreaterThan(event.seq());
                });
        for (int i = 0; i < EventStream.BLOCK * 2; i++) {
            first.publish(AT, "a", "", "", "", new CallFact.Ringing(180));
        }
        assertThat(first.failures()).isZero();
        var afterCrash = new EventStream(marks);
        afterCrash.publish(AT, "new", "", "", "", new CallFact.Ringing(180));
        assertThat(afterCrash.latest("new")).isGreaterThan(last[0]);
        afterCrash.close();
        assertThat(new EventStream(marks).latest("new")).isEqualTo(afterCrash.latest("new"));
    }

    @Test
    void theTextsOfOldMessagesGoBeforeTheirEventsDo() {
        byte[] large = new byte[60_000];
        int count = 2_000;
        for (int i = 0; i < count; i++) {
            stream.publish(
                    AT, "a", "", "", "", new SipMessageFact(true, "udp", "l", "r", large.clone()));
        }
        List<Integer> sizes = Collections.synchronizedList(new ArrayList<>());
        try (Subscription _ =
                stream.subscribe(
                        "a",
                        0,
                        new Listener() {
                            @Override
                            public void event(Event event) {
                                sizes.add(((SipMessageFact) event.fact()).octets().length);
                            }
                        })) {
            await().atMost(LONG).until(() -> sizes.size() == count);
        }
        long kept = sizes.stream().mapToLong(Integer::longValue).sum();
        assertThat(kept)
                .isBetween(EventStream.OCTETS_AT_MOST - large.length, EventStream.OCTETS_AT_MOST);
        assertThat(sizes.getFirst()).isZero();
        assertThat(sizes.getLast()).isEqualTo(large.length);
    }
}
