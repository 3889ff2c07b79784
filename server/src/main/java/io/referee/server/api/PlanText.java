package io.referee.server.api;

import io.referee.server.account.DialPlan;

import tools.jackson.databind.JsonNode;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A dial plan as text: the body of a request that would put it.
public final class PlanText {
    private PlanText() {}

    /// The text of a plan.
    public static String of(DialPlan plan) {
        return Json.text(json(plan));
    }

    /// What differs between two texts as people read it: the lines of a script, or one line for
    /// each rule.
    static List<String> lines(String text) {
        JsonNode plan = Json.read(text.getBytes(StandardCharsets.UTF_8));
        if (plan.has("script")) {
            return plan.path("script").asString("").lines().toList();
        }
        List<String> lines = new ArrayList<>();
        plan.path("rules").values().forEach(rule -> lines.add(rule.toString()));
        return lines;
    }

    /// As in the apply file.
    static Map<String, Object> json(DialPlan plan) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", plan.name());
        json.put("type", plan.type());
        if (plan.type().equals("rules")) {
            json.put("rules", plan.rules().stream().map(PlanText::json).toList());
        } else {
            json.put("script", plan.script());
        }
        if (!plan.traceEmail().isEmpty()) {
            json.put("traceEmail", plan.traceEmail());
        }
        return json;
    }

    private static Map<String, Object> json(DialPlan.Rule rule) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("direction", rule.direction());
        json.put("match", rule.match());
        json.put("pattern", rule.pattern());
        json.put("command", rule.command());
        json.put("parameters", rule.parameters());
        details(rule.details(), json);
        return json;
    }

    private static void details(DialPlan.Details details, Map<String, Object> json) {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("parameters2", details.parameters2());
        texts.put("parameters3", details.parameters3());
        texts.put("parameters4", details.parameters4());
        texts.put("priority", details.priority());
        texts.put("description", details.description());
        texts.put("toMatch", details.toMatch());
        texts.put("toMatchParameter", details.toMatchParameter());
        texts.put("time", details.time());
        texts.put("zone", details.zone());
        texts.values().removeIf(String::isEmpty);
        json.putAll(texts);
        if (details.disabled()) {
            json.put("disabled", true);
        }
    }
}
