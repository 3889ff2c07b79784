package io.referee.server.api;

import io.referee.server.account.DialPlan;
import io.referee.server.dialplan.Parsed;
import io.referee.server.dialplan.dial.LocalDomains;
import io.referee.server.dialplan.rule.RubyPlan;

import java.time.ZoneId;
import java.util.List;

/// Dial plans as Ruby: a rule list as the script that decides the same.
final class PlanRubyDoors {
    private final DirectoryDesk desk;
    private final ZoneId zone;

    PlanRubyDoors(ApiServices services) {
        this.desk = services.directory();
        this.zone = services.plans().zone();
    }

    List<Door> doors() {
        return List.of(Door.get("/api/v1/dialplans/{name}/ruby", this::ruby));
    }

    private Reply ruby(Asked asked) {
        String name = asked.path("name");
        DialPlan plan =
                desk.current()
                        .dialPlan(DirectoryDoors.owner(asked), name)
                        .orElseThrow(() -> Problem.notFound("dial plan " + name));
        return Reply.text("text/x-ruby; charset=utf-8", script(plan));
    }

    private String script(DialPlan plan) {
        if (!plan.type().equals("rules")) {
            return plan.script();
        }
        return switch (RubyPlan.of(plan, new LocalDomains(desk.current()), zone)) {
            case Parsed.Good<String>(String script) -> script;
            case Parsed.Wrong<String>(String key, String complaint) ->
                    throw new Problem(
                            409,
                            "conflict",
                            "These " + key + " cannot be shown as Ruby: " + complaint + ".");
        };
    }
}
