package io.referee.server.app.cli;

import io.referee.server.app.document.Document;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/// A dial plan as a file: how it is sent, and how it is printed so that it can be sent again.
/// *Immutable.*
///
/// @param body what the server is sent
record PlanFile(String contentType, String body) {
    private static final JsonMapper JSON = new JsonMapper();

    /// Whether the file is a script, and no YAML.
    static boolean isRuby(Path file) {
        return file.toString().endsWith(".rb");
    }

    /// What is sent for a file. YAML goes as it stands, so that the server can name its lines.
    static PlanFile read(Path file) {
        String text = Document.text(file);
        if (isRuby(file)) {
            Map<String, String> plan = Map.of("type", "ruby", "script", text);
            return new PlanFile("application/json", JSON.writeValueAsString(plan));
        }
        Document.yaml(file.toString(), text); // what is no YAML need not be sent
        return new PlanFile("application/yaml", text);
    }

    /// A rule list as YAML, one line for each rule.
    static List<String> ofRules(JsonNode plan) {
        List<String> lines = new ArrayList<>();
        lines.add("type: rules");
        boolean none = plan.path("rules").isEmpty();
        lines.add(none ? "rules: []" : "rules:");
        for (JsonNode rule : plan.path("rules").values()) {
            StringJoiner line = new StringJoiner(", ", "  - {", "}");
            rule.properties().forEach(p -> line.add(p.getKey() + ": " + p.getValue().toString()));
            lines.add(line.toString());
        }
        return lines;
    }
}
