package io.referee.server.app.cli;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.time.Duration;
import java.util.Map;

/// How a transfer goes, in one line: what it does now, or how it ended. *One thread.*
final class TransferProgress {
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final JsonMapper JSON = new JsonMapper();

    private TransferProgress() {}

    /// Whether there is something to wait for.
    static boolean runs(Answer answer, boolean wait) {
        return wait && answer instanceof Answer.Accepted accepted && !isOver(tree(accepted));
    }

    /// Asks again twice a second until the transfer has ended, and tells how.
    static int await(ApiClient client, Answer first, ApiCommand command) {
        Answer answer = first;
        while (answer instanceof Answer.Accepted accepted && !isOver(tree(accepted))) {
            String id = Table.cell(tree(accepted).path("id"));
            if (!pause()) {
                return ExitCode.REFUSED;
            }
            answer = client.get("/api/v1/transfers/" + ApiClient.segment(id), Map.of());
        }
        int code = command.show(answer, tree -> tell(tree, command));
        return answer instanceof Answer.Accepted accepted && isFailure(tree(accepted))
                ? ExitCode.REFUSED
                : code;
    }

    /// Prints the line.
    ///
    /// @return 1 when the transfer has ended, and not as it should
    static int tell(JsonNode answer, ApiCommand command) {
        String id = "transfer " + Table.cell(answer.path("id"));
        String phase = Table.cell(answer.path("phase"));
        if (!isFailure(answer)) {
            command.print(id + " " + phase);
            return ExitCode.DONE;
        }
        int status = answer.path("sipCode").asInt(0);
        String why = (status > 0 ? status + " " : "") + answer.path("reason").asString("");
        String outcome = answer.path("outcome").asString("");
        command.print(
                id
                        + " "
                        + outcome
                        + (why.isBlank() ? "" : ": " + why.strip())
                        + (phase.equals(outcome) ? "" : " (" + phase + ")"));
        return ExitCode.REFUSED;
    }

    /// What was declined has done what was asked.
    static int declined(JsonNode answer, ApiCommand command) {
        tell(answer, command);
        return ExitCode.DONE;
    }

    private static boolean isOver(JsonNode answer) {
        return !answer.path("outcome").asString("").isEmpty()
                && !"recovering".equals(answer.path("phase").asString(""));
    }

    /// Whether it has ended, and not as it should.
    static boolean isFailure(JsonNode answer) {
        String outcome = answer.path("outcome").asString("");
        return !outcome.isEmpty() && !"completed".equals(outcome);
    }

    private static JsonNode tree(Answer.Accepted answer) {
        try {
            return JSON.readTree(answer.text());
        } catch (JacksonException _) {
            return JSON.createObjectNode().put("outcome", "unknown"); // said where it is shown
        }
    }

    private static boolean pause() {
        try {
            Thread.sleep(PAUSE);
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
