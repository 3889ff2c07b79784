package io.referee.server.api;

import io.referee.server.guard.Ban;
import io.referee.server.guard.Guard;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Who is banned, and letting in again. For the administrator alone: an address belongs to no
/// owner.
final class BanDoors {
    private final EngineDoor engine;
    private final Guard guard;

    BanDoors(ApiServices services) {
        this.engine = services.engine();
        this.guard = services.guard();
    }

    List<Door> doors() {
        return List.of(
                Door.get("/api/v1/bans", this::list),
                Door.delete("/api/v1/bans/{address}", this::lift));
    }

    private Reply list(Asked asked) {
        administrator(asked);
        List<Ban> bans = engine.ask(guard::bans);
        return Reply.json(Map.of("bans", bans.stream().map(BanDoors::json).toList()));
    }

    private Reply lift(Asked asked) {
        administrator(asked);
        String address = asked.path("address");
        if (!engine.ask(() -> guard.lift(address))) {
            throw Problem.notFound("ban of " + address);
        }
        return Reply.nothing();
    }

    private static void administrator(Asked asked) {
        if (!asked.caller().administrator()) {
            throw Problem.forbidden("Bans are the administrator's.");
        }
    }

    private static Map<String, Object> json(Ban ban) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("source", ban.source());
        json.put("reason", ban.reason());
        json.put("since", Times.text(ban.since()));
        json.put("until", Times.text(ban.until()));
        json.put("repeats", ban.repeats());
        json.put("dropped", ban.dropped());
        return json;
    }
}
