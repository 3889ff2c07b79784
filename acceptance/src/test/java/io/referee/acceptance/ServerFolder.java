package io.referee.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// The folder of one server: configuration, apply file and data. Everything listens on free ports
/// of loopback.
final class ServerFolder {
    private static final String CONFIGURATION =
            """
            domains: [localhost]
            sip:
              udp: 127.0.0.1:0
              tcp: 127.0.0.1:0
            http:
              listen: 127.0.0.1:0
            """;
    private static final long LIMIT_SECONDS = 60;

    /// All classes begin with a server: started together, each would wait for all the others.
    private static final Semaphore STARTS =
            new Semaphore(Runtime.getRuntime().availableProcessors());

    private final Path folder;
    private final List<String> jvm = new ArrayList<>(List.of("-XX:TieredStopAtLevel=1"));

    private int descriptors;

    /// How a server that did not serve ended.
    record Ended(int exit, String out, String err) {}

    ServerFolder(Path folder) {
        this.folder = folder;
        configuration(CONFIGURATION);
    }

    Path path() {
        return folder;
    }

    Path data() {
        return folder.resolve("data");
    }

    ServerFolder configuration(String yaml) {
        return write("referee.yaml", yaml);
    }

    /// Calls of the process before do not go on in the next: their phones have gone with it.
    ServerFolder forgettingCalls() {
        return configuration(CONFIGURATION + "calls:\n  keep: off\n");
    }

    ServerFolder accounts(String yaml) {
        return write("apply.yaml", yaml);
    }

    /// With both compilers of the JVM, as the launcher starts it. A server of a few calls is
    /// started in half of the time with the quick one alone.
    ServerFolder underLoad() {
        jvm.remove("-XX:TieredStopAtLevel=1");
        return this;
    }

    ServerFolder jvm(String... flags) {
        jvm.addAll(List.of(flags));
        return this;
    }

    /// The system gives the server no more than so many file descriptors.
    ServerFolder descriptors(int most) {
        descriptors = most;
        return this;
    }

    private ServerFolder write(String name, String text) {
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve(name), text);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Starts the server and waits until it is ready.
    RunningServer start() throws IOException, InterruptedException {
        STARTS.acquire();
        try {
            return new RunningServer(process(arguments()));
        } finally {
            STARTS.release();
        }
    }

    /// Starts a server that must end by itself.
    Ended fail() throws IOException, InterruptedException {
        return run(arguments());
    }

    /// Runs any command to its end.
    Ended run(List<String> arguments) throws IOException, InterruptedException {
        Path out = folder.resolve("ended.out");
        Path err = folder.resolve("ended.err");
        Process process =
                builder(arguments).redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
            throw new AssertionError("still running: " + arguments + "\n" + Files.readString(err));
        }
        return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    private List<String> arguments() {
        List<String> arguments =
                new ArrayList<>(List.of("serve", "--config", "referee.yaml", "--data", "data"));
        if (Files.exists(folder.resolve("apply.yaml"))) {
            arguments.addAll(List.of("--apply", "apply.yaml"));
        }
        return arguments;
    }

    private Process process(List<String> arguments) throws IOException {
        return builder(arguments)
                .redirectError(
                        ProcessBuilder.Redirect.appendTo(folder.resolve("server.log").toFile()))
                .start();
    }

    /// As the launcher starts it, but for the compilers.
    private ProcessBuilder builder(List<String> arguments) {
        List<String> command = new ArrayList<>();
        if (descriptors > 0) {
            String limited = "ulimit -n " + descriptors + " && exec \"$@\"";
            command.addAll(List.of("sh", "-c", limited, "server"));
        }
        command.addAll(java());
        command.addAll(QuickStart.flagsOfJvm());
        command.addAll(jvm);
        command.addAll(List.of("-jar", jar().toString()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        return builder;
    }

    /// The JVM with the launcher's flags.
    static List<String> java() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseCompactObjectHeaders",
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dstdout.encoding=UTF-8",
                "-Dstderr.encoding=UTF-8");
    }

    static Path jar() {
        Path jar = root().resolve("server/target/referee/lib/referee-server.jar");
        if (!Files.exists(jar)) {
            throw new IllegalStateException("The server is not packaged: " + jar + " is missing");
        }
        return jar;
    }

    /// The folder of the project.
    static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("referee"))) {
            folder = folder.getParent();
            if (folder == null) {
                throw new IllegalStateException(
                        "not inside of the project: " + Path.of("").toAbsolutePath());
            }
        }
        return folder;
    }
}
