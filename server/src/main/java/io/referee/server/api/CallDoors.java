package io.referee.server.api;

import io.referee.server.call.Call;
import io.referee.server.call.CallView;
import io.referee.server.call.Switchboard;
import io.referee.server.event.Event;
import io.referee.server.event.TraceBook;
import io.referee.server.event.picture.LadderCapture;
import io.referee.server.event.picture.LadderPicture;
import io.referee.server.event.picture.LadderSvg;
import io.referee.server.event.picture.LadderText;
import io.referee.server.transfer.CallOrder;
import io.referee.server.transfer.Placed;
import io.referee.server.transfer.Refusal;
import io.referee.server.transfer.Transfers;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Live calls, and the ladders of calls.
final class CallDoors {
    private final EngineDoor engine;
    private final Switchboard switchboard;
    private final TraceBook traces;
    private final Transfers transfers;

    CallDoors(ApiServices services) {
        this.engine = services.engine();
        this.switchboard = services.switchboard();
        this.traces = services.traces();
        this.transfers = services.transfers();
    }

    List<Door> doors() {
        return List.of(
                Door.get("/api/v1/calls", this::list),
                Door.post("/api/v1/calls", this::place),
                Door.get("/api/v1/calls/{id}", this::one),
                Door.delete("/api/v1/calls/{id}", this::hangUp),
                Door.get("/api/v1/calls/{id}/ladder", this::ladder).taking("format"));
    }

    private static Reply notYet(String what) {
        throw Problem.notAvailable(what);
    }

    private Reply list(Asked asked) {
        String owner = asked.caller().owner();
        List<CallView> views = engine.ask(() -> switchboard.views(owner));
        return Reply.json(Map.of("calls", views.stream().map(CallDoors::json).toList()));
    }

    private Reply place(Asked asked) {
        Body body = Body.of(asked.body(), List.of("from", "to"));
        String from = body.required("from");
        String to = body.required("to");
        String owner = asked.caller().owner();
        if (owner.isEmpty()) {
            throw Problem.badRequest("The parameter owner says whose call it is.");
        }
        Answered answer =
                engine.ask(
                        () ->
                                switch (transfers.place(new CallOrder(owner, from, to, "api"))) {
                                    case Placed.Begun(Call call) ->
                                            new Answered(call.id(), CallView.of(call), null);
                                    case Placed.Refused(Refusal no) -> new Answered("", null, no);
                                });
        if (answer.refusal() != null) {
            throw problem(answer.refusal());
        }
        return Reply.json(202, json(Objects.requireNonNull(answer.view())))
                .with("Location", "/api/v1/calls/" + answer.id());
    }

    private record Answered(String id, @Nullable CallView view, @Nullable Refusal refusal) {}

    /// A call that may not be placed.
    static Problem problem(Refusal no) {
        String sentence = no.reason() + '.';
        return switch (no.status()) {
            case 400 -> new Problem(400, "bad-target", sentence);
            case 402 -> new Problem(402, "no-credit", sentence);
            case 403 -> Problem.forbidden(sentence);
            case 404 -> new Problem(404, "not-found", sentence);
            case 503 -> new Problem(503, "closing", sentence);
            default -> new Problem(422, "refused", sentence);
        };
    }

    private Reply one(Asked asked) {
        String id = asked.path("id");
        Optional<CallView> view = engine.ask(() -> live(switchboard, asked, id).map(CallView::of));
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

    static Map<String, Object> json(CallView call) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", call.call());
        json.put("chain", call.chain());
        json.put("owner", call.owner());
        json.put("state", call.state());
        json.put("from", call.from());
        json.put("to", call.to());
        json.put("since", Times.text(call.since()));
        json.put("slot", call.slot());
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
        List<Event> events = traces.together(id);
        if (events.isEmpty() || !asked.caller().reaches(events.getFirst().owner())) {
            throw Problem.notFound("call " + id + " whose messages are kept");
        }
        LadderPicture picture = LadderPicture.of(events);
        return switch (format) {
            case "json" -> Reply.json(drawn(id, picture));
            case "text" -> Reply.text("text/plain; charset=utf-8", LadderText.of(picture));
            case "svg" -> Reply.text("image/svg+xml", LadderSvg.of(picture));
            case "pcap" ->
                    Reply.octets("application/vnd.tcpdump.pcap", LadderCapture.of(picture))
                            .with(
                                    "Content-Disposition",
                                    "attachment; filename=\"" + file(id) + ".pcap\"");
            default ->
                    throw Problem.badRequest(
                            "The parameter format must be json, text, svg or pcap.");
        };
    }

    /// Ids are ours and made of letters and digits; what else came in the path is no file name.
    private static String file(String id) {
        return id.replaceAll("[^A-Za-z0-9]", "-");
    }

    private static Map<String, Object> drawn(String id, LadderPicture picture) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("call", id);
        json.putAll(picture.data());
        return json;
    }
}
