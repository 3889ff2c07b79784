package io.referee.server.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// The project's files as they lie on disk. Immutable; any thread.
///
/// The root is the nearest folder, going up from where the tests run, that holds the launcher
/// `referee` and a `pom.xml`.
record SourceTree(Path root) {

    private static final Set<String> NOT_OURS = Set.of("target", "data");

    /// The tree that this test belongs to.
    ///
    /// @throws IllegalStateException when no folder above the working folder is the project's root
    static SourceTree find() {
        Path start = Path.of("").toAbsolutePath();
        for (Path folder = start; folder != null; folder = folder.getParent()) {
            if (isRoot(folder)) {
                return new SourceTree(folder);
            }
        }
        throw new IllegalStateException("no folder with referee and pom.xml above " + start);
    }

    private static boolean isRoot(Path folder) {
        return Files.isRegularFile(folder.resolve("referee"))
                && Files.isRegularFile(folder.resolve("pom.xml"));
    }

    /// Every `.java` file of every module, main code and tests.
    List<SourceFile> all() {
        return sources(_ -> true);
    }

    /// The main code of every module.
    List<SourceFile> main() {
        return sources(path -> path.contains("/src/main/java/"));
    }

    /// The tests of every module.
    List<SourceFile> tests() {
        return sources(path -> path.contains("/src/test/java/"));
    }

    private List<SourceFile> sources(Predicate<String> wanted) {
        List<SourceFile> found = new ArrayList<>();
        try (Stream<Path> folder = Files.list(root)) {
            for (Path module : folder.filter(this::isModule).sorted().toList()) {
                collect(module.resolve("src"), wanted, found);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    private boolean isModule(Path folder) {
        return Files.isRegularFile(folder.resolve("pom.xml"))
                && Files.isDirectory(folder.resolve("src"))
                && !NOT_OURS.contains(folder.getFileName().toString());
    }

    private void collect(Path src, Predicate<String> wanted, List<SourceFile> found)
            throws IOException {
        try (Stream<Path> files = Files.walk(src)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".java")).sorted().toList()) {
                String path = root.relativize(file).toString().replace('\\', '/');
                if (wanted.test(path)) {
                    found.add(new SourceFile(path, Files.readString(file)));
                }
            }
        }
    }
}
