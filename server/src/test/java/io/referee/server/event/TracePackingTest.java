package io.referee.server.event;

import static io.referee.server.event.RandomEvents.comparable;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/// What the book of traces does with calls that are over.
final class TracePackingTest {
    private static final Instant AT = Instant.parse("2026-11-21T04:00:00.123456789Z");
    private static final long DUE = TraceBook.PACKED_AFTER_MILLIS;
    private static final byte[] INVITE =
            "INVITE sip:bob@localhost SIP/2.0\r\n\r\n".getBytes(StandardCharsets.UTF_8);
    private static final int EVENTS = 40;
    private final TraceBook book = new TraceBook(100_000);
    private final List<Event> told = new ArrayList<>();
    private Instant now = AT;
    private long seq;

    private void fact(String call, Fact fact) {
        var event = new Event(++seq, now, "a", call, "chain", "leg", fact);
        told.add(event);
        book.accept(event);
    }

    private void message(String call) {
        fact(call, new SipMessageFact(seq % 2 == 0, "udp", "l", "r", INVITE.clone()));
    }

    /// Begins with a message, so that there is something to see of whether it is packed.
    private void whole(String call) {
        message(call);
        fact(call, new CallFact.Created("a", "b"));
        message(call);
        fact(call, new CallFact.Ended(200, "BYE"));
    }

    private void later(long millis) {
        now = now.plusMillis(millis);
    }

    /// Something happens that belongs to no call.
    private void tick() {
        var fact = new RegistrationFact.Removed("a", "b", "expired");
        book.accept(new Event(1, now, "b", "", "", "", fact));
    }

    private static byte[] octets(Event event) {
        return event.fact() instanceof SipMessageFact message ? message.octets() : INVITE;
    }

    /// The octets of what was packed are copies.
    private boolean packed(String call) {
        byte[] first =
                octets(told.stream().filter(e -> e.call().equals(call)).findFirst().orElseThrow());
        return octets(book.of(call).getFirst()) != first;
    }

    private void assertWhole(String call) {
        assertThat(comparable(book.of(call)))
                .isEqualTo(comparable(told.stream().filter(e -> e.call().equals(call)).toList()));
    }

    @Test
    void aCallIsPackedSomeTimeAfterItsEnd() {
        whole("c");
        message("live");
        long before = book.octets();
        later(DUE - 1);
        tick();
        assertThat(packed("c")).as("it may not be complete").isFalse();
        later(1);
        tick();
        assertThat(packed("c")).isTrue();
        assertThat(packed("live")).isFalse();
        assertWhole("c");
        assertThat(book.octets()).as("it is lighter").isLessThan(before - 100);
    }

    @Test
    void whatComesAfterThatStandsBehindIt() {
        whole("c");
        later(DUE);
        for (int i = 0; i < 20; i++) {
            message("c");
            assertWhole("c");
        }
        fact("c", new CallFact.Ended(200, "again"));
        later(DUE);
        message("c");
        assertThat(packed("c")).isTrue();
        assertWhole("c");
    }

    @Test
    void callsOfAChainAreToldTogetherHoweverTheyAreKept() {
        whole("c1");
        later(DUE);
        whole("c2");
        fact("c1", new CallFact.Related("T", "other"));
        fact("c3", new CallFact.Created("a", "b"));
        assertThat(packed("c1")).isTrue();
        assertThat(packed("c2")).isFalse();
        assertThat(comparable(book.together("c2"))).isEqualTo(comparable(told));
    }

    @Test
    void oneIsPackedForEachEventHoweverManyAreDue() {
        for (int i = 0; i < 50; i++) {
            whole("c" + i);
        }
        later(DUE);
        for (int i = 0; i < 50; i++) {
            assertThat(packed("c" + i)).isFalse();
            tick();
            assertThat(packed("c" + i)).isTrue();
            assertWhole("c" + i);
        }
    }

    /// Of calls that were forgotten while they waited, too.
    @Test
    void whatIsForgottenIsNotCountedAnyMore() {
        int most = 0;
        for (int i = 0; i < 3_000; i++) {
            whole("c" + i);
            later(i % 1_000 < 500 ? 0 : DUE);
            assertThat(book.octets()).isLessThanOrEqualTo(100_000);
        }
        for (int i = 0; i < 3_000; i++) {
            most += book.of("c" + i).isEmpty() ? 0 : 1;
        }
        assertThat(most).as("more than the 85 that there is room for unpacked").isGreaterThan(100);
        int live = 0;
        while (!book.of("c2999").isEmpty() || live < 10) {
            message("live" + live++);
        }
        var fresh = new TraceBook(100_000);
        for (Event event : told.subList(told.size() - live, told.size())) {
            fresh.accept(event);
        }
        assertThat(book.octets()).isEqualTo(fresh.octets());
    }

    @Test
    void whoReadsMeanwhileSeesABeginningInOrder() {
        var first = new Trace(ringing(0));
        var pages = new TracePages();
        write(first, pages);
        var written = new AtomicReference<>(first);
        var done = new AtomicBoolean();
        var reader =
                started(
                        () -> {
                            while (!done.get()) {
                                readOne(written.get());
                            }
                        });
        for (int round = 0; round < 100_000 && !reader.isDone(); round++) {
            Trace trace = new Trace(ringing(0));
            written.set(trace);
            write(trace, pages);
        }
        done.set(true);
        assertThat(reader).succeedsWithin(Duration.ofSeconds(20));
        assertThat(written.get().events()).hasSize(EVENTS);
    }

    /// Its page is written anew at once.
    @Test
    void whoReadsACallThatIsForgottenMeanwhileSeesItWholeOrNot() {
        var small = new TraceBook(3 * TracePages.PAGE_OCTETS);
        var done = new AtomicBoolean();
        var last = new AtomicReference<>("");
        var reader =
                started(
                        () -> {
                            while (!done.get()) {
                                assertSame(small.of(last.get()));
                            }
                        });
        byte[] octets = new byte[60_000];
        for (int round = 0; round < 3_000 && !reader.isDone(); round++) {
            String call = "c" + round;
            Arrays.fill(octets, (byte) round);
            small.accept(new Event(1, now, "a", call, "c", "", new CallFact.Created("a", "b")));
            for (int i = 0; i < 2; i++) {
                var fact = new SipMessageFact(true, "udp", "l", "r", octets.clone());
                small.accept(new Event(i, now, "a", call, "c", "leg", fact));
            }
            small.accept(new Event(3, now, "a", call, "c", "", new CallFact.Ended(200, "BYE")));
            now = now.plusMillis(DUE);
            if (round >= 20) {
                last.set("c" + (round - 20));
            }
        }
        done.set(true);
        assertThat(reader).succeedsWithin(Duration.ofSeconds(20));
        assertThat(small.octets()).isLessThanOrEqualTo(3 * TracePages.PAGE_OCTETS);
    }

    /// What there is, is of one call.
    private static void assertSame(List<Event> events) {
        int octet = -1;
        for (Event event : events) {
            if (event.fact() instanceof SipMessageFact message) {
                for (byte one : message.octets()) {
                    if (octet != -1 && one != (byte) octet) {
                        throw new AssertionError("of two calls");
                    }
                    octet = one & 0xff;
                }
            }
        }
    }

    /// On a thread of its own: whoever needs the common pool meanwhile has it.
    private static CompletableFuture<Void> started(Runnable reading) {
        return CompletableFuture.runAsync(
                reading, task -> Thread.ofPlatform().daemon().start(task));
    }

    private static void write(Trace trace, TracePages pages) {
        for (int i = 0; i < EVENTS; i++) {
            trace.add(ringing(i));
            if (i == EVENTS / 2) {
                trace.pack(pages);
            }
        }
    }

    private static Event ringing(int number) {
        return new Event(number, AT, "a", "c", "chain", "leg", new CallFact.Ringing(180));
    }

    /// Until it is whole.
    private static void readOne(Trace trace) {
        int last = 0;
        while (last < EVENTS) {
            List<Event> seen = trace.events();
            for (int i = 0; i < seen.size(); i++) {
                if (seen.get(i).seq() != i) {
                    throw new AssertionError(seen.get(i) + " is in place " + i);
                }
            }
            assertThat(seen.size()).isGreaterThanOrEqualTo(last);
            last = seen.size();
        }
    }
}
