package io.referee.server.api;

import io.referee.server.call.Call;
import io.referee.server.call.Holding;
import io.referee.server.call.Switchboard;
import io.referee.sip.message.Header;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Hold and release by the server (`transfers.md` A8.1, C.4). What is answered is that it begins:
/// phones may take their time. What comes of it is told by events.
final class HoldDoors {
    private static final List<String> FIELDS = List.of("leg", "headers", MusicField.NAME);
    private static final List<String> LEGS = List.of("caller", "callee", "both");

    private final EngineDoor engine;
    private final Switchboard switchboard;
    private final MusicField music;

    HoldDoors(ApiServices services) {
        this.engine = services.engine();
        this.switchboard = services.switchboard();
        this.music = new MusicField(services.directory()::current);
    }

    List<Door> doors() {
        return List.of(
                Door.post("/api/v1/calls/{id}/hold", asked -> begin(asked, Holding.Action.HOLD)),
                Door.post(
                        "/api/v1/calls/{id}/unhold", asked -> begin(asked, Holding.Action.UNHOLD)));
    }

    private Reply begin(Asked asked, Holding.Action action) {
        Body body = Body.of(asked.body(), FIELDS);
        String leg = body.text("leg").orElse("both");
        if (!LEGS.contains(leg)) {
            throw Problem.badRequest("request body: the field leg must be caller, callee or both.");
        }
        List<Header> headers = TransferDoors.headers(body.texts("headers"));
        Holding.Order order =
                new Holding.Order(
                        action,
                        Holding.Side.valueOf(leg.toUpperCase(Locale.ROOT)),
                        headers,
                        headers,
                        music(action, body, asked));
        String id = asked.path("id");
        Optional<Holding.Outcome> outcome =
                engine.ask(
                        () ->
                                CallDoors.live(switchboard, asked, id)
                                        .map(call -> begin(call, order)));
        refuse(id, outcome.orElseThrow(() -> CallDoors.unknown(id)));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("call", id);
        json.put("leg", leg);
        json.put("action", action.name().toLowerCase(Locale.ROOT));
        json.put("state", "start");
        return Reply.json(202, json);
    }

    private Optional<String> music(Holding.Action action, Body body, Asked asked) {
        if (action == Holding.Action.UNHOLD && body.has(MusicField.NAME)) {
            throw Problem.badRequest("request body: the field music belongs to hold.");
        }
        return music.of(body, asked);
    }

    /// *Engine thread only.*
    private static Holding.Outcome begin(Call call, Holding.Order order) {
        return call.bridge().map(bridge -> bridge.hold(order)).orElse(Holding.Outcome.NOT_READY);
    }

    private static void refuse(String call, Holding.Outcome outcome) {
        switch (outcome) {
            case STARTED -> {}
            case ALREADY_HELD ->
                    throw new Problem(409, "already-held", "The call " + call + " is held so.");
            case NOT_HELD ->
                    throw new Problem(409, "not-held", "The call " + call + " is not held so.");
            case NOT_READY ->
                    throw new Problem(409, "not-ready", "The call " + call + " is not answered.");
            case BUSY ->
                    throw new Problem(
                            409,
                            "busy",
                            "The call " + call + " is being transferred, held or resumed.");
        }
    }
}
