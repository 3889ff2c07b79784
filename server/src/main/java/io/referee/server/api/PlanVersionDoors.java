package io.referee.server.api;

import io.referee.server.account.PlanVersion;
import io.referee.server.account.PlanVersionStore;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The texts that dial plans have had: listed, compared, put back.
final class PlanVersionDoors {
    private final DirectoryDesk desk;
    private final PlanVersionStore versions;

    PlanVersionDoors(ApiServices services) {
        this.desk = services.directory();
        this.versions = services.plans().versions();
    }

    List<Door> doors() {
        return List.of(
                Door.get("/api/v1/dialplans/{name}/versions", this::versions).taking("from", "to"),
                Door.post("/api/v1/dialplans/{name}/versions/{number}/restore", this::restore));
    }

    private Reply versions(Asked asked) {
        List<PlanVersion> all = all(asked);
        return asked.query("from").isPresent()
                ? Reply.text("text/plain; charset=utf-8", difference(asked, all))
                : Reply.json(Map.of("versions", all.stream().map(PlanVersionDoors::json).toList()));
    }

    private List<PlanVersion> all(Asked asked) {
        String name = asked.path("name");
        List<PlanVersion> all = versions.of(DirectoryDoors.owner(asked), name);
        if (all.isEmpty()) {
            throw Problem.notFound("version of a dial plan " + name);
        }
        return all;
    }

    private static String difference(Asked asked, List<PlanVersion> all) {
        PlanVersion from = version(all, asked.number("from", 0, Integer.MAX_VALUE));
        PlanVersion to =
                version(all, asked.number("to", all.getFirst().number(), Integer.MAX_VALUE));
        return UnifiedDiff.of(
                "version " + from.number(),
                PlanText.lines(from.text()),
                "version " + to.number(),
                PlanText.lines(to.text()));
    }

    private Reply restore(Asked asked) {
        String name = asked.path("name");
        PlanVersion version = version(all(asked), Asked.digits(asked.path("number")));
        return DirectoryDoors.changed(
                desk.putDialPlan(
                        DirectoryDoors.owner(asked),
                        name,
                        version.text(),
                        DirectoryDoors.who(asked)),
                "dial plan " + name);
    }

    private static PlanVersion version(List<PlanVersion> all, long number) {
        return all.stream()
                .filter(one -> one.number() == number)
                .findFirst()
                .orElseThrow(() -> Problem.notFound("version of that number"));
    }

    private static Map<String, Object> json(PlanVersion version) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("number", version.number());
        json.put("at", Times.text(version.at()));
        json.put("who", version.who());
        return json;
    }
}
