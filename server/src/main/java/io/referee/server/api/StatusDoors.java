package io.referee.server.api;

import java.util.List;
import java.util.Map;

/// What is in force here and what is missing, for whoever set the server up.
final class StatusDoors {
    private final PlanServices plans;
    private final String version;

    StatusDoors(ApiServices services, String version) {
        this.plans = services.plans();
        this.version = version;
    }

    List<Door> doors() {
        return List.of(Door.get("/api/v1/status", this::status));
    }

    private Reply status(Asked asked) {
        return Reply.json(Map.of("version", version, "ruby", plans.standing().get().json()));
    }
}
