package io.referee.server.app.cli;

import picocli.CommandLine.Command;

import tools.jackson.databind.JsonNode;

import java.util.Map;

/// The command about what runs Ruby dial plans.
@Command(
        name = "doctor",
        description = "Says which Ruby runs dial plans and what is missing for it.")
final class DoctorCommand extends ApiCommand {
    DoctorCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    int run(ApiClient client) {
        return show(client.get("/api/v1/status", Map.of()), this::told);
    }

    private int told(JsonNode answer) {
        JsonNode ruby = answer.path("ruby");
        String line =
                "Ruby dial plans run on "
                        + ruby.path("engine").asString("")
                        + " (dialPlans.ruby: "
                        + ruby.path("wanted").asString("")
                        + ")";
        print(line + (ruby.path("started").asBoolean(false) ? workers(ruby) : ", none yet"));
        ruby.path("missing").values().forEach(one -> print("missing: " + Table.cell(one)));
        return ExitCode.DONE;
    }

    private static String workers(JsonNode ruby) {
        return ", "
                + ruby.path("version").asString("")
                + (ruby.path("sandboxed").asBoolean(false) ? ", walled in" : ", without walls")
                + ", "
                + ruby.path("workers").asInt(0)
                + " workers, "
                + ruby.path("lost").asInt(0)
                + " lost";
    }
}
