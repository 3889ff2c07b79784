package io.referee.server.event.picture;

import io.referee.server.event.Event;
import io.referee.server.event.LegFact;
import io.referee.server.event.SipMessageFact;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The ladder of a call: a column for each party and one for the server, a row for each message and
/// decision. *Immutable.* At most [#LEGS_AT_MOST] legs have a column of their own; the rest share
/// the last.
///
/// @param sentence what happened, in one sentence; empty when there is nothing to sum up
/// @param columns from left to right: who called, the server, the others in the order of their
///   appearance
/// @param rows in the order of time
public record LadderPicture(String sentence, List<String> columns, List<Row> rows) {
    /// Legs with a column of their own.
    public static final int LEGS_AT_MOST = 7;

    /// The name of the server's column.
    public static final String SERVER = "Referee";

    private static final String SHARED = "others";

    /// Something at a moment, `after` the first.
    public sealed interface Row {
        Instant at();

        Duration after();
    }

    /// A message from one column to another, and what it was on the wire.
    public record Arrow(
            Instant at, Duration after, int from, int to, String label, SipMessageFact message)
            implements Row {

        /// The whole of the message, as it may be shown.
        public String text() {
            return new String(message.shown(), StandardCharsets.UTF_8);
        }
    }

    /// A decision. `type` is that of the event.
    public record Note(Instant at, Duration after, String type, String text) implements Row {}

    /// Draws the picture of a call from its events, in the order of time. The INVITE and its
    /// challenge come into the stream only when they have become a call, but stand first here.
    public static LadderPicture of(List<Event> events) {
        LadderPicture told = asTold(events);
        List<Row> sorted = new ArrayList<>(told.rows());
        sorted.sort(Comparator.comparing(Row::at));
        return new LadderPicture(CallSentence.of(events), told.columns(), List.copyOf(sorted));
    }

    /// The same with the rows in the order of the stream, and no sentence: what is new is always at
    /// the end.
    public static LadderPicture asTold(List<Event> events) {
        return new Drawing(events).picture();
    }

    /// Names to strings, numbers, lists and maps, for JSON.
    public Map<String, Object> data() {
        var picture = new LinkedHashMap<String, Object>();
        picture.put("sentence", sentence);
        picture.put("columns", columns);
        picture.put("rows", rows.stream().map(this::data).toList());
        return picture;
    }

    private Map<String, Object> data(Row row) {
        var map = new LinkedHashMap<String, Object>();
        map.put("at", row.at().toString());
        map.put("afterMillis", row.after().toMillis());
        switch (row) {
            case Arrow arrow -> {
                map.put("kind", "message");
                map.put("from", columns.get(arrow.from()));
                map.put("to", columns.get(arrow.to()));
                map.put("fromColumn", arrow.from());
                map.put("toColumn", arrow.to());
                map.put("label", arrow.label());
                map.put("text", arrow.text());
            }
            case Note note -> {
                map.put("kind", "decision");
                map.put("type", note.type());
                map.put("text", note.text());
            }
        }
        return map;
    }

    private static final class Drawing {
        private final List<Event> events;
        private final Map<String, String> names = new LinkedHashMap<>();
        private final Map<String, String> legOfRemote = new HashMap<>();
        private final List<String> columns = new ArrayList<>();
        private final Map<String, Integer> columnOfLeg = new HashMap<>();
        private @Nullable Instant start;

        Drawing(List<Event> events) {
            this.events = events;
        }

        LadderPicture picture() {
            for (Event event : events) {
                meet(event);
                start = start == null || event.at().isBefore(start) ? event.at() : start;
            }
            placeColumns();
            List<Row> rows = new ArrayList<>();
            for (Event event : events) {
                Row row = row(event);
                if (row != null) {
                    rows.add(row);
                }
            }
            return new LadderPicture("", List.copyOf(columns), List.copyOf(rows));
        }

        /// Learns who a leg is: from its own fact, else from its first message.
        private void meet(Event event) {
            if (event.fact() instanceof LegFact.Created f) {
                names.put(
                        event.leg(),
                        MessageLine.user(f.direction().equals("in") ? f.from() : f.to()));
            }
            if (event.fact() instanceof SipMessageFact message) {
                if (!event.leg().isEmpty()) {
                    legOfRemote.putIfAbsent(remote(event, message), event.leg());
                }
                MessageLine line = MessageLine.of(message.octets());
                names.putIfAbsent(
                        leg(event, message), message.received() ? line.fromUser() : line.toUser());
            }
        }

        private String leg(Event event, SipMessageFact message) {
            return event.leg().isEmpty()
                    ? legOfRemote.getOrDefault(remote(event, message), message.remote())
                    : event.leg();
        }

        /// The parties of several calls may be behind one proxy, and so at one address.
        private static String remote(Event event, SipMessageFact message) {
            return event.call() + ' ' + message.remote();
        }

        private void placeColumns() {
            Map<String, Integer> used = new HashMap<>();
            for (Map.Entry<String, String> leg : names.entrySet()) {
                String name = leg.getValue().isEmpty() ? leg.getKey() : leg.getValue();
                int nth = used.merge(name, 1, Integer::sum);
                leg.setValue(nth == 1 ? name : name + " (" + nth + ")");
                if (columns.size() <= LEGS_AT_MOST) {
                    columns.add(
                            columns.size() == LEGS_AT_MOST && names.size() > LEGS_AT_MOST
                                    ? SHARED
                                    : leg.getValue());
                }
                columnOfLeg.put(leg.getKey(), columns.size() - 1);
                if (columns.size() == 1) {
                    columns.add(SERVER);
                }
            }
        }

        private @Nullable Row row(Event event) {
            Duration after = start == null ? Duration.ZERO : Duration.between(start, event.at());
            if (event.fact() instanceof SipMessageFact message) {
                int party = columnOfLeg.getOrDefault(leg(event, message), 0);
                MessageLine line = MessageLine.of(message.octets());
                return message.received()
                        ? new Arrow(event.at(), after, party, 1, line.label(), message)
                        : new Arrow(event.at(), after, 1, party, line.label(), message);
            }
            String words =
                    FactWords.of(event.leg(), event.fact(), leg -> names.getOrDefault(leg, leg));
            return words.isEmpty() ? null : new Note(event.at(), after, event.fact().type(), words);
        }
    }
}
