package io.referee.server.app.cli;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/// What a command sees of the world: where it prints, its environment variables, its working
/// directory.
public record Terminal(
        PrintStream out, PrintStream err, Map<String, String> environment, Path folder) {

    /// The terminal of this process. Output is UTF-8.
    public static Terminal ofProcess() {
        return new Terminal(
                new PrintStream(System.out, true, StandardCharsets.UTF_8),
                new PrintStream(System.err, true, StandardCharsets.UTF_8),
                System.getenv(),
                Path.of(""));
    }
}
