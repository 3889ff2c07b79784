package io.referee.server.ladders;

import static org.assertj.core.api.Assertions.assertThat;

import io.referee.server.call.KeptCall;
import io.referee.server.cdr.Cdr;
import io.referee.server.cdr.Facts;
import io.referee.server.cdr.LegRecord;
import io.referee.server.cdr.RecordKeeper;
import io.referee.server.cdr.Restart;
import io.referee.server.cdr.SegmentRecord;
import io.referee.server.cdr.TransferRecord;
import io.referee.server.event.AuditKeeper;
import io.referee.server.event.Event;
import io.referee.server.event.EventSink;
import io.referee.server.event.Fact;
import io.referee.server.event.LegFact;
import io.referee.server.event.TraceBook;
import io.referee.server.event.TransferFact;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Keeps the events of a run, and the records that they make. One thread only.
final class Diary implements EventSink {
    private final List<String> lines = new ArrayList<>();
    private final Set<String> alive = new LinkedHashSet<>();
    private final Facts.Book book = new Facts.Book();
    private RecordKeeper keeper = new RecordKeeper(book);
    private final AuditKeeper audit = new AuditKeeper(book);
    private final Consumer<Facts.Book> reader;
    private final Consumer<List<Event>> listener;
    private final List<Event> events = new ArrayList<>();
    private long seq;

    /// @param reader is shown the records when all is over
    /// @param listener is shown the events when all is over
    Diary(Consumer<Facts.Book> reader, Consumer<List<Event>> listener) {
        this.listener = listener;
        this.reader = reader;
    }

    @Override
    public void publish(
            Instant at, String owner, String call, String chain, String leg, Fact fact) {
        lines.add(leg + " " + fact);
        Event event = new Event(++seq, at, owner, call, chain, leg, fact);
        events.add(event);
        keeper.accept(event);
        audit.accept(event);
        book.traces.accept(event);
        switch (fact) {
            case LegFact.Created _ -> alive.add(leg);
            case LegFact.Ended _ ->
                    assertThat(alive.remove(leg)).as("leg %s ends once: %s", leg, lines).isTrue();
            default -> {}
        }
    }

    /// The server died, and comes back with these calls: the records of all others are closed.
    /// Whoever is returned goes on with those.
    Restarted restart(List<KeptCall> calls) {
        Set<String> legs = new LinkedHashSet<>();
        calls.forEach(call -> call.legs().forEach(leg -> legs.add(leg.id())));
        alive.retainAll(legs);
        List<Cdr> open = book.open();
        Instant last = events.isEmpty() ? Instant.EPOCH : events.getLast().at();
        List<Cdr> closed = Restart.close(open, last, legs);
        book.save(closed);
        RecordKeeper next = new RecordKeeper(book);
        next.resume(Restart.left(open, closed, legs));
        keeper = next;
        TraceBook traces = new TraceBook();
        book.traces = traces;
        EventSink records =
                (at, owner, call, chain, leg, fact) -> {
                    Event told = new Event(0, at, owner, call, chain, leg, fact);
                    next.accept(told);
                    traces.accept(told);
                };
        Set<String> over = Restart.over(open);
        return new Restarted(calls.stream().map(call -> call.without(over)).toList(), records);
    }

    /// Transfers that count for the limits of whoever asked, in order.
    Stream<TransferRecord> counted() {
        return book.records.values().stream()
                .filter(TransferRecord.class::isInstance)
                .map(TransferRecord.class::cast)
                .filter(TransferRecord::counts);
    }

    /// What is left of the calls, and who keeps their records.
    record Restarted(List<KeptCall> calls, EventSink records) {}

    /// The transfer that the owner was asked about last; empty text for none.
    String asked() {
        return events.stream()
                .map(Event::fact)
                .filter(TransferFact.Requested.class::isInstance)
                .map(TransferFact.Requested.class::cast)
                .filter(fact -> fact.until().isPresent())
                .reduce((first, last) -> last)
                .map(TransferFact.Requested::transfer)
                .orElse("");
    }

    /// @throws AssertionError when a leg never ended, or the records do not say all that happened,
    ///   once
    void finish() {
        assertThat(alive).as("legs without an end in %s", lines).isEmpty();
        for (Cdr record : book.records.values()) {
            assertThat(record.complete()).as("%s is complete after %s", record, lines).isTrue();
            if (record instanceof LegRecord leg) {
                checkCover(leg);
            }
        }
        reader.accept(book);
        listener.accept(List.copyOf(events));
    }

    /// The segments of an answered leg lie end to end from its answer to its end.
    private void checkCover(LegRecord leg) {
        Instant covered = leg.answerAt();
        for (SegmentRecord segment : segments(leg)) {
            assertThat(segment.startAt()).as("start of %s of %s", segment, leg).isEqualTo(covered);
            covered = segment.endAt();
        }
        if (leg.answerAt() != null) {
            assertThat(covered).as("end of the segments of %s", leg).isEqualTo(leg.endAt());
        }
    }

    private List<SegmentRecord> segments(LegRecord leg) {
        return book.segments().stream()
                .filter(segment -> segment.of(leg.legId()))
                .sorted(
                        Comparator.comparing(SegmentRecord::startAt)
                                .thenComparing(SegmentRecord::endAt))
                .toList();
    }
}
