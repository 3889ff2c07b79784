package io.referee.server.app.cli;

import io.referee.server.app.document.BadConfiguration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A command line with a server to talk to, whose output is kept.
abstract class ConsoleFixture {
    final FakeServer server = new FakeServer();
    final ByteArrayOutputStream out = new ByteArrayOutputStream();
    final ByteArrayOutputStream err = new ByteArrayOutputStream();
    final Map<String, String> environment = new HashMap<>(Map.of("REFEREE_SERVER", server.url()));
    final List<Object> launched = new ArrayList<>();

    @TempDir Path folder = Path.of("");

    @AfterEach
    void stop() {
        server.close();
    }

    int run(String... arguments) {
        Terminal terminal =
                new Terminal(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        environment,
                        folder);
        return new Shell(new Noting(), terminal).run(arguments);
    }

    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    /// Notes what it is asked to start; two names of configuration files make it fail.
    private final class Noting implements Launch {
        @Override
        public int serve(ServeOptions options, Terminal terminal) {
            if (Path.of("bad.yaml").equals(options.config())) {
                throw new BadConfiguration(
                        "bad.yaml, line 1:1: unknown key x; the nearest known one is y.");
            }
            if (Path.of("crash.yaml").equals(options.config())) {
                throw new IllegalStateException("boom");
            }
            launched.add(options);
            return ExitCode.DONE;
        }

        @Override
        public int demo(DemoOptions options, Terminal terminal) {
            launched.add(options);
            return ExitCode.DONE;
        }

        @Override
        public int phone(PhoneOptions options, Terminal terminal) {
            launched.add(options);
            return ExitCode.DONE;
        }
    }
}
