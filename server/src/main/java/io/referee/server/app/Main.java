package io.referee.server.app;

import io.referee.server.app.cli.Shell;
import io.referee.server.app.cli.Terminal;

/// Where the program begins.
public final class Main {

    private Main() {}

    /// Runs one command and ends the process with its exit code.
    public static void main(String[] arguments) {
        System.exit(new Shell(new Program(), Terminal.ofProcess()).run(arguments));
    }
}
