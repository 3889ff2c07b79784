package io.referee.server.app.cli;

import picocli.CommandLine.Command;

/// The command that has the running server copy its database.
@Command(
        name = "backup",
        description = "Has the running server copy its database, and prints the name of the file.")
final class BackupCommand extends ApiCommand {
    BackupCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    int run(ApiClient client) {
        return show(
                client.post("/api/v1/backups", "application/json", "{}"),
                answer -> {
                    print(answer.path("file").asString(""));
                    return ExitCode.DONE;
                });
    }
}
