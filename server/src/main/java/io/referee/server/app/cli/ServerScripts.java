package io.referee.server.app.cli;

import io.referee.server.app.cases.CaseFile;
import io.referee.server.app.cases.Played;
import io.referee.server.app.cases.ScriptPlayer;
import io.referee.server.dialplan.Dialled;
import io.referee.server.dialplan.rule.PlanCall;
import io.referee.server.dialplan.rule.PlanCase;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Plays cases of scripts in dry runs of a server. *One thread, which waits for it.*
record ServerScripts(ApiClient client) implements ScriptPlayer {
    private static final JsonMapper JSON = new JsonMapper();

    @Override
    public Outcome play(CaseFile.Entry entry) {
        String path = "/api/v1/dialplans/" + ApiClient.segment(entry.plan()) + "/dry-run";
        return switch (client.postJson(path, call(entry))) {
            case Answer.Accepted accepted ->
                    new Outcome.Done(played(JSON.readTree(accepted.text()), entry.plan()));
            case Answer.Refused refused -> new Outcome.Impossible(refused.message());
            case Answer.Unreachable unreachable -> new Outcome.Impossible(unreachable.sentence());
        };
    }

    private static Map<String, Object> call(CaseFile.Entry entry) {
        PlanCase wanted = entry.planCase();
        PlanCall call = wanted.call();
        Dialled dialled = call.dialled();
        boolean in = call.direction() == PlanCall.Direction.IN;
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("from", dialled.fromName() + " <" + dialled.fromAor() + ">");
        body.put("to", in ? dialled.user() + domain(call.calledAor()) : dialled.user());
        body.put("at", wanted.at().toString());
        body.put("direction", in ? "in" : "out");
        if (!entry.phones().isEmpty()) {
            body.put("phones", entry.phones());
        }
        return body;
    }

    private static String domain(String aor) {
        return aor.substring(aor.lastIndexOf('@'));
    }

    private static Played played(JsonNode answer, String plan) {
        List<Played.Dial> dials =
                answer.path("dials")
                        .valueStream()
                        .filter(dial -> dial.path("plan").asString("").equals(plan))
                        .map(ServerScripts::dial)
                        .toList();
        JsonNode end = answer.path("end");
        return new Played(
                dials,
                end.path("status").asInt(0),
                end.path("reason").asString(""),
                answer.path("decisions").valueStream().map(Table::cell).toList());
    }

    private static Played.Dial dial(JsonNode dial) {
        return new Played.Dial(
                dial.path("dial").asString(""),
                Duration.ofSeconds(dial.path("ringSeconds").asLong(0)),
                Duration.ofSeconds(dial.path("limitSeconds").asLong(0)));
    }
}
