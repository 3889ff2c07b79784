package io.referee.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// What a JVM learns while a server starts (classes read and linked), kept beside the server's jar:
/// with it a start takes half of the processor time, and a hundred servers are started here. The
/// launcher does the same for its users.
///
/// It is made with the first server, and again when a jar is newer. A JVM to which it does not fit
/// leaves it alone.
final class QuickStart {
    private static final int LEARN_SECONDS = 120;

    private QuickStart() {}

    private static final class Learnt {
        static final List<String> FLAGS = flags();
    }

    /// Flags for the JVM of a server or command.
    static List<String> flagsOfJvm() {
        return Learnt.FLAGS;
    }

    private static List<String> flags() {
        Path jars = ServerFolder.jar().getParent();
        String version = System.getProperty("java.vm.version");
        Path cache = jars.resolveSibling("acceptance-" + version + ".aot");
        try {
            if (Files.notExists(cache) || isOlder(cache, jars)) {
                learn(cache);
            }
            return List.of("-XX:AOTCache=" + cache, "-Xlog:aot=off", "-Xlog:cds=off");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static boolean isOlder(Path cache, Path jars) throws IOException {
        FileTime made = Files.getLastModifiedTime(cache);
        try (Stream<Path> all = Files.list(jars)) {
            for (Path jar : all.toList()) {
                if (Files.getLastModifiedTime(jar).compareTo(made) > 0) {
                    return true;
                }
            }
        }
        return false;
    }

    /// A server starts and is told to end; its JVM then writes down what it has learnt.
    private static void learn(Path cache) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory(cache.getParent(), "learning");
        Path learnt = folder.resolve("learnt.aot");
        List<String> command = new ArrayList<>(ServerFolder.java());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:AOTCacheOutput=" + learnt));
        command.addAll(List.of("-Xlog:aot=off", "-Xlog:cds=off"));
        command.addAll(List.of("-jar", ServerFolder.jar().toString()));
        command.addAll(List.of("serve", "--config", "referee.yaml", "--data", "data"));
        new ServerFolder(folder);
        Process server =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectError(folder.resolve("log").toFile())
                        .start();
        new RunningServer(server); // it is ready
        server.destroy();
        if (!server.waitFor(LEARN_SECONDS, TimeUnit.SECONDS) || Files.notExists(learnt)) {
            server.destroyForcibly();
            throw new IllegalStateException(
                    "nothing was learnt: " + Files.readString(folder.resolve("log")));
        }
        Files.move(learnt, cache, StandardCopyOption.REPLACE_EXISTING);
        delete(folder);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted((one, other) -> other.compareTo(one)).toList()) {
                Files.delete(each);
            }
        }
    }
}
