package io.referee.server.api;

import io.referee.server.event.CallopsEvents;
import io.referee.server.event.Event;
import io.referee.server.event.TraceBook;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.Stream;

/// How a reader of events wants them told. *Any thread.*
sealed interface Wording {

    /// The messages that an event is; none when this wording has no word for it.
    List<EventText> of(Event event);

    /// A message about the reading itself.
    ///
    /// @param seq where the reader may resume after it
    String notice(long seq, String type, Map<String, Object> content);

    /// As they are (`docs/events.md`). Readers of the same stream get the same objects: one text is
    /// made for all of them.
    ///
    /// @param recent the last texts, by number; one event and its text may be overwritten by
    ///   another's at any time
    record Native(AtomicReferenceArray<List<EventText>> recent) implements Wording {
        private static final int REMEMBERED = 1 << 10;

        Native() {
            this(new AtomicReferenceArray<>(REMEMBERED));
        }

        @Override
        public List<EventText> of(Event event) {
            int slot = (int) event.seq() & REMEMBERED - 1;
            List<EventText> known = recent.getAcquire(slot);
            if (known != null && known.getFirst().of() == event) {
                return known;
            }
            List<EventText> fresh = List.of(new EventText(event, text(event)));
            recent.setRelease(slot, fresh);
            return fresh;
        }

        private static String text(Event event) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("seq", event.seq());
            json.put("at", Times.text(event.at()));
            json.put("type", event.fact().type());
            json.put("call", event.call());
            json.put("chain", event.chain());
            json.put("leg", event.leg());
            json.put("data", event.fact().data());
            return Json.text(json);
        }

        @Override
        public String notice(long seq, String type, Map<String, Object> content) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("seq", seq);
            json.put("type", type);
            json.put("data", content);
            return Json.text(json);
        }
    }

    /// As JSON-RPC notifications with the names of OpenSIPS.
    ///
    /// @param traces where what went before in a call is looked up
    record Opensips(TraceBook traces) implements Wording {
        @Override
        public List<EventText> of(Event event) {
            if (!CallopsEvents.concerns(event.fact())) {
                return List.of();
            }
            List<Event> before = before(event, event.call()).toList();
            Optional<String> joined = CallopsEvents.otherCall(before, event.fact());
            if (joined.isPresent()) {
                before =
                        Stream.concat(before.stream(), before(event, joined.get()))
                                .distinct()
                                .toList();
            }
            return new CallopsEvents(before)
                    .of(event).stream()
                            .map(n -> new EventText(event, text(n.method(), n.parameters())))
                            .toList();
        }

        private Stream<Event> before(Event event, String call) {
            return traces.together(call).stream().filter(other -> other.seq() < event.seq());
        }

        @Override
        public String notice(long seq, String type, Map<String, Object> content) {
            Map<String, Object> parameters = new LinkedHashMap<>();
            parameters.put("seq", seq);
            parameters.putAll(content);
            return text(type, parameters);
        }

        private static String text(String method, Map<String, Object> parameters) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("jsonrpc", "2.0");
            json.put("method", method);
            json.put("params", parameters);
            return Json.text(json);
        }
    }
}
