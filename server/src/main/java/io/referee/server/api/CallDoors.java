package io.referee.server.api;

import io.referee.server.call.Call;
import io.referee.server.call.CallView;
import io.referee.server.call.Switchboard;
import io.referee.server.event.Event;
import io.referee.server.event.TraceBook;
import io.referee.server.event.picture.LadderPicture;
import io.referee.server.event.picture.LadderSvg;
import io.referee.server.event.picture.LadderText;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Live calls, and the ladders of calls.
final class CallDoors {
    private final EngineDoor engine;
    private final Switchboard switchboard;
    private final TraceBook traces;

    CallDoors(ApiServices services) {
        this.engine = services.engine();
        this.switchboard = services.switchboard();
        this.traces = services.traces();
    }

    List<Door> doors() {
        return List.of(
                Door.get("/api/v1/calls", this::list),
                Door.post("/api/v1/calls", _ -> notYet("Placing calls is")),
                Door.get("/api/v1/calls/{id}", this::one),
                Door.delete("/api/v1/calls/{id}", this::hangUp),
                Door.get("/api/v1/calls/{id}/ladder", this::ladder));
    }

    private static Reply notYet(String what) {
        throw Problem.notAvailable(what);
    }

    private Reply list(Asked asked) {
        String owner = asked.caller().owner();
        List<CallView> views = engine.ask(() -> switchboard.views(owner));
        return Reply.json(Map.of("calls", views.stream().map(CallDoors::json).toList()));
    }

    private Reply one(Asked asked) {
        String id = asked.path("id");
        Optional<CallView> view =
                engine.ask(() -> live(switchboard, asked, id).map(Switchboard::view));
        return Reply.json(json(view.orElseThrow(() -> unknown(id))));
    }

    private Reply hangUp(Asked asked) {
        String id = asked.path("id");
        boolean found =
                engine.ask(
                        () -> {
                            Optional<Call> call = live(switchboard, asked, id);
                            call.ifPresent(live -> live.hangUp(480, "Hung up by request"));
                            return call.isPresent();
                        });
        if (!found) {
            throw unknown(id);
        }
        return Reply.nothing();
    }

    /// A live call that the asker may see. *Engine thread only.*
    static Optional<Call> live(Switchboard switchboard, Asked asked, String id) {
        return switchboard.call(id).filter(call -> asked.caller().reaches(call.ids().owner()));
    }

    static Problem unknown(String id) {
        return Problem.notFound("live call " + id);
    }

    private static Map<String, Object> json(CallView call) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", call.call());
        json.put("chain", call.chain());
        json.put("owner", call.owner());
        json.put("state", call.state());
        json.put("from", call.from());
        json.put("to", call.to());
        json.put("since", Times.text(call.since()));
        json.put("legs", call.legs().stream().map(CallDoors::json).toList());
        return json;
    }

    private static Map<String, Object> json(CallView.LegView leg) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("leg", leg.leg());
        json.put("callId", leg.callId());
        json.put("party", leg.party());
        json.put("account", leg.account());
        json.put("direction", leg.direction());
        json.put("state", leg.state());
        json.put("held", leg.held());
        return json;
    }

    private Reply ladder(Asked asked) {
        String id = asked.path("id");
        String format = asked.query("format").orElse("json");
        if (format.equals("pcap")) {
            throw Problem.notAvailable("Ladders as pcap are");
        }
        List<Event> events = traces.of(id);
        if (events.isEmpty() || !asked.caller().reaches(events.getFirst().owner())) {
            throw Problem.notFound("call " + id + " whose messages are kept");
        }
        LadderPicture picture = LadderPicture.of(events);
        return switch (format) {
            case "json" -> Reply.json(drawn(id, picture));
            case "text" -> Reply.text("text/plain; charset=utf-8", LadderText.of(picture));
            case "svg" -> Reply.text("image/svg+xml", LadderSvg.of(picture));
            default ->
                    throw Problem.badRequest(
                            "The parameter format must be json, text, svg or pcap.");
        };
    }

    private static Map<String, Object> drawn(String id, LadderPicture picture) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("call", id);
        json.putAll(picture.data());
        return json;
    }
}
